import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kinshipOf, type Likeness } from '../../src/plan/similar.ts';

const WORDS = [
  'retrieval augmented generation improves factual answers by reading passages found in a large index before the decoder writes',
  'we train a video diffusion transformer on captioned clips and show that longer context keeps characters consistent over minutes',
  'a robot learns dexterous grasping from human demonstrations recorded with cheap gloves and transfers the policy to new objects',
  'speculative decoding drafts several tokens with a small model and verifies them in parallel, which halves latency at no loss',
];

function paper(
  num: number,
  title: string,
  abstract: string | null = null,
  more: Partial<Likeness> = {},
): Likeness {
  return { num, title, abstract, organisation: null, authors: [], ...more };
}

function pairs(papers: readonly Likeness[]): [number, number[]][] {
  return [...kinshipOf(papers).alike].map(([num, others]) => [num, [...others]]);
}

describe('papers that are alike', () => {
  const others = WORDS.map((text, at) => paper(10 + at, `Work number ${at}`, text));

  it('say the same in nearly the same words, under whatever title', () => {
    const text =
      'Sparse attention routes each query to few keys; it keeps quality and halves memory on long documents.';
    const revised = text.replace('halves memory', 'more than halves memory use').replace('routes', 'sends');
    const all = [...others, paper(1, 'Sparse attention by routing', text), paper(2, 'RouteFormer', revised)];
    expect(pairs(all)).toEqual([
      [2, [1]],
      [1, [2]],
    ]);
  });

  it('are found by their titles where one has no abstract', () => {
    const title = 'Speculative decoding halves the latency of language models';
    const all = [
      ...others,
      paper(1, title, 'A small network drafts, and a large one checks its drafts in one pass.'),
      paper(2, `${title}.`),
      paper(3, 'Speculative decoding, a survey'),
    ];
    expect(pairs(all)).toEqual([
      [2, [1]],
      [1, [2]],
    ]);
  });

  it('are none of one series, nor of one subject', () => {
    const report = (name: string, text: string) => `We present ${name}, a family of open models. ${text}`;
    const all = [
      paper(1, 'Larch 2 Technical Report', report('Larch 2', WORDS[1] ?? '')),
      paper(2, 'Larch 3 Technical Report', report('Larch 3', WORDS[2] ?? '')),
      paper(3, 'Faster speculative decoding', WORDS[3]),
      paper(
        4,
        'Speculative decoding for speech',
        'Speech recognisers draft tokens with a small acoustic model; errors fall.',
      ),
    ];
    expect(pairs(all)).toEqual([]);
  });

  it('are alike both ways, and never to themselves', () => {
    const text = fc
      .array(fc.constantFrom(...WORDS.join(' ').split(' ')), { minLength: 1, maxLength: 30 })
      .map(words => words.join(' '));
    const any = fc.array(fc.record({ title: text, abstract: fc.option(text) }), { maxLength: 12 });
    fc.assert(
      fc.property(any, texts => {
        const { alike } = kinshipOf(texts.map(({ title, abstract }, num) => paper(num, title, abstract)));
        for (const [num, found] of alike) {
          expect(found).not.toContain(num);
          expect(new Set(found).size).toBe(found.length);
          for (const other of found) expect(alike.get(other)).toContain(num);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('circles of papers', () => {
  it('are an organisation, a first or a last author that several share', () => {
    const { circles } = kinshipOf([
      paper(1, 'a', null, { organisation: 'Larch Lab', authors: ['Ada', 'Bo', 'Cy'] }),
      paper(2, 'b', null, { organisation: 'larch lab ', authors: ['Dee'] }),
      paper(3, 'c', null, { organisation: 'Oak', authors: ['Bo', 'Cy'] }),
      paper(4, 'd', null, { organisation: null, authors: ['Eve'] }),
    ]);
    const [one, two, three] = [1, 2, 3].map(num => circles.get(num) ?? []);
    expect(one).toHaveLength(2);
    expect(one).toEqual(expect.arrayContaining([...(two ?? []), ...(three ?? [])]));
    expect([two, three]).toEqual([[expect.any(Number)], [expect.any(Number)]]);
    expect(circles.has(4)).toBe(false);
  });
});
