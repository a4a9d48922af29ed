import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digest, title } from '../../support/digest.ts';
import { fates } from '../../support/fates.ts';
import { openSiteWorld, type SiteWorld } from '../site.ts';

const FIRST = '2026-06-02';
const NEXT = '2026-06-03';
const MISSED = 'A Language Model That Nobody Saw';

describe('the pages behind a mail that names papers once more', () => {
  let site: SiteWorld;
  let reader: number;
  let html: string;
  beforeEach(async () => {
    site = await openSiteWorld();
    const { world } = site;
    reader = await world.subscribe('ben@example.org', { queries: ['"nobody saw"', '"number 9"'] });
    await world.ingest(digest(MISSED), FIRST);
    await world.send(
      FIRST,
      fates(() => 'unknown'),
    );
    world.at(`${NEXT}T08:00:00Z`);
    await world.ingest(digest(title(9)), NEXT);
    const transport = fates(() => 'accepted');
    await world.send(NEXT, transport);
    html = transport.messages.get('ben@example.org')?.html ?? '';
  });
  afterEach(() => site.world.dispose());

  const links = (edition: string) => site.world.parts.links(reader, edition);

  it('show that mail, and the earlier one behind its date', async () => {
    expect(html).toContain('You may have missed');
    expect((await site.get(links(NEXT).view)).text).toBe(html);
    const earlier = links(NEXT).viewOf(FIRST);
    expect(html).toContain(`href="${earlier}"`);
    const page = await site.get(earlier);
    expect([page.status, page.text.includes(MISSED)]).toEqual([200, true]);
  });

  it('count only what the edition carries, and tell why a paper of the earlier one came', async () => {
    const edition = await site.get(links(NEXT).edition);
    expect(edition.text).toContain('1 paper');
    expect(edition.text).not.toContain(MISSED);
    const rows = await site.world.parts.store.editions.papers(NEXT);
    const shown = rows.map(({ content }) => JSON.parse(content).paper as { id: string; title: string });
    const paper = shown.find(one => one.title === MISSED);
    const tune = await site.get(links(NEXT).tune(paper?.id ?? ''));
    expect(tune.status).toBe(200);
    expect(tune.text).toContain('nobody saw');
    expect(tune.text).toContain(`href="/papers/${paper?.id}"`);
  });
});
