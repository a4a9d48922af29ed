import type { Catalogue } from '../match/catalogue.ts';
import { DEFAULT_THRESHOLD } from '../match/score.ts';
import { addDays, type CalendarDate } from '../model/date.ts';
import type { PlanDay } from '../plan/plan.ts';
import { type GroupMatches, type RankedGroups, rank } from '../plan/rank.ts';
import { rankedForEdition } from '../plan/ranked-for.ts';
import { widestWindow } from '../plan/window.ts';
import type { EditionRenderer } from '../render/renderer.ts';
import { type EditionPapers, editionPapers } from './edition-papers.ts';
import { learn } from './learn.ts';
import type { Learn } from './learner.ts';
import type { EditionOrder } from './order.ts';
import type { Parts } from './parts.ts';

/** Days back whose ledger is read for everybody: most subscribers' last edition lies there. */
const LAST_EDITION_DAYS = 31;

/** Everything the subscribers of one edition share, read once. */
export interface EditionDay {
  plan: PlanDay;
  /** Whoever had their turn is not looked at again. */
  oneTurn: boolean;
  papers: EditionPapers;
  mail: EditionRenderer;
  /** Elder of every alias: a paper carried under its old number was carried. */
  aliases: ReadonlyMap<number, number>;
  /** The candidates and their aliases: an edition that carried none of them does not matter. */
  carriers: number[];
  /** Number of the newest snapshot when the day was read: it is out of date when there is a newer one. */
  newestSnapshot: number;
  /** Number of the operator's line for whoever is frozen now; null for none. */
  note: number | null;
  /** From this date on the ledger is read for everybody, for their last edition. */
  lastEditionFrom: string;
}

/** The queries and excluded words that a day is ranked for. */
export interface Wishes {
  queries: readonly string[];
  exclusions: readonly string[];
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
  const newestSnapshot = await store.snapshots.newest();
  const captures = (await store.snapshots.list()).map(({ num, capturedAt }) => ({
    snapshot: num,
    capturedAt,
  }));
  const widest = widestWindow(captures, order.edition)?.snapshots ?? [];
  const holdings = await store.snapshots.holdings(widest);
  const candidates = [...new Set([...holdings.values()].flat())];
  const { queries, exclusions } = some ?? {
    queries: await store.subscribers.queries(),
    exclusions: await store.subscribers.exclusions(),
  };
  const learned = await (some?.learn(queries) ?? learn(parts, queries));
  const aliases = await store.papers.aliases();
  const papers = editionPapers(
    await store.papers.byNums(candidates),
    await store.editions.papers(order.edition),
    aliases,
    learned,
  );
  const rankSnapshots = (snapshots: readonly number[]) =>
    rankCandidates(new Set(snapshots.flatMap(num => holdings.get(num) ?? [])), papers, parts.catalogue, {
      queries,
      exclusions,
    });
  return withMail(parts, {
    plan: {
      edition: order.edition,
      at: order.at,
      timeZone: parts.timeZone,
      rankedFor: rankedForEdition(captures, order.edition, rankSnapshots),
    },
    oneTurn: order.oneTurn ?? false,
    papers,
    aliases,
    newestSnapshot,
    note: (await store.notes.current(order.edition))?.num ?? null,
    carriers: [...candidates, ...aliasesOf(candidates, aliases)],
    lastEditionFrom: addDays(order.edition, -LAST_EDITION_DAYS),
  });
}

/** A day in the mails of these parts: what is read and ranked does not depend on templates. */
export function withMail(
  parts: Pick<Parts, 'openMail'>,
  day: Omit<EditionDay, 'mail' | 'plan'> & { plan: Omit<PlanDay, 'sizes'> },
): EditionDay {
  const mail = parts.openMail(day.plan.edition, day.papers);
  return { ...day, mail, plan: { ...day.plan, sizes: mail.sizes } };
}

/** The renderer of what an edition froze: for deliveries, whichever process froze them. */
export async function openFrozen(parts: Parts, edition: CalendarDate): Promise<EditionRenderer> {
  const frozen = await parts.store.editions.papers(edition);
  const aliases = await parts.store.papers.aliases();
  const queries = await parts.store.subscribers.queries();
  return parts.openMail(edition, editionPapers([], frozen, aliases, await learn(parts, queries)));
}

function aliasesOf(papers: readonly number[], aliases: ReadonlyMap<number, number>): number[] {
  const elders = new Set(papers);
  return [...aliases].filter(([, elder]) => elders.has(elder)).map(([num]) => num);
}

/** Ranks papers under every topic of the catalogue, and under these queries. */
export function rankCandidates(
  nums: ReadonlySet<number>,
  papers: EditionPapers,
  catalogue: Catalogue,
  { queries, exclusions }: Wishes,
): RankedGroups {
  const groups = new Map<
    string,
    GroupMatches & { matches: { num: number; score: number; decided: boolean }[] }
  >();
  for (const topic of catalogue.topics) {
    groups.set(topic.id, { kind: 'topic', key: topic.id, threshold: topic.threshold, matches: [] });
  }
  for (const num of nums) {
    for (const { topic, score, decided } of papers.matches(num)) {
      if (decided) groups.get(topic)?.matches.push({ num, score, decided });
    }
  }
  const own = queries.map((query): GroupMatches => {
    const matches = [...nums].flatMap(num => {
      const found = papers.query(num, query);
      return found ? [{ num, score: found.score, decided: true }] : [];
    });
    return { kind: 'query', key: query, threshold: DEFAULT_THRESHOLD, matches };
  });
  const excluded = exclusions.map(words => ({
    words,
    nums: [...nums].filter(num => papers.holds(num, words)),
  }));
  return rank([...nums].map(papers.paper), [...groups.values(), ...own], excluded, papers.kinship());
}
