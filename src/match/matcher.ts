import type { Match, MatchText } from '../model/topic.ts';
import type { Catalogue, CatalogueTopic, Term } from './catalogue.ts';
import { usualShare } from './common-words.ts';
import { findMentions } from './mentions.ts';
import { DEFAULT_THRESHOLD, evidenceOf, lengthOf, scoreOf } from './score.ts';
import { spellingsOf, wordsInOrder } from './spelling.ts';
import { rarityOfWords, type Statistics } from './statistics.ts';
import { type TokenizedPaper, tokenizePaper } from './tokenize.ts';
import { addTerm, emptyTrie, type Trie } from './trie.ts';

export interface Matcher {
  catalogue: Catalogue;
  /** What it knows of words; queries are scored with the same. */
  statistics: Statistics;
  /** The score of a query match that is as good as a topic at its default threshold. */
  queryThreshold: number;
  /** Every topic of the catalogue, the best first; equal ones in the order of the catalogue. */
  match: (paper: MatchText) => Match[];
}

/** One term in one paper: how it is written there, and what it says for the topic. */
interface Evidence {
  as: string;
  weighs: number;
}

interface TopicTerm {
  topic: number;
  weight: number;
  rarity: number;
}

/** Words of a topic's name and description count as weak terms, unless they are common in any paper. */
const DESCRIPTION_WEIGHT = 0.5;
const COMMON_SHARE = 0.3;
const TERMS_SHOWN = 8;
/** A term with less than this part of the evidence of the first explains nothing. */
const LEAST_PART = 0.1;

/**
 * A matcher of papers to topics. All terms of all topics go into one trie, so that a paper is walked once however large
 * the catalogue is. Scores run from 0 to 1 and depend on nothing but paper, catalogue and statistics.
 */
export function createMatcher(catalogue: Catalogue, statistics: Statistics): Matcher {
  const trie = emptyTrie<TopicTerm>();
  const wholes = catalogue.topics.map((topic, index) => addTopic(trie, topic, index, statistics));

  const match = (paper: MatchText): Match[] => {
    const tokenized = tokenizePaper(paper);
    const length = lengthOf(tokenized.title.length, tokenized.abstract.length);
    const evidence = evidenceByTopic(trie, tokenized, wholes.length);
    const matches = catalogue.topics.map((topic, index) => {
      const found = evidence[index] ?? [];
      const sum = found.reduce((total, { weighs }) => total + weighs, 0);
      const score = scoreOf(sum, wholes[index] ?? 0, length);
      return { topic: topic.id, score, decided: score >= topic.threshold, terms: explain(found) };
    });
    return matches.sort((a, b) => b.score - a.score);
  };
  return { catalogue, statistics, queryThreshold: DEFAULT_THRESHOLD, match };
}

/** Adds a topic's terms and returns the most they could say: the length of the vector of weights times rarities. */
function addTopic(
  trie: Trie<TopicTerm>,
  topic: CatalogueTopic,
  index: number,
  statistics: Statistics,
): number {
  let sum = 0;
  for (const { weight, spellings, words } of spelledTermsOf(topic)) {
    const term = { topic: index, weight, rarity: rarityOfWords(words, statistics) };
    addTerm(trie, spellings, term);
    if (weight > 0) sum += (weight * term.rarity) ** 2;
  }
  return Math.sqrt(sum);
}

/** Each term of a topic once, taken apart. */
interface SpelledTerm {
  weight: number;
  spellings: string[][];
  words: string[];
}

/** By topic: there is a matcher for each new statistics, and taking terms apart is most of the work. */
const spelled = new WeakMap<CatalogueTopic, SpelledTerm[]>();

function spelledTermsOf(topic: CatalogueTopic): SpelledTerm[] {
  const terms = spelled.get(topic) ?? spellTerms(topic);
  spelled.set(topic, terms);
  return terms;
}

function spellTerms(topic: CatalogueTopic): SpelledTerm[] {
  const terms = new Map<string, SpelledTerm>();
  for (const { text, weight } of [...topic.lexicon, ...describingTerms(topic)]) {
    const spellings = spellingsOf(text, true);
    const name = spellings[0]?.join(' ') ?? '';
    if (!terms.has(name)) terms.set(name, { weight, spellings, words: wordsInOrder(text) });
  }
  return [...terms.values()];
}

function describingTerms(topic: CatalogueTopic): Term[] {
  const words = wordsInOrder(`${topic.name}\n${topic.description}`);
  const telling = words.filter(word => word.length > 1 && usualShare(word) < COMMON_SHARE);
  return telling.map(text => ({ text, weight: DESCRIPTION_WEIGHT }));
}

/** Where terms of one topic overlap, the first counts, and of those that begin together the longest. */
function evidenceByTopic(trie: Trie<TopicTerm>, paper: TokenizedPaper, topics: number): Evidence[][] {
  const takenUntil = { title: new Uint32Array(topics), abstract: new Uint32Array(topics) };
  const mentions = findMentions(trie, paper, ({ value: { topic }, start, end }, part) => {
    if (start < (takenUntil[part][topic] ?? 0)) return false;
    takenUntil[part][topic] = end;
    return true;
  });
  const evidence: Evidence[][] = Array.from({ length: topics }, () => []);
  for (const [{ topic, weight, rarity }, { title, abstract, as }] of mentions) {
    evidence[topic]?.push({ as, weighs: evidenceOf(weight, rarity, title, abstract) });
  }
  return evidence;
}

/** The terms that made the score, the most important first. */
function explain(found: Evidence[]): string[] {
  const best = found.filter(({ weighs }) => weighs > 0).sort((a, b) => b.weighs - a.weighs);
  const least = (best[0]?.weighs ?? 0) * LEAST_PART;
  const shown = new Map<string, string>();
  for (const { as, weighs } of best) {
    const key = as.toLowerCase();
    if (weighs >= least && !shown.has(key)) shown.set(key, as);
  }
  return [...shown.values()].slice(0, TERMS_SHOWN);
}
