import type { Catalogue } from '../../src/match/catalogue.ts';
import { type Lesson, logistic } from '../../src/model/logistic.ts';
import { dotSparse } from '../../src/model/sparse.ts';
import type { MatchText } from '../../src/model/topic.ts';
import type { LabelledText } from './labelled.ts';
import { bestThreshold, innerFolds, type Method, matchesOf, type Score, type Scored } from './method.ts';
import { collectionOf } from './scorers.ts';
import { countsOf, vectorOf } from './vectors.ts';

const PENALTIES = [0.3, 0.03];
const ROUNDS = 40;

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
      const tried = PENALTIES.map(penalty => {
        const papers = inner.flatMap(({ test, learn }) => {
          const score = learn(penalty);
          return test.map((paper): Scored => ({ paper, scores: score(paper) }));
        });
        const threshold = dev.length === 0 ? 0 : bestThreshold(ids, papers);
        return { penalty, threshold, f1: f1At(ids, papers, threshold) };
      });
      const best = tried.toSorted((a, b) => b.f1 - a.f1)[0] ?? { penalty: 0.1, threshold: 0 };
      const score = lesson(ids, [...dev, ...examples], background)(best.penalty);
      return { match: text => matchesOf(ids, score(text), best.threshold) };
    },
  };
}

/** Scorers by penalty, learned from the same papers. */
function lesson(
  ids: readonly string[],
  train: readonly LabelledText[],
  background: readonly MatchText[],
): (penalty: number) => Score {
  const { space } = collectionOf(background);
  const vectors = train.map(paper => ({ paper, features: vectorOf(countsOf(paper), space) }));
  const lessons = ids.map(id =>
    vectors.flatMap(({ paper, features }): Lesson[] => {
      const right = paper.topics.includes(id);
      return !right && paper.optional.includes(id) ? [] : [{ features, right, weight: 1 }];
    }),
  );
  return penalty => {
    const learned = lessons.map(told => logistic(told, space.idf.length, { penalty, rounds: ROUNDS }));
    return text => {
      const vector = vectorOf(countsOf(text), space);
      return learned.map(({ weights, bias }) => dotSparse(vector, weights) + bias);
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
