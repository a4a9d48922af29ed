import { setImmediate } from 'node:timers/promises';
import { addDays, type CalendarDate } from '../model/date.ts';
import type { Paper } from '../model/paper.ts';
import type { Match } from '../model/topic.ts';
import { today } from '../plan/calendar.ts';
import { rank } from '../plan/rank.ts';
import { type Capture, type CaptureWindow, widestWindow, windowOf } from '../plan/window.ts';
import { cleanText } from '../render/clean-text.ts';
import { askRecent, inOrder } from './ask-recent.ts';
import { learn } from './learn.ts';
import type { Parts } from './parts.ts';

/** A paper of late, as pages name it. */
export interface RecentPaper {
  num: number;
  id: string;
  /** Safe to show; never empty. */
  title: string;
  organisation: string;
  firstSeen: CalendarDate;
}

/** The papers of a stretch of days. */
export interface RecentPapers {
  /** The dates it reaches over, both included. */
  from: CalendarDate;
  to: CalendarDate;
  /** Newest first. */
  papers: readonly RecentPaper[];
  /** What each topic brought, best first; every topic of the catalogue is there. */
  topics: ReadonlyMap<string, readonly RecentPaper[]>;
}

/** What somebody would like to get. */
export interface Wish {
  topics: readonly string[];
  queries: readonly string[];
  excluded: readonly string[];
}

/** The same for a week, which is small enough to be asked. */
export interface RecentWeek extends RecentPapers {
  total: number;
  /** What a query finds, best first, with turns for others in between. Throws a UserError for one that cannot be read. */
  matching: (query: string) => Promise<RecentPaper[]>;
  /** What somebody would have got of it with no limit, best first. A query that cannot be read brings nothing. */
  wouldBring: (wish: Wish) => Promise<RecentPaper[]>;
}

/** What came lately, matched once and kept until more comes. */
export interface Recent {
  /** Papers of the snapshots captured in the 7 days up to today, else of the newest there are. */
  week: () => Promise<RecentWeek>;
  /** The same for 31 days. */
  month: () => Promise<RecentPapers>;
}

export type RecentParts = Pick<Parts, 'store' | 'catalogue' | 'clock' | 'timeZone'>;

/** A stretch of days up to today, and how many papers of it are looked at: the newest. */
interface Stretch {
  days: number;
  most: number;
  window: (captures: readonly Capture[], date: CalendarDate) => CaptureWindow | null;
}

const WEEK: Stretch = {
  days: 7,
  most: 2_000,
  window: (captures, date) => windowOf(captures, date, null),
};
const MONTH: Stretch = { days: 31, most: 5_000, window: widestWindow };

/** Papers matched before others have their turn. */
const SLICE = 20;

export function openRecent(parts: RecentParts): Recent {
  return {
    week: kept(parts, async date => {
      const read = await readRecent(parts, date, WEEK);
      return { ...read.recent, ...(await askRecent(read)) };
    }),
    month: kept(parts, async date => (await readRecent(parts, date, MONTH)).recent),
  };
}

/** What was read, as of which version of the papers, and of which act of an operator. */
interface Kept<T> {
  key: string;
  act: number;
  value: T;
}

/**
 * Reads once, and again when there is a newer snapshot or another day; meanwhile it gives what it has. Only after an act of an operator
 * everybody waits: what was taken back is shown to nobody more. Costs one look a call.
 */
function kept<T>(
  { store, clock, timeZone }: RecentParts,
  read: (date: CalendarDate) => Promise<T>,
): () => Promise<T> {
  let have: Kept<T> | null = null;
  let reading: Promise<Kept<T>> | null = null;
  return async () => {
    const date = today(clock.now(), timeZone);
    const act = await store.actions.newest();
    const key = `${date} ${await store.papers.version()}`;
    if (have?.key === key) return have.value;
    for (;;) {
      reading ??= read(date)
        .then(value => {
          have = { key, act, value };
          return have;
        })
        .finally(() => {
          reading = null;
        });
      if (have && have.act >= act) {
        // Whoever comes next tries again.
        reading.catch(() => {});
        return have.value;
      }
      // One that began before the act does not know of it.
      const { act: known, value } = await reading;
      if (known >= act) return value;
    }
  };
}

/** Papers that were matched, and what it takes to ask more of them. */
export interface ReadRecent {
  recent: RecentPapers;
  /** Numbers rising. */
  papers: readonly Paper[];
  shown: ReadonlyMap<number, RecentPaper>;
}

async function readRecent(parts: RecentParts, date: CalendarDate, stretch: Stretch): Promise<ReadRecent> {
  const { store, catalogue } = parts;
  const captures = (await store.snapshots.list()).map(({ num, capturedAt }) => ({
    snapshot: num,
    capturedAt,
  }));
  const snapshots = stretch.window(captures, date)?.snapshots ?? [];
  const held = [...(await store.snapshots.holdings(snapshots)).values()].flat();
  const nums = [...new Set(held)].sort((a, b) => b - a).slice(0, stretch.most);
  const papers = await store.papers.byNums(nums);
  const { matcher } = await learn(parts);

  const decided = new Map(catalogue.topics.map(({ id }) => [id, [] as (Match & { num: number })[]]));
  for (const [at, paper] of papers.entries()) {
    if (at % SLICE === 0) await setImmediate();
    for (const match of matcher.match(paper)) {
      if (match.decided) decided.get(match.topic)?.push({ ...match, num: paper.num });
    }
  }

  const shown = new Map(papers.map(paper => [paper.num, shownPaper(paper)]));
  const ranked = rank(
    papers,
    catalogue.topics.map(({ id, threshold }) => ({
      kind: 'topic',
      key: id,
      threshold,
      matches: decided.get(id) ?? [],
    })),
  );
  const dates = captures.filter(one => snapshots.includes(one.snapshot)).map(one => one.capturedAt);
  const recent: RecentPapers = {
    ...reach(dates, date, stretch.days),
    papers: [...shown.values()].sort(newestFirst),
    topics: new Map(
      catalogue.topics.map(({ id }) => [id, inOrder(ranked.topics.get(id), ranked.nums, shown)]),
    ),
  };
  return { recent, papers, shown };
}

/** The days up to today, where snapshots were captured in them or none are stored; else the date of the newest. */
function reach(dates: readonly CalendarDate[], date: CalendarDate, days: number) {
  const from = addDays(date, 1 - days);
  const [newest = date] = dates.toSorted().reverse();
  return newest >= from && newest <= date ? { from, to: date } : { from: newest, to: newest };
}

function newestFirst(a: RecentPaper, b: RecentPaper): number {
  return b.firstSeen.localeCompare(a.firstSeen) || b.num - a.num;
}

function shownPaper({ num, id, title, organisation, firstSeen }: Paper): RecentPaper {
  return {
    num,
    id,
    title: cleanText(title) || 'Untitled paper',
    organisation: cleanText(organisation ?? ''),
    firstSeen,
  };
}
