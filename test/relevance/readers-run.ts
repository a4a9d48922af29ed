import { createMatcher } from '../../src/match/matcher.ts';
import { wordsInOrder } from '../../src/match/spelling.ts';
import { countWords, rarityOf, type Statistics } from '../../src/match/statistics.ts';
import type { SizeTable } from '../../src/model/edition.ts';
import type { Taste } from '../../src/model/signal.ts';
import type { Match } from '../../src/model/topic.ts';
import { type RankedGroups, rank } from '../../src/plan/rank.ts';
import { select } from '../../src/plan/select.ts';
import { LEAST_POSITIVES, learnInterest } from '../../src/plan/taste/interest.ts';
import { leanOf, likingBy } from '../../src/plan/taste/lean.ts';
import { type TermBook, type Terms, termBook, termsOf } from '../../src/plan/taste/terms.ts';
import { usualUnder } from '../../src/plan/taste/usual.ts';
import type { Material } from './labelled.ts';
import {
  editionsOf,
  gainOf,
  ndcg,
  pressOf,
  randomOf,
  readerOf,
  type SimulatedReader,
  type SortedPaper,
} from './readers.ts';

/** Everything that all simulated readers share. */
export interface ReaderWorld {
  papers: SortedPaper[];
  matches: ReadonlyMap<number, Match[]>;
  thresholds: ReadonlyMap<string, number>;
  terms: ReadonlyMap<number, Terms>;
  book: TermBook;
}

/** One press of a button, under the heading where the paper stood. */
export interface Press {
  paper: number;
  kind: 'more' | 'less';
  topic: string;
}

/** Learns from what was pressed so far; `usual` are the candidates of the last seven editions. */
export type Teach = (
  presses: readonly Press[],
  usual: () => RankedGroups,
  world: ReaderWorld,
) => Taste | null;

/** What became of one reader under one order. */
export interface Life {
  /** nDCG of each edition's mail that could have brought something. */
  mails: number[];
  /** nDCG of all candidates of each heading and edition. */
  headings: number[];
  /** Places of each followed topic, whoever drew the paper. */
  places: Map<string, number>;
  /** Editions in which a topic with a candidate has no place, though there are as many places as topics. */
  buried: number;
  presses: number;
}

export function readerWorld({ catalogue, dev, examples, background }: Material): ReaderWorld {
  const texts = [...dev, ...examples].filter(({ abstract }) => abstract !== null);
  const statistics = countWords([...background, ...texts]);
  const papers = texts.map(({ title, abstract, topics }, num) => ({
    num: num + 1,
    title,
    abstract: abstract ?? '',
    topics,
  }));
  const matcher = createMatcher(catalogue, statistics);
  const matches = new Map(papers.map(paper => [paper.num, matcher.match(paper)]));
  const book = termBook();
  const rarity = rarityBy(statistics);
  const terms = new Map(
    papers.map(({ num, title, abstract }) => [
      num,
      termsOf(
        {
          title: wordsInOrder(title),
          abstract: wordsInOrder(abstract),
          topics: (matches.get(num) ?? []).filter(({ decided }) => decided).map(({ topic }) => topic),
          organisation: null,
          authors: [],
        },
        book,
        rarity,
      ),
    ]),
  );
  const thresholds = new Map(catalogue.topics.map(({ id, threshold }) => [id, threshold]));
  return { papers, matches, thresholds, terms, book };
}

function rarityBy(statistics: Statistics): (word: string) => number {
  const known = new Map<string, number>();
  return word => {
    const rarity = known.get(word) ?? rarityOf(word, statistics);
    known.set(word, rarity);
    return rarity;
  };
}

/** Thirty editions of one reader's life: the same papers, the same reader, and what they press taught to `teach`. */
export function live(world: ReaderWorld, seed: number, teach: Teach): Life {
  const reader = readerOf(seed, world.papers);
  const presses: Press[] = [];
  const life: Life = { mails: [], headings: [], places: new Map(), buried: 0, presses: 0 };
  const editions = editionsOf(seed + 500_000, world.papers);
  for (const [at, papers] of editions.entries()) {
    const ranked = rankedOf(world, papers);
    const usual = once(() => rankedOf(world, editions.slice(Math.max(0, at - 6), at + 1).flat()));
    const nums = (topic: string) => numsOf(ranked, topic);
    const taste = teach(presses, usual, world);
    const gains = new Map(papers.map(paper => [paper.num, gainOf(reader, paper)]));
    const gain = (num: number) => gains.get(num) ?? 0;
    const wish = { topics: reader.follows, queries: [], excluded: [], max: reader.max };
    const selection = select(wish, ranked, { carried: () => false, taste }, ROOMY);
    const shown = (selection?.groups ?? []).flatMap(group =>
      group.papers.map(({ num }) => ({ num, topic: group.key })),
    );
    const candidates = new Set(reader.follows.flatMap(nums));
    const mail = ndcg(
      shown.map(({ num }) => gain(num)),
      reader.max,
      [...candidates].map(gain),
    );
    if (mail !== null) life.mails.push(mail);
    for (const topic of reader.follows) {
      const order = personally(nums(topic), ranked, topic, taste);
      const heading = ndcg(order.map(gain), order.length);
      if (heading !== null && order.length > 1) life.headings.push(heading);
    }
    count(
      life,
      reader,
      nums,
      shown.map(({ num }) => num),
    );
    for (const { num, topic } of shown) {
      const paper = world.papers[num - 1];
      const kind = paper ? pressOf(reader, paper, randomOf(seed * 7919 + num)()) : null;
      if (kind) presses.push({ paper: num, kind, topic });
    }
  }
  life.presses = presses.length;
  return life;
}

