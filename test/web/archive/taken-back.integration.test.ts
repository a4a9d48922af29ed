import { afterEach, expect, it } from 'vitest';
import { hidePaper, unhidePaper } from '../../../src/pipeline/take-back.ts';
import { openSiteWorld, type SiteWorld } from '../site.ts';

const SITE = 'http://localhost:8080';
const BY_HAND = { who: 'command line', why: null } as const;
const LISTS = [
  '/',
  '/editions',
  '/editions?q=language',
  '/topics',
  '/topics/llm',
  '/feed.atom',
  '/feed.json',
];

let site: SiteWorld;
afterEach(() => site.world.dispose());

it('stands on no page from the first look on, not even on that of an edition which carried it', async () => {
  site = await openSiteWorld();
  const { parts } = site.world;
  const [id = ''] = site.papers;
  const name = (await parts.store.papers.byId(id))?.paper.title ?? '?';
  const lists = [...LISTS.map(path => `${SITE}${path}`), site.links.edition];
  const naming = async () => {
    const found: string[] = [];
    for (const list of lists) if ((await site.get(list)).text.includes(name)) found.push(list);
    return found;
  };
  const before = await naming();
  expect(before).toEqual(expect.arrayContaining([`${SITE}/feed.atom`, site.links.edition]));
  await hidePaper(parts, id, BY_HAND);
  expect(await naming()).toEqual([]);
  for (const path of ['', '/bibtex', '/ris']) {
    expect(await site.get(`${SITE}/papers/${id}${path}`)).toMatchObject({ status: 410 });
  }
  await unhidePaper(parts, id, BY_HAND);
  expect(await naming()).toEqual(before);
});
