import { setImmediate } from 'node:timers/promises';
import type { Matcher } from '../../match/matcher.ts';
import { addDays, type CalendarDate } from '../../model/date.ts';
import type { Paper } from '../../model/paper.ts';
import { readShown } from '../../pipeline/edition-papers.ts';
import type { Site } from '../site.ts';
import { keepFew } from './keep-few.ts';
import { type ListedPaper, listedPaper } from './listed-paper.ts';

/** Papers of an edition under one heading. */
export interface Section {
  /** Topic id; empty for what no topic took. */
  topic: string;
  papers: ListedPaper[];
}

/** An edition as everybody may see it: nothing of who got what. */
export interface GeneralView {
  sections: Section[];
  total: number;
}

/** Editions kept in memory. */
const KEPT = 40;
/** An edition without another one before it shows the papers of so many days; with one, at most of so many. */
const FIRST_DAYS = 7;
const MOST_DAYS = 31;
/** Papers matched before others have their turn. */
const SLICE = 20;

/** The dates whose papers belong to an edition; `previous` is the edition before it. */
export function daysOf(edition: CalendarDate, previous: CalendarDate | undefined) {
  if (previous === undefined) return { from: addDays(edition, 1 - FIRST_DAYS), to: edition };
  const earliest = addDays(edition, 1 - MOST_DAYS);
  const next = addDays(previous, 1);
  return { from: next > earliest ? next : earliest, to: edition };
}

/**
 * Opens editions in general view: every paper that an edition carried to anybody, as it showed it, and those of the days
 * since the edition before, each under the topic that fits it best.
 */
export function openGeneralView({ parts, learn, links }: Site) {
  const { store, catalogue } = parts;
  const keep = keepFew<GeneralView>(KEPT);
  const thresholds = new Map(catalogue.topics.map(({ id, threshold }) => [id, threshold]));

  async function read(
    edition: CalendarDate,
    seen: readonly number[],
    shown: ReadonlySet<number>,
  ): Promise<GeneralView> {
    const { matcher } = await learn();
    const carried = await carriedPapers(edition, shown);
    const others = await store.papers.byNums(seen.filter(num => !carried.has(num)));
    const papers = new Map([...carried, ...others.map(paper => [paper.num, paper] as const)]);
    const sections = new Map<string, { paper: Paper; relevance: number }[]>();
    for (const { id } of [...catalogue.topics, { id: '' }]) sections.set(id, []);
    for (const [at, num] of [...new Set([...seen, ...carried.keys()])].entries()) {
      if (at % SLICE === 0) await setImmediate();
      const paper = papers.get(num);
      if (!paper) continue;
      const { topic, relevance } = bestTopic(matcher, paper);
      sections.get(topic)?.push({ paper, relevance });
    }
    const filled = [...sections].filter(([, found]) => found.length > 0);
    return {
      sections: filled.map(([topic, found]) => ({
        topic,
        papers: found
          .sort((a, b) => b.relevance - a.relevance)
          .map(({ paper }) => listedPaper(paper, links.paper(paper.id))),
      })),
      total: filled.reduce((sum, [, found]) => sum + found.length, 0),
    };
  }

  /** Those of `shown` that it carried as it showed them, by the number and with the id that the paper has now. */
  async function carriedPapers(
    edition: CalendarDate,
    shown: ReadonlySet<number>,
  ): Promise<Map<number, Paper>> {
    const rows = await store.editions.carriedPapers(edition);
    const aliases = await store.papers.aliases();
    const ids = await store.papers.ids(rows.map(row => row.paper));
    return new Map(
      rows.flatMap(({ paper: num, content }) => {
        const elder = aliases.get(num) ?? num;
        if (!shown.has(elder)) return [];
        const { paper } = readShown(content);
        return [[elder, { ...paper, id: ids.get(num) ?? paper.id }] as const];
      }),
    );
  }

  /** Scores compare between topics when they are divided by the thresholds. */
  function bestTopic(matcher: Matcher, paper: Paper): { topic: string; relevance: number } {
    let best = { topic: '', relevance: 0 };
    for (const { topic, score, decided } of matcher.match(paper)) {
      const relevance = score / (thresholds.get(topic) ?? 1);
      if (decided && relevance > best.relevance) best = { topic, relevance };
    }
    return best;
  }

  return async (edition: CalendarDate, previous: CalendarDate | undefined): Promise<GeneralView> => {
    const { from, to } = daysOf(edition, previous);
    const seen = [...new Set((await store.archive.seen(from, to)).map(({ paper }) => paper))];
    // Without what was taken back since.
    const carried = (await store.archive.carried(edition, edition)).map(({ paper }) => paper);
    const key = `${edition} ${carried.join(' ')} and ${seen.join(' ')}`;
    return keep(key, () => read(edition, seen, new Set(carried)));
  };
}
