import type { Catalogue } from '../match/catalogue.ts';
import { DEFAULT_THRESHOLD } from '../match/score.ts';
import { addDays, type CalendarDate } from '../model/date.ts';
import { type Absence, absenceOn, daysThatTell, type ReadOn } from '../plan/absence.ts';
import type { PlanDay } from '../plan/plan.ts';
import { type GroupMatches, type RankedGroups, rank } from '../plan/rank.ts';
import { rankedForEdition } from '../plan/ranked-for.ts';
import { widestWindow } from '../plan/window.ts';
import type { EditionRenderer } from '../render/renderer.ts';
import { type LeftOut, sortOut } from './check-edition.ts';
import { type EditionPapers, editionPapers } from './edition-papers.ts';
import { type Learned, learn } from './learn.ts';
import type { Learn } from './learner.ts';
import type { EditionOrder } from './order.ts';
import type { Parts } from './parts.ts';
import { type RecentNews, recentNews } from './updates.ts';
import { type FiledWishes, fileWishes, type Wishes } from './wishes.ts';

/** Days back whose ledger is read for everybody: most subscribers' last edition lies there. */
const LAST_EDITION_DAYS = 31;

/** Everything the subscribers of one edition share, read once. */
export interface EditionDay {
  plan: PlanDay;
  /** Whoever had their turn is not looked at again. */
  oneTurn: boolean;
  papers: EditionPapers;
  /** Papers of its windows that cannot be shown, and why. */
  leftOut: LeftOut[];
  mail: EditionRenderer;
  /** Elder of every alias: a paper carried under its old number was carried. */
  aliases: ReadonlyMap<number, number>;
  /** The candidates and their aliases: an edition that carried none of them does not matter. */
  carriers: number[];
  /** Version of the papers when the day was read: it is out of date when there is another. */
  version: number;
  /** Number of the newest snapshot then: up to it, news of papers is known. */
  newestSnapshot: number;
  /** Number of the operator's line for whoever is frozen now; null for none. */
  note: number | null;
  /** From this date on the ledger is read for everybody, for their last edition. */
  lastEditionFrom: string;
  /** What was told of papers that are known, lately. */
  recentNews: RecentNews;
  /** The words that a paper holds of all that somebody excludes. */
  excluding: FiledWishes['excluding'];
}

/** A day for some people only. */
export interface DayFor extends Wishes {
  /** Has learned already, where many days are opened in a row: to learn anew takes longer than all the rest. */
  learn: Learn;
}

/** Reads the papers of the edition's windows, matches them once and measures them as needed: for everybody, or for some. */
export async function openDay(
  parts: Parts,
  order: EditionOrder,
  some: DayFor | null = null,
): Promise<EditionDay> {
  const { store } = parts;
  // First: a snapshot that comes in while the rest is read makes the day out of date, not wrong.
  const version = await store.papers.version();
  const newestSnapshot = await store.snapshots.newest();
  const captures = (await store.snapshots.list()).map(({ num, capturedAt }) => ({
    snapshot: num,
    capturedAt,
  }));
  const widest = widestWindow(captures, order.edition)?.snapshots ?? [];
  const holdings = await store.snapshots.holdings(widest);
  // What cannot be shown is no candidate for anybody.
  const { sound, leftOut } = sortOut(await store.papers.byNums([...new Set([...holdings.values()].flat())]));
  const candidates = sound.map(({ num }) => num);
  const isSound = new Set(candidates);
  const { queries, exclusions } = some ?? {
    queries: await store.subscribers.queries(),
    exclusions: await store.subscribers.exclusions(),
  };
  const learned = await (some?.learn(queries) ?? learnFor(parts, queries));
  const aliases = await store.papers.aliases();
  const readings = await store.readings.ofDays(daysThatTell(order.edition));
  const papers = editionPapers(sound, await store.editions.papers(order.edition), aliases, learned);
  const wishes = fileWishes({ queries, exclusions }, papers, learned);
  const rankSnapshots = (snapshots: readonly number[]) => {
    const nums = new Set(snapshots.flatMap(num => holdings.get(num) ?? []).filter(num => isSound.has(num)));
    return rankCandidates(nums, papers, parts.catalogue, wishes);
  };
  return withMail(parts, {
    plan: {
      edition: order.edition,
      at: order.at,
      timeZone: parts.timeZone,
      rankedFor: rankedForEdition(captures, order.edition, rankSnapshots),
      absence: absenceIn(papers, candidates, order.edition, readings),
    },
    oneTurn: order.oneTurn ?? false,
    papers,
    leftOut,
    aliases,
    version,
    newestSnapshot,
    note: (await store.notes.current(order.edition))?.num ?? null,
    carriers: [...candidates, ...aliasesOf(candidates, aliases)],
    lastEditionFrom: addDays(order.edition, -LAST_EDITION_DAYS),
    recentNews: recentNews(order.edition, newestSnapshot),
    excluding: wishes.excluding,
  });
}

