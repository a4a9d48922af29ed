import { evaluate } from '../../src/match/evaluate.ts';
import { labelsOf } from './cross-validate.ts';
import { FIGURES, type Figure } from './figures.ts';
import type { Material } from './labelled.ts';
import type { Method } from './method.ts';
import { termsAlone } from './methods.ts';
import { trained } from './trained.ts';

/** Figures by method, as they are recorded. */
export type Recorded = Record<string, Record<Figure, number>>;

export const RECORDED_FILE = new URL('recorded.json', import.meta.url);

/** Of so many examples one is learned from: enough to notice what got worse, in a few seconds. */
const SHARE = 8;

/**
 * What must not get worse: by terms alone, and trained on examples. Neither learns from the labelled papers, so that one training
 * says what five would, and each paper is judged by what was learned from others.
 */
export function gated({ catalogue }: Material): Method[] {
  return [
    termsAlone(catalogue, 'terms alone'),
    trained('trained on an eighth of the examples', catalogue, { labelled: false }),
  ];
}

/** The figures of these methods now, to three digits. */
export function figuresNow({ dev, examples, background }: Material, methods: readonly Method[]): Recorded {
  const labels = labelsOf(dev);
  return Object.fromEntries(
    methods.map(method => {
      const told = examples.filter((_, at) => at % SHARE === 0);
      const { match } = method.fit(told, background);
      const quality = evaluate(labels, dev.map(match));
      const figures = FIGURES.map(figure => [figure, Math.round(quality[figure] * 1000) / 1000]);
      return [method.name, Object.fromEntries(figures)];
    }),
  );
}
