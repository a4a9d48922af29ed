import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { capture, FIVE_CAPTURES } from '../support/captures.ts';
import { openWorld, type World } from '../support/world.ts';

const DAYS = ['2026-05-25', '2026-05-26', '2026-05-27', '2026-05-28', '2026-05-29'];

/** The same page, as other programs save it. */
const DISGUISES: Record<string, (text: string) => string> = {
  'CRLF line ends and a byte order mark': text => `\uFEFF${text.replaceAll('\n', '\r\n')}`,
  'no-break spaces': text => text.replaceAll(' ', '\u00A0'),
  'other dashes and quotes': text =>
    text.replaceAll('-', '\u2011').replaceAll("'", '\u2019').replaceAll('"', '\u201D'),
  'TeX spelled out': text => text.replaceAll('α', '\\alpha'),
};

describe('five captures over five editions', () => {
  let world: World;
  let topics: string[];
  beforeEach(async () => {
    world = await openWorld();
    topics = (await world.app.catalogue()).topics.map(topic => topic.id);
    for (const topic of topics) await world.subscribe(`${topic}@example.org`, { topics: [topic] });
    await world.subscribe('everything@example.org', { topics, max: 1000 });
  });
  afterEach(() => world.dispose());

  it('stores the same 482 papers whatever the order, and nothing new the second time', async () => {
    for (const [at, name] of FIVE_CAPTURES.entries()) await world.ingest(capture(name), DAYS[at] ?? '');
    const forward = await idsOf(world);
    for (const name of FIVE_CAPTURES) {
      expect(await world.ingest(capture(name), '2026-06-01')).toMatchObject({ status: 'unchanged', new: 0 });
    }
    const backward = await openWorld();
    for (const name of FIVE_CAPTURES.toReversed()) await backward.ingest(capture(name), '2026-06-01');
    expect(forward).toHaveLength(482);
    expect(await idsOf(backward)).toEqual(forward);
    await backward.dispose();
  });

  it('carries no paper twice to anybody, not even when a capture comes back in disguise', async () => {
    for (const [at, name] of FIVE_CAPTURES.entries()) {
      await world.ingest(capture(name), DAYS[at] ?? '');
      const report = await world.send(DAYS[at] ?? '');
      const counted = [...Object.values(report.states), ...Object.values(report.skipped)];
      expect(counted.reduce((sum, one) => sum + one, 0)).toBe(report.audience);
      expect(report).toMatchObject({ state: 'complete', audience: topics.length + 1 });
    }
    const before = await idsOf(world);
    for (const disguise of Object.values(DISGUISES)) {
      for (const name of FIVE_CAPTURES) {
        const text = disguise(new TextDecoder().decode(capture(name)));
        const report = await world.ingest(new TextEncoder().encode(text), '2026-05-30');
        expect(report).toMatchObject({ new: 0, rejected: [], entries: expect.any(Number) });
        expect(report.known).toBe(report.entries);
      }
    }
    expect(await idsOf(world)).toEqual(before);
    // The maximum left papers over: they compete again, and what was carried does not.
    for (const edition of ['2026-05-30', '2026-06-01', '2026-06-02']) await world.send(edition);
    const carried = await world.carried();
    expect(carried.length).toBeGreaterThan(500);
    expect(new Set(carried).size).toBe(carried.length);
  });

  it('gives the second run of an edition to nobody', async () => {
    await world.ingest(capture(FIVE_CAPTURES[0]), DAYS[0] ?? '');
    const first = await world.send(DAYS[0] ?? '');
    const carried = await world.carried();
    const second = await world.send(DAYS[0] ?? '');
    expect(second).toEqual(first);
    expect(await world.carried()).toEqual(carried);
  });
});

async function idsOf(world: World): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of world.parts.store.papers.pages(null, 500)) ids.push(...page.map(({ id }) => id));
  return ids.sort();
}
