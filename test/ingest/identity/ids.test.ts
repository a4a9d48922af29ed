import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseArxivId } from '../../../src/ingest/identity/arxiv-id.ts';
import { parseDoi } from '../../../src/ingest/identity/doi.ts';
import { urlKey } from '../../../src/ingest/identity/url-key.ts';

describe('an arXiv id', () => {
  const spellings = [
    '2503.02130',
    'arXiv:2503.02130',
    'oai:arXiv.org:2503.02130',
    'http://arxiv.org/abs/2503.02130',
    'https://www.arxiv.org/pdf/2503.02130.pdf',
    'https://export.arxiv.org/abs/2503.02130?context=cs',
    'https://arxiv.org/html/2503.02130#S1',
    'https://www.alphaxiv.org/abs/2503.02130',
    'https://huggingface.co/papers/2503.02130#community',
    'https://hf.co/papers/2503.02130',
    '10.48550/arXiv.2503.02130',
    'https://doi.org/10.48550/ARXIV.2503.02130',
  ];

  test.each(spellings)('is read from %s', text => {
    expect(parseArxivId(text)).toEqual({ id: '2503.02130', version: null });
  });

  test('is told apart from its version and its subject class', () => {
    expect(parseArxivId('2503.02130v12')).toEqual({ id: '2503.02130', version: 12 });
    expect(parseArxivId('math.GT/0309136v2')).toEqual({ id: 'math/0309136', version: 2 });
    expect(parseArxivId('https://arxiv.org/abs/hep-th/9901001')).toEqual({
      id: 'hep-th/9901001',
      version: null,
    });
    expect(parseArxivId('0704.0001')).toEqual({ id: '0704.0001', version: null });
  });

  const wrong = [
    '2503.0213',
    '2024.12345',
    '1412.12345',
    '0703.0001',
    '2513.00001',
    '12503.02130',
    '2503.021301',
    '2503.02130v0',
    'math/0704001',
    'huggingface.co',
    '',
    'https://example.org/abs/2503.02130',
  ];

  test.each(wrong)('is not read from %s', text => {
    expect(parseArxivId(text)).toBeNull();
  });

  test('never throws, and its canonical form is its own', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{4}\.\d{4,5}(v\d)?$/)), text => {
        const found = parseArxivId(text);
        if (found) expect(parseArxivId(found.id)).toEqual({ id: found.id, version: null });
      }),
    );
  });
});

describe('a DOI', () => {
  const spellings: [text: string, doi: string | null][] = [
    ['10.1145/3292500.3330701', '10.1145/3292500.3330701'],
    ['doi:10.1145/3292500.3330701.', '10.1145/3292500.3330701'],
    ['https://doi.org/10.1038/S41586-021-03819-2', '10.1038/s41586-021-03819-2'],
    ['http://dx.doi.org/10.1016%2Fj.cell.2020.01.001', '10.1016/j.cell.2020.01.001'],
    ['https://doi.org/10.1145/3306618?utm_source=rss#abstract', '10.1145/3306618'],
    ['10.1002/1097%23-0258', '10.1002/1097#-0258'],
    ['10.1101/857789v1', '10.1101/857789'],
    ['10.1002/(SICI)1097-0258(1)', '10.1002/(sici)1097-0258(1)'],
    ['10.48550/arXiv.2503.02130', null],
    ['11.1145/1', null],
    ['%E0%A4%A', null],
  ];

  test.each(spellings)('%s is %s', (text, doi) => {
    expect(parseDoi(text)).toBe(doi);
  });
});

describe('a URL as a key', () => {
  test('is the same however it is decorated', () => {
    const spellings = [
      'https://example.org/paper',
      'http://www.example.org/paper/',
      'https://EXAMPLE.org/paper#abstract',
      'https://example.org/paper?utm_source=x&fbclid=1',
      'https://example.org:443/paper',
    ];
    expect(new Set(spellings.map(urlKey))).toEqual(new Set(['https://example.org/paper']));
  });

  test('keeps what tells pages apart', () => {
    expect(urlKey('https://example.org/forum?id=2&b=1')).toBe('https://example.org/forum?b=1&id=2');
    expect(urlKey('https://example.org/Paper')).not.toBe(urlKey('https://example.org/paper'));
    expect(urlKey('mailto:a@example.org')).toBeNull();
  });
});
