import { DEFAULT_PREFERENCES } from '../../src/model/subscriber.ts';
import { FACETS } from './readers-facets.ts';

/** A paper that people sorted, as the simulation knows it. */
export interface SortedPaper {
  num: number;
  title: string;
  abstract: string;
  /** Topics it belongs to, as judged by people: never as matched. */
  topics: readonly string[];
}

/** Whoever reads: what they follow is known to the program, what they care for is not. */
export interface SimulatedReader {
  follows: readonly string[];
  /** Papers in a narrower interest of theirs, and in one they would rather not see. */
  loved: ReadonlySet<number>;
  disliked: ReadonlySet<number>;
  /** How often they press a button for what they love, or dislike; and for a paper that is neither, by mistake. */
  presses: { loved: number; disliked: number; mistaken: number };
  /** Papers a mail has room for. */
  max: number;
}

/** Editions that a reader lives through. */
export const EDITIONS = 30;
/** A narrower interest is a part of a topic: not next to nothing of it, nor nearly all. */
const LEAST_PAPERS = 4;
const LEAST_SHARE = 0.08;
const MOST_SHARE = 0.5;
/** A topic that nobody could tell apart in so few papers is not followed. */
const LEAST_OF_TOPIC = 10;

export const GAIN = { loved: 3, followed: 1, none: 0 } as const;

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A list in another order, by chance. */
export function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map(item => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** Papers are read once for all readers. */
const read = new WeakMap<readonly SortedPaper[], Map<string, ReadonlySet<number>[]>>();

/** Every narrower interest that these papers can tell apart, by topic: those of words, and those of two labels together. */
export function interestsOf(papers: readonly SortedPaper[]): Map<string, ReadonlySet<number>[]> {
  const found = read.get(papers) ?? readInterests(papers);
  read.set(papers, found);
  return found;
}

function readInterests(papers: readonly SortedPaper[]): Map<string, ReadonlySet<number>[]> {
  const found = new Map<string, ReadonlySet<number>[]>();
  const topics = [...new Set(papers.flatMap(paper => paper.topics))].sort();
  for (const topic of topics) {
    const within = papers.filter(paper => paper.topics.includes(topic));
    if (within.length < LEAST_OF_TOPIC) continue;
    const byWords = Object.entries(FACETS)
      .filter(([name]) => name.startsWith(`${topic}: `))
      .map(([, phrases]) => within.filter(paper => isAbout(paper, phrases)));
    const byLabels = topics
      .filter(other => other !== topic)
      .map(other => within.filter(paper => paper.topics.includes(other)));
    const parts = [...byWords, ...byLabels].filter(
      part =>
        part.length >= LEAST_PAPERS &&
        part.length >= LEAST_SHARE * within.length &&
        part.length <= MOST_SHARE * within.length,
    );
    found.set(
      topic,
      parts.map(part => new Set(part.map(({ num }) => num))),
    );
  }
  return found;
}

function isAbout({ title, abstract }: SortedPaper, phrases: readonly string[]): boolean {
  const text = ` ${title} ${abstract}`.toLowerCase().replace(/[^a-z0-9-]+/g, ' ');
  return phrases.some(phrase => text.includes(` ${phrase}`));
}

/**
 * A reader by chance: follows two to four topics, the larger ones more often; within each they love one narrower interest in four
 * cases of five, and dislike another in every second. Who follows a topic for all of it is among them.
 */
export function readerOf(seed: number, papers: readonly SortedPaper[]): SimulatedReader {
  const random = randomOf(seed);
  const interests = interestsOf(papers);
  const sizeOf = (topic: string) => papers.filter(paper => paper.topics.includes(topic)).length;
  const follows = [...interests.keys()]
    .map(topic => ({ topic, at: -Math.log(1 - random()) / sizeOf(topic) }))
    .sort((a, b) => a.at - b.at)
    .slice(0, 2 + Math.floor(random() * 3))
    .map(({ topic }) => topic);
  const loved = new Set<number>();
  const disliked = new Set<number>();
  for (const topic of follows) {
    const [first, ...others] = shuffled(interests.get(topic) ?? [], random);
    const loves = random() < 0.8;
    const dislikes = random() < 0.5;
    if (loves) for (const num of first ?? []) loved.add(num);
    if (dislikes) for (const num of (loves ? others[0] : first) ?? []) disliked.add(num);
  }
  return {
    follows,
    loved,
    disliked,
    presses: {
      loved: 0.25 + 0.5 * random(),
      disliked: 0.1 + 0.4 * random(),
      mistaken: 0.05 * random(),
    },
    max: DEFAULT_PREFERENCES.max,
  };
}

/**
 * What a paper is worth to a reader: love within a followed topic counts most; what they dislike, and what people say is of none
 * of their topics, counts nothing; loved and disliked at once is a paper like any other.
 */
export function gainOf(reader: SimulatedReader, { num, topics }: SortedPaper): number {
  if (!topics.some(topic => reader.follows.includes(topic))) return GAIN.none;
  const loved = reader.loved.has(num);
  if (loved !== reader.disliked.has(num)) return loved ? GAIN.loved : GAIN.none;
  return GAIN.followed;
}

/** What a reader presses for a paper that a mail shows, if anything; `chance` is theirs and that paper's. */
export function pressOf(reader: SimulatedReader, paper: SortedPaper, chance: number): 'more' | 'less' | null {
  const gain = gainOf(reader, paper);
  const { loved, disliked, mistaken } = reader.presses;
  // A slip of the finger says the opposite, or something of what leaves them cold.
  if (chance < mistaken)
    return gain === GAIN.loved || (gain === GAIN.followed && chance < mistaken / 2) ? 'less' : 'more';
  if (gain === GAIN.loved) return chance < mistaken + loved ? 'more' : null;
  if (gain === GAIN.none) return chance < mistaken + disliked ? 'less' : null;
  return null;
}

/** The papers of each edition: every paper once, in an order by chance; the same for whichever order they are shown in. */
export function editionsOf(seed: number, papers: readonly SortedPaper[]): SortedPaper[][] {
  const order = shuffled(papers, randomOf(seed));
  return Array.from({ length: EDITIONS }, (_, edition) => order.filter((_, at) => at % EDITIONS === edition));
}

/** Discounted gain of the first `depth` of an order against the best order of the same papers; null where none is of worth. */
export function ndcg(gains: readonly number[], depth: number, all: readonly number[] = gains): number | null {
  const discounted = (list: readonly number[]): number =>
    list.slice(0, depth).reduce((sum, gain, rank) => sum + gain / Math.log2(rank + 2), 0);
  const best = discounted(all.toSorted((a, b) => b - a));
  return best === 0 ? null : discounted(gains) / best;
}

/** Mean of paired differences with the interval that holds it in 95 of 100 draws of the readers, with replacement. */
export function intervalOf(
  differences: readonly number[],
  seed: number,
): { mean: number; from: number; to: number } {
  const random = randomOf(seed);
  const size = differences.length;
  const means = Array.from({ length: 2000 }, () => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += differences[Math.floor(random() * size)] ?? 0;
    return sum / size;
  }).sort((a, b) => a - b);
  return {
    mean: differences.reduce((sum, one) => sum + one, 0) / size,
    from: means[Math.floor(0.025 * means.length)] ?? 0,
    to: means[Math.floor(0.975 * means.length)] ?? 0,
  };
}
