import type { Catalogue } from '../../src/match/catalogue.ts';
import { evaluate } from '../../src/match/evaluate.ts';
import { createMatcher } from '../../src/match/matcher.ts';
import { TRAIN_OPTIONS, type TrainOptions, train as trainOn } from '../../src/match/model/train.ts';
import type { Trained } from '../../src/match/model/trained.ts';
import { countWords } from '../../src/match/statistics.ts';
import type { MatchText } from '../../src/model/topic.ts';
import { labelsOf } from './cross-validate.ts';
import type { LabelledText } from './labelled.ts';
import type { Method } from './method.ts';

/** The matcher that ships, trained anew: on the examples, and where `labelled` says so on the labelled papers of the other folds. */
export function trained(
  name: string,
  catalogue: Catalogue,
  { labelled = true, ...options }: Partial<TrainOptions> & { labelled?: boolean } = {},
): Method {
  const learn = remembering(catalogue, { ...TRAIN_OPTIONS, ...options });
  return {
    name,
    fit: (papers, background) => {
      const told = papers.filter(({ from }) => labelled || from === 'example');
      const weights = told.length === 0 ? undefined : learn(told, background);
      const { trained: _, ...bare } = catalogue;
      return createMatcher(weights ? { ...bare, trained: weights } : bare, countWords(background));
    },
  };
}

/** Of several methods the one that is best by micro-F1 and MAP on the papers to learn from: of use where none learns from these. */
export function bestOf(name: string, methods: readonly Method[]): Method {
  return {
    name,
    fit: (train, background) => {
      const dev = train.filter(({ from }) => from === 'dev');
      const fitted = methods.map(method => method.fit(train, background));
      const ranked = fitted.map(one => {
        const { microF1, map } = evaluate(
          labelsOf(dev),
          dev.map(paper => one.match(paper)),
        );
        return { one, value: microF1 + map };
      });
      const [best] = ranked.toSorted((a, b) => b.value - a.value);
      if (!best) throw new Error('one method at least');
      return best.one;
    },
  };
}

/** Training takes seconds, and without labelled papers it is the same in every fold. */
function remembering(
  { topics }: Catalogue,
  options: TrainOptions,
): (papers: readonly LabelledText[], background: readonly MatchText[]) => Trained {
  let last: { key: string; weights: Trained } | null = null;
  return (papers, background) => {
    const key = [background.length, ...papers.map(({ title }) => title)].join('\n');
    if (last?.key !== key) last = { key, weights: trainOn(topics, papers, countWords(background), options) };
    return last.weights;
  };
}
