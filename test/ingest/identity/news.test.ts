import { describe, expect, test } from 'vitest';
import { newsOf } from '../../../src/ingest/identity/news.ts';
import type { Paper } from '../../../src/model/paper.ts';
import { paper } from '../../support/builders.ts';

const known: Paper = { ...paper({ id: 'abc', firstSeen: '2026-01-05', lastSeen: '2026-01-06' }), num: 1 };
const news = (before: Partial<Paper>, after: Partial<Paper>, day = '2026-01-20') =>
  newsOf({ ...known, ...before }, { ...known, ...before, ...after }, day).map(
    ({ kind, detail }) => `${kind} ${detail}`,
  );

describe('news of a known paper', () => {
  const code = { codeUrl: 'https://github.com/a/b' };

  test('are a later version, code, a venue or a publisher, and a withdrawal', () => {
    expect(news({ arxivVersion: 1 }, { arxivVersion: 3 })).toEqual(['version 3']);
    expect(news({}, code)).toEqual(['code https://github.com/a/b']);
    expect(news({}, { venue: 'NeurIPS 2026', doi: '10.1145/1' })).toEqual(['published NeurIPS 2026']);
    expect(news({}, { doi: '10.1145/1' })).toEqual(['published a journal or proceedings, DOI 10.1145/1']);
    expect(news({}, { withdrawnOn: '2026-01-20' })).toEqual(['withdrawn 2026-01-20']);
  });

  test('are not what was known, or never known: other code, a first version, a preprint server', () => {
    expect(news({}, {})).toEqual([]);
    expect(news({}, { arxivVersion: 3 })).toEqual([]);
    expect(news(code, { codeUrl: 'https://github.com/a/c' })).toEqual([]);
    expect(news({ venue: 'NeurIPS 2026' }, { doi: '10.1145/1' })).toEqual([]);
    for (const venue of ['arXiv.org', 'CoRR abs/2601.00001', 'bioRxiv', 'Submitted to ICLR 2027'])
      expect(news({}, { venue })).toEqual([]);
    expect(news({}, { doi: '10.1101/2026.01.01' })).toEqual([]);
  });

  test('are not told on the day it was first seen and the day after, nor by a snapshot much older than another', () => {
    for (const day of ['2026-01-05', '2026-01-06']) expect(news({}, code, day)).toEqual([]);
    expect(news({}, code, '2026-01-07')).toHaveLength(1);
    expect(news({ lastSeen: '2026-01-22' }, code)).toEqual([]);
    expect(news({ lastSeen: '2026-01-21' }, code)).toHaveLength(1);
    expect(news({}, { ...code, withdrawnOn: '2026-01-05' }, '2026-01-05')).toEqual(['withdrawn 2026-01-05']);
  });
});
