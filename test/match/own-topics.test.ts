import { describe, expect, it } from 'vitest';
import { parseCatalogue } from '../../src/match/catalogue.ts';
import { createMatcher } from '../../src/match/matcher.ts';
import { countWords, NO_STATISTICS } from '../../src/match/statistics.ts';
import { readMaterial } from '../relevance/labelled.ts';
import { withCompanions } from '../relevance/ten-words.ts';

/** Three topics that nobody labelled a paper with, in ten terms each: what an operator writes in two minutes. */
const OWN = parseCatalogue(
  `topics:
  - id: diffusion-language
    name: Diffusion language models
    terms:
      strong: [diffusion language model, masked diffusion, discrete diffusion, dLLM, diffusion LLM, text diffusion]
      normal: [denoising step, bidirectional attention, parallel decoding, remasking]
  - id: weather-climate
    name: Weather and climate
    terms:
      strong: [weather forecasting, climate model, precipitation, numerical weather prediction, ERA5]
      normal: [weather, climate, atmosphere, remote sensing, satellite]
  - id: efficient-attention
    name: Efficient attention
    terms:
      strong: [attention head, attention sink, linear attention, sparse attention, softmax attention]
      normal: [attention mechanism, self-attention, attention score, attention map, attention pattern]
`,
  'own.yaml',
);

/** Papers of the captures that belong there, by how their titles begin; read by eye. */
const RIGHT: Record<string, string[]> = {
  'diffusion-language': [
    'Discrete Diffusion in Large Language and Multimodal Models',
    'Dream-VL & Dream-VLA',
    'SDAR-VL',
    'DiffRetriever',
  ],
  'weather-climate': ['Fuxi-DA', 'Prithvi WxC'],
  'efficient-attention': ['Mixture of Attention Heads', 'SpAtten', 'TabNSA', 'CLEAR', 'LASP-2'],
};

describe('a topic that an operator adds with ten terms', () => {
  const { background } = readMaterial();
  const [bare, taught] = [NO_STATISTICS, withCompanions(OWN.topics, background)].map(statistics => {
    const { match } = createMatcher(OWN, statistics);
    return background.map(paper => ({ title: paper.title, matches: match(paper) }));
  });

  /** Titles decided for a topic, the best first. */
  function brought(all: typeof bare, topic: string): string[] {
    return (all ?? [])
      .flatMap(({ title, matches }) => {
        const match = matches.find(one => one.topic === topic);
        return match?.decided ? [{ title, score: match.score }] : [];
      })
      .sort((a, b) => b.score - a.score)
      .map(({ title }) => title);
  }

  it.each(Object.entries(RIGHT))('brings the right papers of %s at once', (topic, right) => {
    const titles = brought(bare, topic);
    for (const begin of right) expect(titles.find(title => title.startsWith(begin)) ?? begin).not.toBe(begin);
    expect(titles.length).toBeLessThan(2 * right.length + 5);
  });

  it.each(Object.entries(RIGHT))(
    'has them first for %s, too, when the papers have taught its companions',
    (topic, right) => {
      const titles = brought(taught, topic);
      for (const begin of right) {
        const place = titles.findIndex(title => title.startsWith(begin));
        expect([begin, place >= 0 && place < right.length + 3]).toEqual([begin, true]);
      }
      expect(titles.length).toBeLessThan(3 * right.length + 5);
    },
  );

  it('never loses a paper to its companions', () => {
    const { match } = createMatcher(OWN, countWords(background));
    for (const [at, paper] of background.entries()) {
      const after = new Map(taught?.[at]?.matches.map(({ topic, score }) => [topic, score]));
      for (const { topic, score } of match(paper)) expect(after.get(topic)).toBeGreaterThanOrEqual(score);
    }
  });
});
