import type { Match, MatchText } from '../model/topic.ts';
import type { Catalogue, CatalogueTopic } from './catalogue.ts';
import { createLexicon, type Evidence, type Reading } from './lexicon.ts';
import { companionWords, raised } from './model/companions.ts';
import { judge, type Trained, type TrainedTopic, tellingWords } from './model/trained.ts';
import { wordValues } from './model/words.ts';
import { DEFAULT_THRESHOLD } from './score.ts';
import type { Statistics } from './statistics.ts';
import { type TokenizedPaper, tokenizePaper } from './tokenize.ts';

export interface Matcher {
  catalogue: Catalogue;
  /** What it knows of words; queries are scored with the same. */
  statistics: Statistics;
  /** The score of a query match that is as good as a topic at its default threshold. */
  queryThreshold: number;
  /** Every topic of the catalogue, the best first; equal ones in the order of the catalogue. */
  match: (paper: MatchText | TokenizedPaper) => Match[];
  /** The same with everything that spoke for and against each. */
  explain: (paper: MatchText) => Explained[];
}

/** A match and what made it. */
export interface Explained extends Match {
  threshold: number;
  /** Whether examples taught of this topic; if not, its terms decide, and words that the archive found beside them. */
  trained: boolean;
  /** Score of the terms alone, 0 to 1. */
  byTerms: number;
  evidence: Evidence[];
  /** Words that were learned to speak for it (above 0) or against it: in log odds, or where no example taught in odds. */
  words: { word: string; weighs: number }[];
}

const TERMS_SHOWN = 8;
/** A term with less than this part of the evidence of the first explains nothing. */
const LEAST_PART = 0.1;
/** With fewer terms than this, words that were learned explain, too. */
const FEW_TERMS = 3;
/** Log odds from which on a word explains something. */
const TELLING = 0.15;
const WORDS_SHOWN = 3;

/**
 * A matcher of papers to topics. Scores run from 0 to 1 and depend on nothing but paper, catalogue and statistics. A topic that
 * examples were labelled with is scored by its terms, the paper's words and the topics beside it; any other by its
 * terms, and by their companions where the statistics have some.
 */
export function createMatcher(catalogue: Catalogue, statistics: Statistics): Matcher {
  const seats = seatsOf(catalogue);
  const lexicon = createLexicon(seats.topics, statistics);

  function read(paper: TokenizedPaper) {
    const readings = lexicon.read(paper);
    const words = wordValues(paper);
    const { trained } = catalogue;
    const judged = trained ? judge(trained, readings.slice(0, trained.topics.length), words) : [];
    return {
      readings,
      words,
      scores: readings.map((reading, seat) => judged[seat] ?? own(seat, reading, words)),
    };
  }

  /** The score of a topic that no example taught. */
  function own(seat: number, reading: Reading, words: ReadonlyMap<string, number>): number {
    const { id = '', threshold = DEFAULT_THRESHOLD } = seats.topics[seat] ?? {};
    const companions = statistics.companions?.get(id);
    return companions ? raised(reading, companions, words, threshold) : reading.score;
  }

  function match(text: MatchText | TokenizedPaper): Match[] {
    const paper = 'words' in text ? text : tokenizePaper(text);
    const { readings, words, scores } = read(paper);
    return seats.order
      .map((seat, at) => {
        const { id, threshold } = catalogue.topics[at] ?? { id: '', threshold: 1 };
        const score = scores[seat] ?? 0;
        const decided = score >= threshold;
        const terms = termsOf(readings[seat]);
        // Nobody asks why a paper is not there as often.
        const more =
          decided && terms.length < FEW_TERMS ? learnedTerms(catalogue.trained, seat, words, paper) : [];
        return { topic: id, score, decided, terms: [...new Set([...terms, ...more])] };
      })
      .sort((a, b) => b.score - a.score);
  }

  function explain(text: MatchText): Explained[] {
    const paper = tokenizePaper(text);
    const { readings, words } = read(paper);
    return match(paper).map(one => {
      const at = catalogue.topics.findIndex(({ id }) => id === one.topic);
      const seat = seats.order[at] ?? 0;
      const trained = catalogue.trained?.topics[seat];
      const companions = trained ? undefined : statistics.companions?.get(one.topic);
      return {
        ...one,
        threshold: catalogue.topics[at]?.threshold ?? DEFAULT_THRESHOLD,
        trained: trained !== undefined,
        byTerms: readings[seat]?.score ?? 0,
        evidence: (readings[seat]?.evidence ?? []).toSorted((a, b) => b.weighs - a.weighs),
        words: trained ? tellingWords(trained, words) : companions ? companionWords(companions, words) : [],
      };
    });
  }

  return { catalogue, statistics, queryThreshold: DEFAULT_THRESHOLD, match, explain };
}

