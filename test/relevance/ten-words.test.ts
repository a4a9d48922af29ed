import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/match/evaluate.ts';
import { labelsOf } from './cross-validate.ts';
import { readMaterial } from './labelled.ts';
import { shortTopics } from './ten-words.ts';

describe('a topic of ten words', () => {
  it('finds more of what people say belongs there with its companions', () => {
    const { catalogue, dev, background } = readMaterial();
    const [bare, taught] = [false, true].map(companions => {
      const { match } = shortTopics(catalogue, { companions }).fit([], background);
      return evaluate(
        labelsOf(dev),
        dev.map(paper => match(paper)),
      );
    });
    // Measured: MAP .66 and .70, micro-F1 .51 and .61 (README.md). Noise is about .02.
    expect(taught?.map).toBeGreaterThan((bare?.map ?? 1) + 0.02);
    expect(taught?.microF1).toBeGreaterThan((bare?.microF1 ?? 1) + 0.05);
    expect(taught?.ndcg10).toBeGreaterThan((bare?.ndcg10 ?? 1) - 0.02);
  });
});
