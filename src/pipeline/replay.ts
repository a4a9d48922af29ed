import { setImmediate } from 'node:timers/promises';
import { addDays, type CalendarDate } from '../model/date.ts';
import { NOT_CARRIED } from '../model/delivery.ts';
import { type GroupKind, papersOf, type Selection, type SkipReason } from '../model/edition.ts';
import { unpackSelection } from '../model/packed-selection.ts';
import type { Paper } from '../model/paper.ts';
import type { Reachable } from '../model/subscriber.ts';
import { daysThatTell } from '../plan/absence.ts';
import { type PlanDay, type PlanLedger, planSubscriber } from '../plan/plan.ts';
import { rankedForEdition } from '../plan/ranked-for.ts';
import { widestWindow } from '../plan/window.ts';
import { carriedBy } from './carried-by.ts';
import { absenceIn, rankCandidates } from './day.ts';
import { type EditionPapers, editionPapers, readShown } from './edition-papers.ts';
import { learn } from './learn.ts';
import type { Parts } from './parts.ts';
import { MADE_UP } from './preview.ts';
import { tastesOf } from './taste.ts';
import { fileWishes } from './wishes.ts';

/** What one edition brings, or why it brings nothing. */
export type Brought = { kind: 'delivery'; papers: ReplayedPaper[] } | { kind: 'skip'; reason: SkipReason };

export interface ReplayedPaper {
  id: string;
  title: string;
  url: string | null;
  /** The heading that brought it. */
  kind: GroupKind;
  key: string;
}

/** One day of a replay. */
export interface ReplayedDay {
  edition: CalendarDate;
  /** What the ledger has on record; null where it has nothing. */
  really: Brought | null;
  /** What it would have brought with the preferences they have. */
  before: Brought;
  /** The same with the changed ones. */
  after: Brought;
}

export interface Replay {
  /** Oldest first. */
  days: ReplayedDay[];
  /** Papers that the changed preferences bring in any of these editions and theirs do not, and the other way round. */
  gained: ReplayedPaper[];
  lost: ReplayedPaper[];
}

export interface ReplayOrder {
  /** The last day looked at. */
  to: CalendarDate;
  /** How many days, up to that one. */
  days: number;
  /** Stops it half-way. */
  signal?: AbortSignal;
  /** Is told how many days are done. */
  progress?: (done: number) => void;
}

/** Of what a history tells, as much as planning asks. */
interface History {
  lastEdition: CalendarDate | null;
  carried: Set<number>;
}

/** Everything the days of a replay share. */
interface Ground {
  papers: EditionPapers;
  /** What each of the two sets of preferences makes of what they said. */
  heard: (
    who: Reachable,
    day: PlanDay,
    lastEdition: CalendarDate | null,
  ) => Promise<Pick<PlanLedger, 'leaning' | 'taste'>>;
  dayOf: (edition: CalendarDate) => PlanDay;
}

/**
 * What the last days would have brought with the preferences somebody has, and with others: both carried forward from day to day,
 * from what the ledger had carried before the first one, with the papers stored by now, each from the day of its capture on. They are taken to be active all the
 * while. Whoever is made up begins without a history. Changes nothing. Costs one match of each paper, and a
 * ranking a day.
 */
export async function replay(
  parts: Parts,
  subscriber: Reachable,
  changed: Reachable,
  { to, days, signal, progress }: ReplayOrder,
): Promise<Replay> {
  const { store } = parts;
  const dates = Array.from({ length: days }, (_, at) => addDays(to, at + 1 - days));
  const history =
    subscriber.num === MADE_UP ? [] : await store.deliveries.list({ subscriber: subscriber.num });
  const skips = await store.skips.ofSubscriber(subscriber.num, dates);
  const aliases = await store.papers.aliases();
  const ground = await openGround(parts, [subscriber, changed], dates, aliases);

  const first = dates[0] ?? to;
  const earlier = history.filter(row => row.edition < first && !NOT_CARRIED.includes(row.state));
  const begin = (): History => ({
    lastEdition:
      earlier
        .map(({ edition }) => edition)
        .sort()
        .at(-1) ?? null,
    carried: carriedBy(earlier, aliases),
  });
  const [before, after] = [begin(), begin()];
  const replayed: ReplayedDay[] = [];
  const brought = { before: new Map<string, ReplayedPaper>(), after: new Map<string, ReplayedPaper>() };
  for (const edition of dates) {
    signal?.throwIfAborted();
    // Pages that are asked for meanwhile have their turn.
    await setImmediate();
    const planned = ground.dayOf(edition);
    const really = history.find(row => row.edition === edition);
    const day: ReplayedDay = {
      edition,
      really: really ? await reallyBrought(parts, really) : skipOf(skips.get(edition)),
      before: await live(ground, subscriber, before, planned),
      after: await live(ground, changed, after, planned),
    };
    keep(brought.before, day.before);
    keep(brought.after, day.after);
    replayed.push(day);
    progress?.(replayed.length);
  }
  return {
    days: replayed,
    gained: [...brought.after.values()].filter(({ id }) => !brought.before.has(id)),
    lost: [...brought.before.values()].filter(({ id }) => !brought.after.has(id)),
  };
}