/** Topics that no example taught: the papers stored teach of the words beside their terms. */
export function ownTopics(catalogue: Catalogue): CatalogueTopic[] {
  return seatsOf(catalogue).topics.slice(catalogue.trained?.topics.length ?? 0);
}

/** Where topics are read: first those that examples taught, whether the catalogue has them or not, then the others. */
interface Seats {
  topics: CatalogueTopic[];
  /** By place in the catalogue: the seat. */
  order: number[];
}

function seatsOf({ topics, trained }: Catalogue): Seats {
  const taught = trained?.topics ?? [];
  const seated = taught.map(
    one => topics.find(topic => topic.id === one.id && isSame(topic.lexicon, one.lexicon)) ?? absent(one),
  );
  const order = topics.map(topic => {
    const seat = seated.indexOf(topic);
    return seat >= 0 ? seat : seated.push(topic) - 1;
  });
  return { topics: seated, order };
}

/** A topic that the catalogue lacks, with the terms it was learned with. */
function absent(learned: TrainedTopic): CatalogueTopic {
  const { id, name, description, lexicon } = learned;
  const topic = absents.get(learned) ?? { id, name, description, threshold: DEFAULT_THRESHOLD, lexicon };
  absents.set(learned, topic);
  return topic;
}

/** The same objects each time: the terms of a topic are taken apart once. */
const absents = new WeakMap<TrainedTopic, CatalogueTopic>();

/** A topic that shares half of its terms with the one that was learned of is that one, edited; any other has the id by chance. */
function isSame(lexicon: CatalogueTopic['lexicon'], learned: CatalogueTopic['lexicon']): boolean {
  const texts = new Set(learned.map(({ text }) => text));
  const shared = lexicon.filter(({ text }) => texts.has(text)).length;
  return shared * 2 >= Math.max(1, lexicon.length + texts.size - shared);
}

/** The terms that made the score, the most important first. */
function termsOf(reading: Reading | undefined): string[] {
  const best = (reading?.evidence ?? [])
    .filter(({ weighs }) => weighs > 0)
    .sort((a, b) => b.weighs - a.weighs);
  const least = (best[0]?.weighs ?? 0) * LEAST_PART;
  const shown = new Map<string, string>();
  for (const { as, weighs } of best) {
    const key = as.toLowerCase();
    if (weighs >= least && !shown.has(key)) shown.set(key, as);
  }
  return [...shown.values()].slice(0, TERMS_SHOWN);
}

/** Words that were learned to speak for a topic, as they stand in the paper. */
function learnedTerms(
  trained: Trained | undefined,
  seat: number,
  words: ReadonlyMap<string, number>,
  paper: TokenizedPaper,
): string[] {
  const topic = trained?.topics[seat];
  if (!topic) return [];
  const telling = tellingWords(topic, words).filter(({ weighs }) => weighs >= TELLING);
  return telling.slice(0, WORDS_SHOWN).flatMap(({ word }) => asWritten(word, paper) ?? []);
}

function asWritten(word: string, { text, title, abstract }: TokenizedPaper): string | undefined {
  for (const [part, tokens] of [
    [text.title, title],
    [text.abstract ?? '', abstract],
  ] as const) {
    const token = tokens.find(({ forms }) => forms[0]?.key === word);
    if (token) return part.slice(token.start, token.end);
  }
  return undefined;
}