/** What is asked for by every heading is made for the first. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function count(
  life: Life,
  { follows, max }: SimulatedReader,
  nums: (topic: string) => number[],
  shown: readonly number[],
): void {
  for (const topic of follows) {
    const under = nums(topic);
    const places = shown.filter(num => under.includes(num)).length;
    life.places.set(topic, (life.places.get(topic) ?? 0) + places);
    if (under.length > 0 && places === 0 && max >= follows.length) life.buried++;
  }
}

/** A day's papers as the program ranks them. */
function rankedOf({ matches, thresholds }: ReaderWorld, papers: readonly SortedPaper[]): RankedGroups {
  const candidates = papers.map(({ num }) => ({
    num,
    firstSeen: '2026-03-01',
    comments: null,
    upvotes: null,
  }));
  const groups = new Map(
    [...thresholds].map(([key, threshold]) => [
      key,
      {
        kind: 'topic' as const,
        key,
        threshold,
        matches: [] as { num: number; score: number; decided: boolean }[],
      },
    ]),
  );
  for (const { num } of papers) {
    for (const { topic, score, decided } of matches.get(num) ?? []) {
      if (decided) groups.get(topic)?.matches.push({ num, score, decided });
    }
  }
  return rank(candidates, groups.values());
}

function numsOf(ranked: RankedGroups, topic: string): number[] {
  return [...(ranked.topics.get(topic)?.positions ?? [])].map(position => ranked.nums[position] ?? 0);
}

/** The candidates of a heading by strength and taste. */
function personally(
  nums: readonly number[],
  ranked: RankedGroups,
  key: string,
  taste: Taste | null,
): number[] {
  const strengths = ranked.topics.get(key)?.strengths;
  return nums
    .map((num, at) => ({
      num,
      strength: (strengths?.[at] ?? 0) * (taste?.lean({ kind: 'topic', key }, num) ?? 1),
    }))
    .sort((a, b) => b.strength - a.strength || a.num - b.num)
    .map(({ num }) => num);
}

/** Room for whatever a reader wants: what is measured is the order. */
const ROOMY: SizeTable = {
  limit: 1e9,
  frame: 0,
  group: () => 1,
  card: () => 1,
  line: () => 1,
  again: { frame: 1, edition: 1, title: () => 1 },
  updates: { frame: 1, line: () => 1 },
};

/** Learns as the program does: each heading when something was said of it, and all together; from then on by what was learned. */
export function teachAsProgram(): Teach {
  const kept = new Map<string, { said: number; liking: (paper: Terms) => number }>();
  return (presses, usual, { terms, book }) => {
    const all = (nums: readonly number[]) => nums.flatMap(num => terms.get(num) ?? []);
    const spoken = new Set(presses.map(({ paper }) => paper));
    const likingOf = (name: string, said: readonly Press[], among: readonly string[]) => {
      const known = kept.get(name);
      if (known?.said === said.length) return known.liking;
      // Nothing is learned of less: that nobody has to look up what usually stands there.
      if (said.filter(({ kind }) => kind === 'more').length < LEAST_POSITIVES) return () => 0;
      const of = (kind: Press['kind']) =>
        all(said.filter(one => one.kind === kind).map(({ paper }) => paper));
      const headings = among.map(key => ({ kind: 'topic' as const, key }));
      const interest = learnInterest(
        { more: of('more'), less: of('less'), opened: [] },
        all(usualUnder(usual(), headings, spoken)),
        book,
      );
      const liking = interest ? likingBy(interest, book) : () => 0;
      kept.set(name, { said: said.length, liking });
      return liking;
    };
    const topics = [...new Set(presses.map(({ topic }) => topic))];
    const anywhere = likingOf('', presses, topics);
    const saidOf = (key: string) => presses.filter(({ topic }) => topic === key);
    const here = new Map(topics.map(key => [key, likingOf(key, saidOf(key), [key])]));
    return {
      lean({ key }, num) {
        const own = terms.get(num);
        return own ? leanOf(here.get(key)?.(own) ?? 0, anywhere(own)) : 1;
      },
    };
  };
}
