import { readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { unpackSelection } from '../../src/model/packed-selection.ts';
import { storiesOf } from '../../src/pipeline/story.ts';
import { mailViewer } from '../../src/pipeline/view-mail.ts';
import { digest, title } from '../support/digest.ts';
import { openWorld, type World } from '../support/world.ts';

const PAGE = new URL('../fixtures/sources/hf-text-firecrawl-q-page-2026-10-02.md', import.meta.url);
const DAY = '2026-06-02';
let world: World;
afterEach(() => world.dispose());

it('carries one paper that many read from outside of the topics, at the end, to whoever wishes, and never twice', async () => {
  world = await openWorld();
  const { store } = world.parts;
  const follows = { queries: ['"study number"'], max: 2 };
  const curious = await world.subscribe('vera@example.org', { ...follows, outside: true });
  const other = await world.subscribe('otto@example.org', follows);
  await world.ingest(readFileSync(PAGE), DAY);
  await world.ingest(digest(title(1), title(2)), DAY, 'another source');
  await world.send(DAY);
  const groupsOf = async (subscriber: number, edition: string) =>
    unpackSelection((await store.deliveries.find(edition, subscriber))?.papers ?? new Uint8Array()).groups;

  const groups = await groupsOf(curious, DAY);
  expect(groups.map(({ kind, papers }) => `${kind} ${papers.length}`)).toEqual(['query 1', 'outside 1']);
  expect((await groupsOf(other, DAY)).map(({ kind }) => kind)).toEqual(['query']);

  const [outside] = groups.at(-1)?.papers ?? [];
  const [paper] = await store.papers.byNums([outside?.num ?? 0]);
  const reader = (await store.subscribers.byNums([curious]))[0];
  if (!reader || !paper) throw new Error('nothing is there');
  const html = await mailViewer(world.parts)({ ...reader, email: 'vera@example.org' }, DAY);
  expect(html).toContain('Outside your topics');
  expect(html).toContain(`${paper.upvotes} upvotes`);
  const [story] = await storiesOf(world.parts, reader, [DAY]);
  expect(story?.papers.at(-1)).toMatchObject({ id: paper.id, kind: 'outside', key: '' });
  expect(story?.papers.at(-1)?.terms[0]).toMatch(/^\d+ upvotes?$/);

  world.at('2026-06-03T08:00:00Z');
  await world.send('2026-06-03');
  const next = await groupsOf(curious, '2026-06-03');
  expect(next.flatMap(({ papers }) => papers.map(({ num }) => num))).not.toContain(outside?.num);
});
