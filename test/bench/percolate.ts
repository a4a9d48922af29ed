import { performance } from 'node:perf_hooks';
import { readSnapshot } from '../../src/ingest/read-snapshot.ts';
import { matchQuery } from '../../src/match/match-query.ts';
import { createPercolator } from '../../src/match/percolate.ts';
import { parseQuery } from '../../src/match/query.ts';
import { countWords } from '../../src/match/statistics.ts';
import { tokenizePaper } from '../../src/match/tokenize.ts';
import { capture, FIVE_CAPTURES } from '../support/captures.ts';
import { type Random, randomFrom } from '../support/random.ts';

const PAPERS = 1_000;
const TITLE = 10;
const WORDS = 218;
/** What is asked one by one as well, of every so many: it takes too long for all. */
const SAMPLE = { queries: 1_000, papers: 20 };

/** What a thousand papers cost that are asked for so many queries. */
export interface PercolationFigures {
  queries: number;
  made: string;
  'read them, ms': number;
  'file them, ms': number;
  hits: number;
  /** Times as long as cutting the papers into words. */
  'of tokenizing': number;
  /** The same of asking each query of each paper, reckoned from a sample. */
  'one by one': number;
}

/** Measures queries made of the words of papers: of any words, and such that all need one word which most papers have. */
export function percolation(counts: readonly number[]): PercolationFigures[] {
  const random = randomFrom(2026);
  const words = wordsOfCaptures();
  const any = [...new Set(words)];
  const papers = Array.from({ length: PAPERS }, () => textOf(words, random));
  papers.map(tokenizePaper);
  const cutting = timed(() => papers.map(tokenizePaper));
  const tokens = cutting.result;
  const statistics = countWords(papers);
  const word = () => pick(any, random);
  const near = () => {
    const at = Math.floor(random() * (words.length - 1));
    return words.slice(at, at + 2).join(' ');
  };
  const kinds: Record<string, (at: number) => string> = {
    'of any words': at => [word(), `"${near()}"`, near()][at % 3] ?? '',
    'of one word and others': () => `model ${word()} ${pick(words, random)}`,
  };

  return counts.flatMap(count =>
    Object.entries(kinds).map(([made, make]): PercolationFigures => {
      const texts = new Set<string>();
      for (let at = 0; texts.size < count; at++) texts.add(make(at));
      const reading = timed(() => [...texts].map(text => parseQuery(text)));
      const queries = reading.result;
      const filing = timed(() => createPercolator(queries, statistics));
      const asking = timed(() => tokens.reduce((sum, paper) => sum + filing.result(paper).queries.length, 0));
      const few = queries.filter((_, at) => at % Math.ceil(count / SAMPLE.queries) === 0);
      const sample = tokens.slice(0, SAMPLE.papers);
      const oneByOne = timed(() => {
        for (const paper of sample) for (const query of few) matchQuery(query, paper, statistics);
      });
      const whole = (oneByOne.ms * count * PAPERS) / (few.length * sample.length);
      return {
        queries: count,
        made,
        'read them, ms': Math.round(reading.ms),
        'file them, ms': Math.round(filing.ms),
        hits: asking.result,
        'of tokenizing': tenths(asking.ms / cutting.ms),
        'one by one': tenths(whole / cutting.ms),
      };
    }),
  );
}

function wordsOfCaptures(): string[] {
  const entries = FIVE_CAPTURES.flatMap(
    name => readSnapshot(capture(name), { now: 0, timeZone: 'UTC' }).entries,
  );
  return entries.flatMap(({ abstract }) => abstract?.match(/\p{L}[\p{L}\p{N}]{2,}/gu) ?? []);
}

/** A paper of runs of words that stand together somewhere. */
function textOf(words: readonly string[], random: Random): { title: string; abstract: string } {
  const text: string[] = [];
  while (text.length < TITLE + WORDS) {
    const at = Math.floor(random() * words.length);
    text.push(...words.slice(at, at + 20));
  }
  return { title: text.slice(0, TITLE).join(' '), abstract: text.slice(TITLE, TITLE + WORDS).join(' ') };
}

function pick(words: readonly string[], random: Random): string {
  return words[Math.floor(random() * words.length)] ?? '';
}

function timed<T>(work: () => T): { result: T; ms: number } {
  const start = performance.now();
  const result = work();
  return { result, ms: performance.now() - start };
}

function tenths(ratio: number): number {
  return Math.round(ratio * 10) / 10;
}
