import type { Catalogue, CatalogueTopic } from '../../src/match/catalogue.ts';
import { createMatcher } from '../../src/match/matcher.ts';
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

/** What ships, with the thresholds that ship. It learns nothing from the labels here. */
export function present(catalogue: Catalogue, name = 'Paperboy'): Method {
  return {
    name,
    fit: (_, background) => createMatcher(catalogue, countWords(background)),
  };
}

/** Methods that learn from labels: the learning curve is theirs. */
export function learning(catalogue: Catalogue): Method[] {
  return [supervised('labels and examples alone: the same', catalogue)];
}

/** What ships without one of its parts each. */
export function variants(catalogue: Catalogue): Method[] {
  const without = (what: string, change: (topic: CatalogueTopic) => CatalogueTopic): Method =>
    present({ topics: catalogue.topics.map(change) }, `without ${what}`);
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
    reading(present(catalogue), 'without abstracts', ({ title }) => ({ title, abstract: null })),
    reading(present(catalogue), 'without titles', ({ abstract }) => ({ title: '', abstract })),
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