/** Why nothing new came for an edition; null also when a paper was first seen that day, however it came. */
export function absenceIn(
  papers: EditionPapers,
  candidates: readonly number[],
  edition: CalendarDate,
  readings: readonly ReadOn[],
): Absence | null {
  const isFresh = candidates.some(num => papers.paper(num).firstSeen === edition);
  return isFresh ? null : absenceOn(edition, readings);
}

/** A day in the mails of these parts: what is read and ranked does not depend on templates. */
export function withMail(
  parts: Pick<Parts, 'openMail'>,
  day: Omit<EditionDay, 'mail' | 'plan'> & { plan: Omit<PlanDay, 'sizes'> },
): EditionDay {
  const mail = parts.openMail(day.plan.edition, day.papers);
  return { ...day, mail, plan: { ...day.plan, sizes: mail.sizes } };
}

/** The renderer of what an edition froze so far: for deliveries, whichever process froze them. */
export async function openFrozen(
  parts: Parts,
  edition: CalendarDate,
): Promise<{ mail: EditionRenderer; papers: EditionPapers }> {
  const frozen = await parts.store.editions.papers(edition);
  const aliases = await parts.store.papers.aliases();
  const queries = await parts.store.subscribers.queries();
  const papers = editionPapers([], frozen, aliases, await learnFor(parts, queries));
  return { mail: parts.openMail(edition, papers), papers };
}

function aliasesOf(papers: readonly number[], aliases: ReadonlyMap<number, number>): number[] {
  const elders = new Set(papers);
  return [...aliases].filter(([, elder]) => elders.has(elder)).map(([num]) => num);
}

function learnFor(parts: Parts, queries: readonly string[]): Promise<Learned> {
  return parts.learnThrough?.(parts.store, queries) ?? learn(parts, queries);
}

/** Ranks papers under every topic of the catalogue, and under these queries. */
export function rankCandidates(
  nums: ReadonlySet<number>,
  papers: EditionPapers,
  catalogue: Catalogue,
  { queries, exclusions, hits }: FiledWishes,
): RankedGroups {
  const topics = new Map(catalogue.topics.map(({ id }) => [id, [] as Matched[]]));
  // By place of a wish; most of very many have no match. As long as they will be: lists that are filled from anywhere are slow.
  const byQuery = new Array<Matched[] | undefined>(queries.length);
  const byExclusion = new Array<number[] | undefined>(exclusions.length);
  for (const num of nums) {
    for (const { topic, score, decided } of papers.matches(num)) {
      if (decided) topics.get(topic)?.push({ num, score, decided });
    }
    const found = hits(num);
    for (const [at, place] of found.queries.entries()) {
      const score = found.scores[at] ?? 0;
      if (place < queries.length) listAt(byQuery, place).push({ num, score, decided: true });
      else listAt(byExclusion, place - queries.length).push(num);
    }
  }
  const followed = catalogue.topics.map(({ id, threshold }): GroupMatches => {
    return { kind: 'topic', key: id, threshold, matches: topics.get(id) ?? [] };
  });
  const own = queries.flatMap((key, place): GroupMatches[] => {
    const matches = byQuery[place];
    return matches ? [{ kind: 'query', key, threshold: DEFAULT_THRESHOLD, matches }] : [];
  });
  const excluded = exclusions.flatMap((words, place) => {
    const held = byExclusion[place];
    return held ? [{ words, nums: held }] : [];
  });
  return rank([...nums].map(papers.paper), [...followed, ...own], excluded);
}

type Matched = GroupMatches['matches'][number];

function listAt<Thing>(lists: (Thing[] | undefined)[], place: number): Thing[] {
  const list = lists[place] ?? [];
  lists[place] = list;
  return list;
}
