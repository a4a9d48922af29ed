import { createHash } from 'node:crypto';
import type { CatalogueTopic } from '../catalogue.ts';
import { createLexicon } from '../lexicon.ts';
import { rarityOfWords, type Statistics } from '../statistics.ts';
import type { TokenizedPaper } from '../tokenize.ts';
import { wordValues } from './words.ts';

// What the papers stored teach of a topic that no example taught: the words that keep its terms company. They are the papers
// that its terms find, less what any paper says.

/** What was learned of words; does not grow with the number of papers. */
export interface CompanionState {
  /** How many papers the words stand on. */
  papers: number;
  words: ReadonlyMap<string, WordSum>;
  /** By topic id. */
  topics: ReadonlyMap<string, TopicSums>;
}

/** In how many papers a word stands, and how much of them it is. */
export interface WordSum {
  papers: number;
  sum: number;
}

/** The papers that a topic's terms found. */
export interface TopicSums {
  /** Of its terms: with others, it is another topic. */
  fingerprint: string;
  papers: number;
  /** How strongly its terms spoke of them, together. */
  mass: number;
  /** How much of them each word is, times how strongly. */
  words: ReadonlyMap<string, number>;
}

/**
 * Weights of words, to be multiplied with the values of a paper's: their sum is about the cosine of the two, less of it
 * where few papers were found.
 */
export type Companions = ReadonlyMap<string, number>;

export const NOTHING_ABSORBED: CompanionState = { papers: 0, words: new Map(), topics: new Map() };

/** A paper counts for a topic by how far its terms' score is above this. */
const GATE = 0.2;
/** Fewer papers say more of themselves than of a topic. */
const LEAST_PAPERS = 5;
/** With so many papers, companions are believed half. */
const HALF_BELIEVED = 10;
const MOST_COMPANIONS = 100;
/** What is left when there are too many words; as many again may come in before, so that new ones have time to grow. */
const WORDS_KEPT = 10_000;
const TOPIC_WORDS_KEPT = 2_000;
/** Length of a usual paper as a vector of values times rarities. */
const USUAL_LENGTH = 1.05;
/** What a paper adds to the odds of a topic by being just like its companions. */
const STRENGTH = 5;
/** A paper without any term comes before others, but at most to this part of the threshold. */
const MOST_WITHOUT_TERM = 0.8;

