import { setImmediate } from 'node:timers/promises';
import { matchQuery } from '../match/match-query.ts';
import { parseQuery, type Query } from '../match/query.ts';
import { DEFAULT_THRESHOLD } from '../match/score.ts';
import { type TokenizedPaper, tokenizePaper } from '../match/tokenize.ts';
import { candidates, indexWords, type PaperBits, wordTest } from '../match/word-index.ts';
import type { Paper } from '../model/paper.ts';
import { type GroupMatches, type RankedGroup, rank } from '../plan/rank.ts';
import { parsedOrNull, phraseOrNull } from './learn.ts';
import type { ReadRecent, RecentPaper, RecentWeek, Wish } from './recent.ts';

/** Papers cut into words, or compared, before others have their turn. */
const SLICE = 20;
/** Papers kept in words; some 60 KB each. */
const MOST_IN_WORDS = 300;
/** Papers a single query is compared with word by word. */
const MOST_COMPARED = 600;

/** What queries and wishes find among papers read before. */
export async function askRecent({
  recent,
  papers,
  shown,
}: ReadRecent): Promise<Pick<RecentWeek, 'total' | 'matching' | 'wouldBring'>> {
  const holding = await papersByWord(papers);
  const frequency = (word: string) => holding.get(word)?.papers ?? 0;
  const statistics = { papers: papers.length, frequency };
  const byNum = new Map(papers.map(paper => [paper.num, paper]));
  const words = new Map<number, TokenizedPaper>();
  const tokensOf = (num: number) => {
    const tokens = words.get(num) ?? tokenizePaper(byNum.get(num) ?? { title: '', abstract: null });
    if (words.size >= MOST_IN_WORDS) words.clear();
    words.set(num, tokens);
    return tokens;
  };

  /** Every paper that matches with its score; of very many only the newest are compared, or scored. */
  async function find(query: Query): Promise<GroupMatches['matches']> {
    const test = wordTest(query);
    const passing = candidates(test, word => holding.get(word)?.bits).flatMap(at => papers[at]?.num ?? []);
    const compared: GroupMatches['matches'][number][] = [];
    for (const [at, num] of passing.slice(-MOST_COMPARED).entries()) {
      if (at % SLICE === 0) await setImmediate();
      const found = matchQuery(query, tokensOf(num), statistics);
      if (found) compared.push({ num, score: found.score, decided: true });
    }
    const others = test.exact ? passing.slice(0, -MOST_COMPARED) : [];
    return [...compared, ...others.map(num => ({ num, score: 0, decided: true }))];
  }

  async function ranked(query: Query): Promise<RecentPaper[]> {
    const matches = await find(query);
    const group = { kind: 'query', key: '', threshold: DEFAULT_THRESHOLD, matches } as const;
    const { queries, nums } = rank(papers, [group]);
    return inOrder(queries.get(''), nums, shown);
  }

  async function wouldBring({ topics, queries, excluded }: Wish): Promise<RecentPaper[]> {
    const readable = queries.map(parsedOrNull).filter(query => query !== null);
    const unwanted = excluded.map(phraseOrNull).filter(phrase => phrase !== null);
    const without = new Set<number>();
    for (const phrase of unwanted) for (const { num } of await find(phrase)) without.add(num);
    const brought = topics.map(topic => recent.topics.get(topic) ?? []);
    for (const query of readable) brought.push(await ranked(query));
    return inTurn(brought).filter(({ num }) => !without.has(num));
  }

  return { total: papers.length, matching: async text => ranked(parseQuery(text)), wouldBring };
}

/** The best of each list, then the second of each, and so on; each paper once. */
function inTurn(lists: readonly (readonly RecentPaper[])[]): RecentPaper[] {
  const found = new Map<number, RecentPaper>();
  const longest = Math.max(0, ...lists.map(list => list.length));
  for (let at = 0; at < longest; at++) {
    for (const list of lists) {
      const paper = list[at];
      if (paper) found.set(paper.num, paper);
    }
  }
  return [...found.values()];
}

/** The papers that hold a word. */
interface Holding {
  /** One bit a position. */
  bits: PaperBits;
  papers: number;
}

async function papersByWord(papers: readonly Paper[]): Promise<ReadonlyMap<string, Holding>> {
  const holding = new Map<string, Holding>();
  for (const [at, paper] of papers.entries()) {
    if (at % SLICE === 0) await setImmediate();
    for (const word of indexWords(tokenizePaper(paper))) {
      const held = holding.get(word) ?? { bits: new Uint8Array(Math.ceil(papers.length / 8)), papers: 0 };
      held.bits[at >> 3] = (held.bits[at >> 3] ?? 0) | (1 << (at & 7));
      held.papers++;
      holding.set(word, held);
    }
  }
  return holding;
}

/** Ranked papers as pages name them. */
export function inOrder(
  group: RankedGroup | undefined,
  nums: Uint32Array,
  shown: ReadonlyMap<number, RecentPaper>,
): RecentPaper[] {
  return [...(group?.positions ?? [])].flatMap(position => shown.get(nums[position] ?? 0) ?? []);
}
