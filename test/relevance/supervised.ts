import type { Catalogue } from '../../src/match/catalogue.ts';
import type { MatchText } from '../../src/model/topic.ts';
import type { LabelledText } from './labelled.ts';
import { logistic } from './logistic.ts';
import { bestThreshold, innerFolds, type Method, matchesOf, type Score, type Scored } from './method.ts';
import { collectionOf } from './scorers.ts';
import { countsOf, vectorOf } from './vectors.ts';

const STRENGTHS = [1, 10, 100];

/**
 * TF-IDF and one logistic regression a topic, learned from what is labelled alone. Inner folds choose the strength of the
 * regularisation and the threshold, both for all topics.
 */
export function supervised(
  name: string,
  { topics }: Catalogue,
  { examples: withExamples = true } = {},
): Method {
  const ids = topics.map(({ id }) => id);
  return {
    name,
    fit: (train, background) => {
      const dev = train.filter(({ from }) => from === 'dev');
      const examples = withExamples ? train.filter(({ from }) => from === 'example') : [];
      const inner = innerFolds(dev).map(fold => ({
        test: fold.test,
        learn: lesson(ids, [...fold.train, ...examples], background),
      }));
      const tried = STRENGTHS.map(strength => {
        const papers = inner.flatMap(({ test, learn }) => {
          const score = learn(strength);
          return test.map((paper): Scored => ({ paper, scores: score(paper) }));
        });
        const threshold = dev.length === 0 ? 0.5 : bestThreshold(ids, papers);
        return { strength, threshold, f1: f1At(ids, papers, threshold) };
      });
      const best = tried.toSorted((a, b) => b.f1 - a.f1)[0] ?? { strength: 10, threshold: 0.5 };
      const score = lesson(ids, [...dev, ...examples], background)(best.strength);
      return { match: text => matchesOf(ids, score(text), best.threshold) };
    },
  };
}

/** Scorers by strength, learned from the same papers. */
function lesson(
  ids: readonly string[],
  train: readonly LabelledText[],
  background: readonly MatchText[],
): (strength: number) => Score {
  const { space } = collectionOf(background);
  const vectors = train.map(paper => vectorOf(countsOf(paper), space));
  const answers = ids.map(id =>
    train.map(paper => paper.topics.includes(id) || (paper.optional.includes(id) ? null : false)),
  );
  return strength => {
    const classifiers = answers.map(right => logistic(vectors, right, space.idf.length, strength));
    return text => {
      const vector = vectorOf(countsOf(text), space);
      return classifiers.map(classify => classify(vector));
    };
  };
}

function f1At(ids: readonly string[], papers: readonly Scored[], threshold: number): number {
  let both = 0;
  let sum = 0;
  for (const { paper, scores } of papers) {
    for (const [at, id] of ids.entries()) {
      const right = paper.topics.includes(id);
      if (!right && paper.optional.includes(id)) continue;
      const decided = (scores[at] ?? 0) >= threshold;
      if (right && decided) both++;
      sum += Number(right) + Number(decided);
    }
  }
  return sum === 0 ? 0 : (2 * both) / sum;
}
