import { matchQuery } from '../../match/match-query.ts';
import type { Query } from '../../match/query.ts';
import { NO_STATISTICS } from '../../match/statistics.ts';
import { type TokenizedPaper, tokenizePaper } from '../../match/tokenize.ts';
import { candidates, wordsAsked, wordTest } from '../../match/word-index.ts';
import type { Paper } from '../../model/paper.ts';
import type { Store } from '../../store/store.ts';

/** Papers of one page, and the most that are compared for it word by word. */
const PAGE = 20;
const MOST_COMPARED = 80;

/** One page of what a query finds. */
export interface SearchResult {
  /** Newest first. */
  papers: { paper: Paper; words: TokenizedPaper }[];
  /** How many there are in all; null when only looking into more of them would tell. */
  total: number | null;
  /** Number of the paper that the next page begins below; null when this is the last. */
  next: number | null;
  /** Papers that hold the words and were not looked into. */
  left: number;
}

/**
 * Finds papers below number `before` (all when null) that match a query, the newest first. The index says which hold its
 * words; of these the newest are compared, so that the broadest query costs no more than a narrow one.
 */
export async function searchArchive(
  store: Store,
  query: Query,
  before: number | null,
): Promise<SearchResult> {
  // The index may name papers that lost a word since: what stands in them is for the comparison to leave out.
  const test = { ...wordTest(query), excluded: [] };
  const bits = await store.search.holding(wordsAsked(test));
  const all = candidates(test, word => bits.get(word));
  const below = all.filter(num => before === null || num < before).reverse();
  const papers: SearchResult['papers'] = [];
  let at = 0;
  while (at < below.length && at < MOST_COMPARED && papers.length < PAGE) {
    const page = below.slice(at, at + PAGE);
    const found = new Map((await store.papers.byNums(page)).map(paper => [paper.num, paper]));
    for (const num of await store.takenBack.among(page)) found.delete(num);
    for (const num of page) {
      if (papers.length === PAGE) break;
      at++;
      const paper = found.get(num);
      if (!paper) continue;
      const words = tokenizePaper(paper);
      if (matchQuery(query, words, NO_STATISTICS)) papers.push({ paper, words });
    }
  }
  const left = below.length - at;
  const isExact = test.exact && query.excluded.length === 0;
  const whole = before === null && left === 0;
  return {
    papers,
    total: whole ? papers.length : isExact ? all.length : null,
    next: left > 0 ? (below[at - 1] ?? null) : null,
    left,
  };
}
