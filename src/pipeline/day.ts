import { createMatcher, type Matcher } from '../match/matcher.ts';
import { vocabulary } from '../match/statistics.ts';
import { addDays, type CalendarDate } from '../model/date.ts';
import type { PlanDay } from '../plan/plan.ts';
import { type GroupMatches, type RankedGroups, rank } from '../plan/rank.ts';
import { rankedForEdition } from '../plan/ranked-for.ts';
import { widestWindow } from '../plan/window.ts';
import type { EditionRenderer } from '../render/renderer.ts';
import { type EditionPapers, editionPapers } from './edition-papers.ts';
import type { EditionOrder } from './order.ts';
import type { Parts } from './parts.ts';

/** Days back in which a subscriber's last edition widens their window. */
const LAST_EDITION_DAYS = 31;

/** Everything the subscribers of one edition share, read once. */
export interface EditionDay {
  plan: PlanDay;
  papers: EditionPapers;
  mail: EditionRenderer;
  /** Elder of every alias: a paper carried under its old number was carried. */
  aliases: ReadonlyMap<number, number>;
  /** Lowest number of a candidate; Infinity when there is none. */
  lowestCandidate: number;
  /** First date at which a subscriber's last edition matters. */
  lastEditionFrom: string;
}

/** Reads the papers of the edition's windows, matches them once and measures them as needed. */
export async function openDay(parts: Parts, order: EditionOrder): Promise<EditionDay> {
  const { store } = parts;
  const captures = (await store.snapshots.list()).map(({ num, capturedAt }) => ({
    snapshot: num,
    capturedAt,
  }));
  const widest = widestWindow(captures, order.edition)?.snapshots ?? [];
  const holdings = await store.snapshots.holdings(widest);
  const candidates = [...new Set([...holdings.values()].flat())];
  const matcher = await learnedMatcher(parts);
  const aliases = await store.papers.aliases();
  const papers = editionPapers(
    await store.papers.byNums(candidates),
    await store.editions.papers(order.edition),
    aliases,
    matcher,
  );
  const queries = await store.subscribers.queries();
  const rankSnapshots = (snapshots: readonly number[]) =>
    rankCandidates(new Set(snapshots.flatMap(num => holdings.get(num) ?? [])), papers, matcher, queries);
  const mail = parts.openMail(order.edition, papers);
  return {
    plan: {
      edition: order.edition,
      at: order.at,
      timeZone: parts.timeZone,
      rankedFor: rankedForEdition(captures, order.edition, rankSnapshots),
      sizes: mail.sizes,
    },
    papers,
    mail,
    aliases,
    lowestCandidate: Math.min(...candidates),
    lastEditionFrom: addDays(order.edition, -LAST_EDITION_DAYS),
  };
}

/** The renderer of what an edition froze: for deliveries, whichever process froze them. */
export async function openFrozen(parts: Parts, edition: CalendarDate): Promise<EditionRenderer> {
  const frozen = await parts.store.editions.papers(edition);
  const aliases = await parts.store.papers.aliases();
  return parts.openMail(edition, editionPapers([], frozen, aliases, await learnedMatcher(parts)));
}

/** The matcher with the statistics of the papers stored. */
export async function learnedMatcher({
  store,
  catalogue,
}: Pick<Parts, 'store' | 'catalogue'>): Promise<Matcher> {
  const papers = await store.words.papers();
  const frequencies = await store.words.frequencies(vocabulary(catalogue));
  return createMatcher(catalogue, { papers, frequency: word => frequencies.get(word) ?? 0 });
}

function rankCandidates(
  nums: ReadonlySet<number>,
  papers: EditionPapers,
  matcher: Matcher,
  queries: readonly string[],
): RankedGroups {
  const groups = new Map<
    string,
    GroupMatches & { matches: { num: number; score: number; decided: boolean }[] }
  >();
  for (const topic of matcher.catalogue.topics) {
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
    return { kind: 'query', key: query, threshold: matcher.queryThreshold, matches };
  });
  return rank([...nums].map(papers.paper), [...groups.values(), ...own]);
}
