import type { CatalogueTopic, Term } from './catalogue.ts';
import { usualShare } from './common-words.ts';
import { findMentions } from './mentions.ts';
import { evidenceOf, lengthOf, scoreOf } from './score.ts';
import { spellingsOf, wordsInOrder } from './spelling.ts';
import { rarityOfWords, type Statistics } from './statistics.ts';
import { categoryKey, isCategory, type TokenizedPaper } from './tokenize.ts';
import { addTerm, emptyTrie, type Trie } from './trie.ts';

/** One term in one paper: how it is written there, how often, and what it says for the topic. */
export interface Evidence {
  as: string;
  title: number;
  abstract: number;
  weighs: number;
  /** What it would say if there were a title alone. */
  inTitle: number;
}

/** What a topic's terms say of a paper. */
export interface Reading {
  /** 0 to 1, the same for lexicons of five and of a hundred terms. */
  score: number;
  /** The same of the title alone. */
  titleScore: number;
  evidence: Evidence[];
}

/** The terms of topics, to be looked for in papers. */
export interface Lexicon {
  /** In the order of the topics. */
  read: (paper: TokenizedPaper) => Reading[];
}

/** A term of one topic: its place in the list of all terms. */
interface TopicTerm {
  topic: number;
  weight: number;
  words: string[];
  place: number;
}

/** The terms of topics before anything is known of how rare they are. */
interface Planted {
  trie: Trie<TopicTerm>;
  terms: TopicTerm[];
}

/** Words of a topic's name and description count as weak terms, unless they are common in any paper. */
const DESCRIPTION_WEIGHT = 0.5;
const COMMON_SHARE = 0.3;

/** All terms of all topics go into one trie, so that a paper is walked once however many topics there are. */
export function createLexicon(topics: readonly CatalogueTopic[], statistics: Statistics): Lexicon {
  const { trie, terms } = planted(topics);
  const rarities = Float64Array.from(terms, ({ words }) => rarityOfWords(words, statistics));
  const wholes = wholesOf(terms, rarities, topics.length);
  return {
    read: paper => {
      const length = lengthOf(paper.title.length, paper.abstract.length);
      const titleLength = lengthOf(paper.title.length, 0);
      return evidenceByTopic(trie, rarities, paper, topics.length).map((evidence, index) => {
        const whole = wholes[index] ?? 0;
        let [sum, inTitle] = [0, 0];
        for (const one of evidence) {
          sum += one.weighs;
          inTitle += one.inTitle;
        }
        return {
          score: scoreOf(sum, whole, length),
          titleScore: scoreOf(inTitle, whole, titleLength),
          evidence,
        };
      });
    },
  };
}

/** The most the terms of each topic could say: the length of the vector of weights times rarities. */
function wholesOf(terms: readonly TopicTerm[], rarities: Float64Array, topics: number): Float64Array {
  const squares = new Float64Array(topics);
  for (const { topic, weight, place } of terms) {
    if (weight > 0) squares[topic] = (squares[topic] ?? 0) + (weight * (rarities[place] ?? 0)) ** 2;
  }
  return squares.map(Math.sqrt);
}

/** There is a lexicon for each new statistics, and to plant its terms is most of the work: those of the last topics stay. */
let last: { topics: readonly CatalogueTopic[]; planted: Planted } | null = null;

function planted(topics: readonly CatalogueTopic[]): Planted {
  const same =
    last?.topics.length === topics.length && topics.every((topic, at) => topic === last?.topics[at]);
  if (!last || !same) last = { topics: [...topics], planted: plant(topics) };
  return last.planted;
}

function plant(topics: readonly CatalogueTopic[]): Planted {
  const trie = emptyTrie<TopicTerm>();
  const terms: TopicTerm[] = [];
  for (const [topic, one] of topics.entries()) {
    for (const { weight, spellings, words } of spelledTermsOf(one)) {
      const term = { topic, weight, words, place: terms.length };
      terms.push(term);
      addTerm(trie, spellings, term);
    }
  }
  return { trie, terms };
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
    const category = isCategory(text) ? [categoryKey(text)] : null;
    const spellings = category ? [category] : spellingsOf(text, true);
    const name = spellings[0]?.join(' ') ?? '';
    if (!terms.has(name)) terms.set(name, { weight, spellings, words: category ?? wordsInOrder(text) });
  }
  return [...terms.values()];
}

function describingTerms(topic: CatalogueTopic): Term[] {
  const words = wordsInOrder(`${topic.name}\n${topic.description}`);
  const telling = words.filter(word => word.length > 1 && usualShare(word) < COMMON_SHARE);
  return telling.map(text => ({ text, weight: DESCRIPTION_WEIGHT }));
}

/** Where terms of one topic overlap, the first counts, and of those that begin together the longest. */
function evidenceByTopic(
  trie: Trie<TopicTerm>,
  rarities: Float64Array,
  paper: TokenizedPaper,
  topics: number,
): Evidence[][] {
  const takenUntil = { title: new Uint32Array(topics), abstract: new Uint32Array(topics) };
  const mentions = findMentions(trie, paper, ({ value: { topic }, start, end }, part) => {
    if (start < (takenUntil[part][topic] ?? 0)) return false;
    takenUntil[part][topic] = end;
    return true;
  });
  for (const category of paper.categories) {
    for (const term of trie.next.get(categoryKey(category))?.values ?? []) {
      mentions.set(term, { title: 0, abstract: 1, as: category });
    }
  }
  const evidence: Evidence[][] = Array.from({ length: topics }, () => []);
  for (const [{ topic, weight, place }, { title, abstract, as }] of mentions) {
    const rarity = rarities[place] ?? 0;
    evidence[topic]?.push({
      as,
      title,
      abstract,
      weighs: evidenceOf(weight, rarity, title, abstract),
      inTitle: evidenceOf(weight, rarity, title, 0),
    });
  }
  return evidence;
}