/** Tells a topic from one with the same id and other terms. */
export function fingerprintOf({ name, description, lexicon }: CatalogueTopic): string {
  const text = JSON.stringify([name, description, lexicon.map(({ text, weight }) => [text, weight])]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Topics of which the state knows nothing: they are new, or their terms changed. */
export function unknownTopics(state: CompanionState, topics: readonly CatalogueTopic[]): CatalogueTopic[] {
  return topics.filter(topic => state.topics.get(topic.id)?.fingerprint !== fingerprintOf(topic));
}

/** The state with these papers added, for the words and for these topics; others are forgotten. */
export function absorb(
  state: CompanionState,
  papers: readonly TokenizedPaper[],
  topics: readonly CatalogueTopic[],
  statistics: Statistics,
): CompanionState {
  const words = new Map(state.words);
  for (const paper of papers) {
    for (const [word, value] of wordValues(paper)) {
      const before = words.get(word);
      words.set(word, { papers: (before?.papers ?? 0) + 1, sum: (before?.sum ?? 0) + value });
    }
  }
  const known = new Map(topics.map(topic => [topic.id, sumsOf(state, topic)]));
  return {
    papers: state.papers + papers.length,
    words: bounded(words, WORDS_KEPT, ({ sum }) => sum),
    topics: addPapers(known, papers, topics, statistics),
  };
}

/** The state with these papers added for these topics alone: the words have them already. */
export function catchUp(
  state: CompanionState,
  papers: readonly TokenizedPaper[],
  topics: readonly CatalogueTopic[],
  statistics: Statistics,
): CompanionState {
  const known = new Map(topics.map(topic => [topic.id, sumsOf(state, topic)]));
  return { ...state, topics: new Map([...state.topics, ...addPapers(known, papers, topics, statistics)]) };
}

function sumsOf(state: CompanionState, topic: CatalogueTopic): TopicSums {
  const fingerprint = fingerprintOf(topic);
  const known = state.topics.get(topic.id);
  return known?.fingerprint === fingerprint ? known : { fingerprint, papers: 0, mass: 0, words: new Map() };
}

function addPapers(
  known: ReadonlyMap<string, TopicSums>,
  papers: readonly TokenizedPaper[],
  topics: readonly CatalogueTopic[],
  statistics: Statistics,
): Map<string, TopicSums> {
  const lexicon = createLexicon(topics, statistics);
  const readings = papers.map(paper => ({ values: wordValues(paper), scores: lexicon.read(paper) }));
  return new Map(
    [...known].map(([id, before], at) => {
      const words = new Map(before.words);
      let { papers: found, mass } = before;
      for (const { values, scores } of readings) {
        const weight = (scores[at]?.score ?? 0) - GATE;
        if (weight <= 0) continue;
        found++;
        mass += weight;
        for (const [word, value] of values) words.set(word, (words.get(word) ?? 0) + weight * value);
      }
      return [id, { ...before, papers: found, mass, words: bounded(words, TOPIC_WORDS_KEPT, sum => sum) }];
    }),
  );
}

/** The strongest `kept` once there are twice as many. */
function bounded<T>(words: Map<string, T>, kept: number, strength: (one: T) => number): Map<string, T> {
  if (words.size <= 2 * kept) return words;
  const strongest = [...words].sort(
    ([a, one], [b, other]) => strength(other) - strength(one) || (a < b ? -1 : 1),
  );
  return new Map(strongest.slice(0, kept));
}

/** The words that keep a topic's terms company, the strongest first; null while its terms found too few papers. */
export function companionsOf(state: CompanionState, topic: CatalogueTopic): Companions | null {
  const sums = sumsOf(state, topic);
  if (sums.papers < LEAST_PAPERS) return null;
  const statistics = {
    papers: state.papers,
    frequency: (word: string) => state.words.get(word)?.papers ?? 0,
  };
  const strongest = [...sums.words]
    .map(([word, sum]) => {
      const rarity = rarityOfWords([word], statistics);
      const usual = (state.words.get(word)?.sum ?? 0) / Math.max(1, state.papers);
      return { word, rarity, weight: (sum / sums.mass - usual) * rarity };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1))
    .slice(0, MOST_COMPANIONS);
  const length = Math.hypot(...strongest.map(({ weight }) => weight)) * USUAL_LENGTH;
  const believed = sums.papers / (sums.papers + HALF_BELIEVED);
  return new Map(strongest.map(({ word, rarity, weight }) => [word, (believed * weight * rarity) / length]));
}

/** What each word of a paper (`wordValues`) adds to the odds of a topic, the most telling first. */
export function companionWords(
  companions: Companions,
  words: ReadonlyMap<string, number>,
): { word: string; weighs: number }[] {
  const telling = [...words].flatMap(([word, value]) => {
    const weight = companions.get(word);
    return weight === undefined ? [] : [{ word, weighs: STRENGTH * weight * value }];
  });
  return telling.sort((a, b) => b.weighs - a.weighs);
}

/**
 * A score by terms, moved up by the words beside them: never down, and a paper that no term speaks for never reaches the
 * threshold; one that a term speaks against stays.
 */
export function raised(
  { score, evidence }: { score: number; evidence: readonly unknown[] },
  companions: Companions,
  words: ReadonlyMap<string, number>,
  threshold: number,
): number {
  const isSpokenAgainst = score === 0 && evidence.length > 0;
  if (isSpokenAgainst || score >= 1) return score;
  const added = companionWords(companions, words).reduce((sum, { weighs }) => sum + weighs, 0);
  const odds = score / (1 - score) + Math.min(STRENGTH, added);
  const whole = Math.max(score, Math.round((odds / (1 + odds)) * 10_000) / 10_000);
  return score > 0 ? whole : Math.min(whole, MOST_WITHOUT_TERM * threshold);
}

/** How `packCompanions` writes; what another version wrote is learned anew. */
export const COMPANIONS_VERSION = 1;

interface Packed {
  papers: number;
  words: [word: string, papers: number, sum: number][];
  topics: [id: string, sums: Omit<TopicSums, 'words'>, words: [word: string, sum: number][]][];
}

export function packCompanions({ papers, words, topics }: CompanionState): Uint8Array {
  const packed: Packed = {
    papers,
    words: [...words].map(([word, { papers: holding, sum }]) => [word, holding, short(sum)]),
    topics: [...topics].map(([id, { words: own, ...sums }]) => [
      id,
      sums,
      [...own].map(([word, sum]) => [word, short(sum)]),
    ]),
  };
  return Buffer.from(JSON.stringify(packed));
}

/** Reads what `packCompanions` of the same version wrote. */
export function unpackCompanions(bytes: Uint8Array): CompanionState {
  const { papers, words, topics } = JSON.parse(Buffer.from(bytes).toString()) as Packed;
  return {
    papers,
    words: new Map(words.map(([word, holding, sum]) => [word, { papers: holding, sum }])),
    topics: new Map(topics.map(([id, sums, own]) => [id, { ...sums, words: new Map(own) }])),
  };
}

function short(sum: number): number {
  return Number(sum.toPrecision(6));
}
