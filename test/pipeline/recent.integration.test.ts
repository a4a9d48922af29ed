import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { indexPapers } from '../../src/pipeline/index-papers.ts';
import { learn } from '../../src/pipeline/learn.ts';
import { openRecent, type RecentWeek } from '../../src/pipeline/recent.ts';
import { capture } from '../support/captures.ts';
import { digest, title } from '../support/digest.ts';
import { openWorld, type World } from '../support/world.ts';

const NOBODY = { topics: [], queries: [], excluded: [] };

describe('what came lately', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld(Date.parse('2026-06-05T08:00:00Z'));
  });
  afterEach(() => world.dispose());

  const titles = (papers: readonly { title: string }[]) => papers.map(paper => paper.title);

  it('is the last seven days, by topic, and can be asked', async () => {
    await world.ingest(digest('Moss of the Hills', title(7)), '2026-05-29');
    await world.ingest(digest('Whales of the Sea', title(1), title(2)), '2026-05-30');
    const week = await openRecent(world.parts).week();
    expect([week.from, week.to, week.total]).toEqual(['2026-05-30', '2026-06-05', 3]);
    expect(titles(week.papers).sort()).toEqual([title(1), title(2), 'Whales of the Sea'].sort());
    expect(titles(await week.matching('title:whales'))).toEqual(['Whales of the Sea']);
    expect(titles(await week.matching('"number 1" OR whales -moss')).sort()).toEqual([
      title(1),
      'Whales of the Sea',
    ]);
    expect(await week.matching('krill')).toEqual([]);
    await expect(week.matching('"open')).rejects.toThrow('the quote is not closed');
  });

  it('lets others have their turn while it is asked', async () => {
    await world.ingest(digest(...Array.from({ length: 100 }, (_, at) => title(at))), '2026-06-01');
    const week = await openRecent(world.parts).week();
    expect(await turnsDuring(week.matching('"number"'))).toBeGreaterThanOrEqual(4);
    const wish = { ...NOBODY, queries: ['study', '"on reasoning"'], excluded: ['number', 'of the'] };
    expect(await turnsDuring(week.wouldBring(wish))).toBeGreaterThanOrEqual(12);
  });

  it('has under each topic what is decided to be of it', async () => {
    await world.ingest(capture('capture-2026-06-02.txt'), '2026-06-02');
    const { matcher } = await learn(world.parts);
    const { topics, papers } = await openRecent(world.parts).week();
    const stored = await world.parts.store.papers.byNums(papers.map(({ num }) => num));
    const decided = stored.flatMap(paper =>
      matcher.match(paper).flatMap(match => (match.decided ? [`${match.topic} ${paper.num}`] : [])),
    );
    expect([...topics].flatMap(([topic, list]) => list.map(({ num }) => `${topic} ${num}`)).sort()).toEqual(
      decided.sort(),
    );
    expect([...topics.keys()]).toEqual(world.parts.catalogue.topics.map(({ id }) => id));
  });

  it('tells what a wish would have brought, each paper once, without what is excluded', async () => {
    await world.ingest(digest('Whales of the Sea', title(1), title(2)), '2026-06-01');
    const week = await openRecent(world.parts).week();
    const all = await week.wouldBring({ ...NOBODY, queries: ['study', '"number 1"', 'whales', '"broken'] });
    expect(titles(all).sort()).toEqual([title(1), title(2), 'Whales of the Sea'].sort());
    const less = await week.wouldBring({
      ...NOBODY,
      queries: ['"number 1"', 'whales'],
      excluded: ['of the sea'],
    });
    expect(titles(less)).toEqual([title(1)]);
    await world.ingest(capture('capture-2026-06-02.txt'), '2026-06-02');
    const more = await openRecent(world.parts).week();
    expect(await more.wouldBring({ ...NOBODY, topics: ['agents'] })).toEqual(more.topics.get('agents'));
    expect(await week.wouldBring({ ...NOBODY, topics: ['no-such-topic'] })).toEqual([]);
    expect(await week.wouldBring(NOBODY)).toEqual([]);
  });

  it('is the newest captures when there are none of late, and nothing when there are none at all', async () => {
    const recent = openRecent(world.parts);
    expect(await recent.week()).toMatchObject({ from: '2026-05-30', to: '2026-06-05', total: 0 });
    await world.ingest(digest(title(1)), '2026-01-05');
    await world.ingest(digest(title(2)), '2026-01-06');
    expect(await freshWeek(recent.week, 1)).toMatchObject({ from: '2026-01-06', to: '2026-01-06', total: 1 });
  });

  it('gives what it has while it reads again, and reads nothing when nothing came', async () => {
    await world.ingest(digest(title(1)), '2026-06-01');
    const recent = openRecent(world.parts);
    const [first, same] = await Promise.all([recent.week(), recent.week()]);
    expect(same).toBe(first);
    expect(await recent.week()).toBe(first);
    await world.ingest(digest(title(2)), '2026-06-02');
    expect(await recent.week()).toBe(first);
    expect((await freshWeek(recent.week, 2)).total).toBe(2);
    world.at('2026-06-09T08:00:00Z');
    expect((await freshWeek(recent.week, 1)).total).toBe(1);
  });

  it('reaches over 31 days as well', async () => {
    for (const date of ['2026-05-05', '2026-05-06', '2026-06-05']) {
      await world.ingest(digest(`Paper of ${date}`), date);
    }
    const month = await openRecent(world.parts).month();
    expect([month.from, month.to]).toEqual(['2026-05-06', '2026-06-05']);
    expect(titles(month.papers)).toEqual(['Paper of 2026-06-05', 'Paper of 2026-05-06']);
  });

  it('the index takes in every paper, once, a page at a time', async () => {
    await world.ingest(capture('capture-2026-06-02.txt'), '2026-06-02');
    const { search, words } = world.parts.store;
    const papers = await words.papers();
    expect(papers).toBeGreaterThan(40);
    expect(await indexPapers(world.parts, 30)).toBe(30);
    expect(await indexPapers(world.parts)).toBe(papers - 30);
    expect(await indexPapers(world.parts)).toBe(0);
    expect((await search.holding(['model', 'we'])).size).toBe(2);
    await world.ingest(digest('Whales of the Sea'), '2026-06-02');
    expect(await indexPapers(world.parts)).toBe(1);
  });

  /** How often others have their turn before it is done. */
  async function turnsDuring(work: Promise<unknown>): Promise<number> {
    let [turns, isDone] = [0, false];
    void work.then(() => {
      isDone = true;
    });
    while (!isDone) {
      await new Promise(resolve => setImmediate(resolve));
      if (!isDone) turns++;
    }
    return turns;
  }

  /** Asks until it holds so many papers. */
  async function freshWeek(week: () => Promise<RecentWeek>, total: number): Promise<RecentWeek> {
    for (let asked = 0; asked < 1_000; asked++) {
      const found = await week();
      if (found.total === total) return found;
      await new Promise(resolve => setImmediate(resolve));
    }
    throw new Error(`it never held ${total} papers`);
  }
});