async function openGround(
  parts: Parts,
  subscribers: readonly Reachable[],
  dates: readonly CalendarDate[],
  aliases: ReadonlyMap<number, number>,
): Promise<Ground> {
  const { store, catalogue, timeZone } = parts;
  const queries = subscribers.flatMap(one => one.queries);
  const exclusions = subscribers.flatMap(one => one.excluded);
  const captures = (await store.snapshots.list()).map(({ num, capturedAt }) => ({
    snapshot: num,
    capturedAt,
  }));
  // A run that finds nothing else takes what was captured later; on that day nobody could.
  const until = (date: CalendarDate) => captures.filter(({ capturedAt }) => capturedAt <= date);
  const snapshots = new Set(dates.flatMap(date => widestWindow(until(date), date)?.snapshots ?? []));
  const holdings = await store.snapshots.holdings([...snapshots]);
  const candidates = [...new Set([...holdings.values()].flat())];
  const readings = await store.readings.ofDays([...new Set(dates.flatMap(daysThatTell))]);
  const learned = await learn(parts, queries);
  const papers = editionPapers(await store.papers.byNums(candidates), [], aliases, learned);
  const wishes = fileWishes({ queries, exclusions }, papers, learned);
  const rankSnapshots = (nums: readonly number[]) =>
    rankCandidates(new Set(nums.flatMap(num => holdings.get(num) ?? [])), papers, catalogue, wishes);
  // What a paper measures does not depend on the date.
  const { sizes } = parts.openMail(dates.at(-1) ?? '', papers);
  return {
    papers,
    heard: async (who, day, lastEdition) => {
      const taste = { papers, aliases, usual: () => day.rankedFor(null) };
      const { leanings, tastes } = await tastesOf(store, taste, [who], () => day.rankedFor(lastEdition));
      return { leaning: leanings.get(who.num) ?? null, taste: tastes.get(who.num) ?? null };
    },
    dayOf: edition => ({
      edition,
      at: null,
      timeZone,
      rankedFor: rankedForEdition(until(edition), edition, rankSnapshots),
      absence: absenceIn(papers, candidates, edition, readings),
      sizes,
    }),
  };
}

/** One day of somebody's life; what it carries is added to their history. */
async function live(
  { papers, heard }: Ground,
  subscriber: Reachable,
  history: History,
  day: PlanDay,
): Promise<Brought> {
  const active: Reachable = { ...subscriber, status: 'active', pausedUntil: null, welcomeAt: null };
  const planned = planSubscriber(active, day, {
    lastEdition: history.lastEdition,
    carried: num => history.carried.has(num),
    missed: null,
    suppressed: false,
    ...(await heard(subscriber, day, history.lastEdition)),
  });
  if (planned.kind === 'skip') return planned;
  const { selection } = planned;
  for (const num of papersOf(selection)) history.carried.add(num);
  history.lastEdition = day.edition;
  return { kind: 'delivery', papers: told(selection, papers.paper) };
}

/** As that edition showed it: a paper may have become another one since. */
async function reallyBrought(
  { store }: Parts,
  { edition, papers }: { edition: CalendarDate; papers: Uint8Array },
): Promise<Brought> {
  const selection = unpackSelection(papers);
  const shown = await store.editions.shown(edition, papersOf(selection));
  const byNum = new Map(shown.map(({ paper, content }) => [paper, readShown(content).paper]));
  return { kind: 'delivery', papers: told(selection, num => byNum.get(num)) };
}

function skipOf(skip: { reason: SkipReason } | undefined): Brought | null {
  return skip ? { kind: 'skip', reason: skip.reason } : null;
}

/** Papers in the order of the mail; one that nothing is known of any more is left out. */
function told({ groups }: Selection, paper: (num: number) => Paper | undefined): ReplayedPaper[] {
  return groups.flatMap(({ kind, key, papers }) =>
    papers.flatMap(({ num }) => {
      const found = paper(num);
      return found ? [{ id: found.id, title: found.title, url: found.url, kind, key }] : [];
    }),
  );
}

function keep(papers: Map<string, ReplayedPaper>, brought: Brought): void {
  if (brought.kind === 'skip') return;
  for (const paper of brought.papers) papers.set(paper.id, paper);
}

/** The signature of `replay`, for whoever is given it. */
export type ReplayFor = typeof replay;
