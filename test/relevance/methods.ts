import type { Catalogue, CatalogueTopic } from '../../src/match/catalogue.ts';
import { createMatcher } from '../../src/match/matcher.ts';
import type { TrainOptions } from '../../src/match/model/train.ts';
import { countWords, NO_STATISTICS } from '../../src/match/statistics.ts';
import type { MatchText } from '../../src/model/topic.ts';
import { type Method, withThreshold } from './method.ts';
import {
  bm25,
  describedPhrases,
  fusion,
  lexicon,
  lexiconPhrases,
  lsa,
  ofDescription,
  ofLexicon,
  substring,
  tfidf,
  wholeWords,
} from './scorers.ts';
import { supervised } from './supervised.ts';
import { trained } from './trained.ts';

const RANK = 200;
const FEEDBACK = { papers: 10, weight: 0.5 };

/** Ways that others go, or that are simpler than ours. All get one threshold, set on the other folds. */
export function baselines(catalogue: Catalogue): Method[] {
  const idf = lexicon('lexicon: whole words, idf, title', catalogue);
  const cosine = tfidf('lexicon + description: TF-IDF', catalogue, ofLexicon);
  const latent = lsa(`lexicon + description: LSA-${RANK}`, catalogue, ofLexicon, RANK);
  return [
    withThreshold(substring('description: phrases as substrings', catalogue, describedPhrases)),
    withThreshold(wholeWords('description: phrases as whole words', catalogue, describedPhrases)),
    withThreshold(bm25('description: BM25', catalogue, ofDescription)),
    withThreshold(tfidf('description: TF-IDF', catalogue, ofDescription)),
    withThreshold(tfidf('description: TF-IDF, Rocchio', catalogue, ofDescription, FEEDBACK)),
    withThreshold(lsa(`description: LSA-${RANK}`, catalogue, ofDescription, RANK)),
    withThreshold(substring('lexicon: substrings', catalogue, lexiconPhrases)),
    withThreshold(idf),
    withThreshold(cosine),
    withThreshold(latent),
    withThreshold(fusion('fusion of these three', [idf, cosine, latent])),
    supervised('labels alone: TF-IDF, logistic regression', catalogue, { examples: false }),
  ];
}

/** Terms alone, with the thresholds of the catalogue: what a topic is matched by that no example taught. It learns nothing here. */
export function termsAlone({ trained: _, ...bare }: Catalogue, name = 'Paperboy, terms alone'): Method {
  return {
    name,
    fit: (_, background) => createMatcher(bare, countWords(background)),
  };
}

/** Methods that learn from labels: the learning curve is theirs. */
export function learning(catalogue: Catalogue): Method[] {
  return [
    supervised('labels and examples alone: the same', catalogue),
    trained('Paperboy, trained on examples', catalogue, { labelled: false }),
    trained('Paperboy, trained on examples and labels', catalogue),
  ];
}

/** Terms alone without one of their parts each. */
export function variants({ trained: _, ...catalogue }: Catalogue): Method[] {
  const without = (what: string, change: (topic: CatalogueTopic) => CatalogueTopic): Method =>
    termsAlone({ topics: catalogue.topics.map(change) }, `without ${what}`);
  const terms = (keep: (weight: number) => boolean) => (topic: CatalogueTopic) => ({
    ...topic,
    lexicon: topic.lexicon.filter(({ weight }) => keep(weight)),
  });
  return [
    without('descriptions', topic => ({ ...topic, name: '', description: '' })),
    without('the lexicon', topic => ({ ...topic, lexicon: [] })),
    without(
      'weak terms',
      terms(weight => weight <= 0 || weight >= 1),
    ),
    without(
      'terms that speak against',
      terms(weight => weight >= 0),
    ),
    without(
      'terms to ignore',
      terms(weight => weight !== 0),
    ),
    without('weights', topic => ({
      ...topic,
      lexicon: topic.lexicon.map(term => ({ ...term, weight: Math.sign(term.weight) })),
    })),
    { name: 'without an archive', fit: () => createMatcher(catalogue, NO_STATISTICS) },
    reading(termsAlone(catalogue), 'without abstracts', ({ title }) => ({ title, abstract: null })),
    reading(termsAlone(catalogue), 'without titles', ({ abstract }) => ({ title: '', abstract })),
  ];
}

/** What ships, trained on examples without one of its parts each. */
export function trainedVariants(catalogue: Catalogue): Method[] {
  const parts: [string, Partial<TrainOptions>][] = [
    ['without words', { wordsKept: 0 }],
    ['without neighbours', { besideScale: 0 }],
    ['without the part of terms alone', { termsAlone: 0 }],
    ['by terms alone', { termsAlone: 1 }],
    ['without leans of single topics', { leanScale: 0 }],
    ['no word forgotten', { wordsKept: Number.POSITIVE_INFINITY }],
    ['half the regularisation', { wordPenalty: 0.1 }],
    ['twice the regularisation', { wordPenalty: 0.4 }],
  ];
  return [
    ...parts.map(([part, options]) =>
      trained(`trained, ${part}`, catalogue, { labelled: false, ...options }),
    ),
    trained('Paperboy, trained on examples', catalogue, { labelled: false }),
  ];
}

/** The same method on papers read another way. */
function reading(method: Method, name: string, read: (text: MatchText) => MatchText): Method {
  return {
    name,
    fit: (train, background) => {
      const { match } = method.fit(train, background);
      return { match: text => match(read(text)) };
    },
  };
}
