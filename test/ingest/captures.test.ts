import { describe, expect, test } from 'vitest';
import { capture, FIVE_CAPTURES } from '../support/captures.ts';
import { RESPELLINGS, readText } from './snapshot-text.ts';

const text = (name: string) => new TextDecoder().decode(capture(name));
const keysOf = (content: string | Uint8Array) => readText(content).entries.map(({ keys }) => keys);

const EXPECTED: readonly [file: string, entries: number, first: string, last: string][] = [
  [
    'capture-2025-08-11.txt',
    124,
    'GaraMoSt: Parallel Multi-Granularity Motion and Structural Modeling for Efficient Multi-Frame Interpolation in DSA Images',
    'Exploiting Inter-Layer Expert Affinity for Accelerating Mixture-of-Experts Model Inference',
  ],
  [
    'capture-2025-09-16.txt',
    98,
    'Gated Associative Memory: A Parallel O(N) Architecture for Efficient Sequence Modeling',
    'TPI-LLM: Serving 70B-scale LLMs Efficiently on Low-resource Edge Devices',
  ],
  [
    'capture-2025-03-14.txt',
    107,
    'LightSeq: Sequence Level Parallelism for Distributed Training of Long Context Transformers',
    'Structured State Space Models for In-Context Reinforcement Learning',
  ],
  [
    'capture-undated.txt',
    198,
    'MGM-Omni: Scaling Omni LLMs to Personalized Long-Horizon Speech',
    'Residual Stream Analysis with Multi-Layer SAEs',
  ],
  [
    'capture-2026-06-02.txt',
    59,
    'UniPT: Universal Parallel Tuning for Transfer Learning with Efficient Parameter and Memory',
    'Ladder-residual: parallelism-aware architecture for accelerating large model inference with communication overlapping',
  ],
];

describe('the five captures', () => {
  test.each(EXPECTED)('%s holds %i entries, each with its abstract', (file, count, first, last) => {
    const read = readText(capture(file));
    expect(read).toMatchObject({ format: 'hf-text', refusal: null, rejected: [] });
    expect(read.entries).toHaveLength(count);
    expect(read.entries[0]?.rawTitle).toBe(first);
    expect(read.entries.at(-1)?.rawTitle).toBe(last);
    expect(read.entries.every(({ abstract }) => abstract !== null && abstract.length > 400)).toBe(true);
  });

  test('the last one dates 55 of its 59 entries', () => {
    const { entries } = readText(capture('capture-2026-06-02.txt'));
    expect(entries.filter(({ publishedOn }) => publishedOn !== null)).toHaveLength(55);
    expect(
      entries.filter(({ organisation }) => organisation).map(({ organisation }) => organisation),
    ).toEqual(['Alibaba-NLP', 'OPPO-Personal-AI-Lab', 'Google', 'Kyutai', 'Tencent']);
    expect(entries.filter(({ authorCount }) => authorCount !== null)).toHaveLength(50);
  });

  test('together they name 482 papers', () => {
    const strongest = FIVE_CAPTURES.flatMap(file => keysOf(capture(file)).map(keys => keys[0]));
    expect(strongest).toHaveLength(586);
    expect(new Set(strongest).size).toBe(482);
  });

  test('every entry proves its title and its abstract, and no title is markup', () => {
    for (const file of FIVE_CAPTURES) {
      for (const { keys, title } of readText(capture(file)).entries) {
        expect(keys.map(key => key.split(':')[0])).toEqual(['title', 'abstract']);
        expect(title).not.toMatch(/[$\\{}]|--/);
      }
    }
  });

  test.each(RESPELLINGS)('come again with %s as the same papers', (_what, respell) => {
    for (const file of FIVE_CAPTURES) expect(keysOf(respell(text(file)))).toEqual(keysOf(capture(file)));
  });

  test('come again in UTF-16 as the same papers', () => {
    for (const file of FIVE_CAPTURES) {
      const utf16 = Buffer.from(`\ufeff${text(file)}`, 'utf16le');
      expect(keysOf(utf16)).toEqual(keysOf(capture(file)));
    }
  });

  test('joined into one file they give all their entries', () => {
    const joined = FIVE_CAPTURES.map(text).join('\n');
    const read = readText(joined);
    expect(read.entries).toHaveLength(586);
    expect(read.rejected).toEqual([]);
  });
});
