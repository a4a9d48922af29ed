import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type KnownPaper, resolveEntry } from '../../../src/ingest/identity/resolve.ts';
import type { Entry } from '../../../src/model/paper.ts';
import { entry } from './entry.ts';

const TITLE = 'RoboMemory for Lifelong Learning';
const RENAMED = 'RoboMemory for Interactive Environmental Learning';

function known(num: number, { arxivId, doi, keys }: Entry, ...more: string[]): KnownPaper {
  return { num, arxivId, doi, keys: [...keys, ...more] };
}

describe('an entry', () => {
  test('that leads nowhere is new', () => {
    expect(resolveEntry(entry(TITLE), [])).toEqual({ kind: 'new' });
  });

  test('with a known title is known, whether or not it brings an id', () => {
    const stored = [known(7, entry(TITLE))];
    expect(resolveEntry(entry(TITLE), stored)).toEqual({ kind: 'known', num: 7, merge: [] });
    expect(resolveEntry(entry(TITLE, { arxivId: '2508.01415' }), stored)).toMatchObject({ num: 7 });
  });

  test('with a known id is known under another title', () => {
    const stored = [known(7, entry(TITLE, { arxivId: '2508.01415' }))];
    expect(resolveEntry(entry(RENAMED, { arxivId: '2508.01415', arxivVersion: 2 }), stored)).toMatchObject({
      num: 7,
    });
  });

  test('that proves two papers one keeps the elder', () => {
    const stored = [known(9, entry(TITLE, { arxivId: '2508.01415' })), known(3, entry(RENAMED))];
    expect(resolveEntry(entry(RENAMED, { arxivId: '2508.01415' }), stored)).toEqual({
      kind: 'known',
      num: 3,
      merge: [9],
    });
  });

  test('with another arXiv id is another paper, though title and address agree', () => {
    const url = 'https://example.org/workshop';
    const stored = [known(7, entry('Technical Report of the Team', { arxivId: '2508.01415', url }))];
    expect(
      resolveEntry(entry('Technical Report of the Team', { arxivId: '2509.00001', url }), stored),
    ).toEqual({ kind: 'new' });
  });

  test('with another DOI is another paper, unless one is a preprint', () => {
    const stored = [known(7, entry(TITLE, { doi: '10.1145/1' }))];
    expect(resolveEntry(entry(TITLE, { doi: '10.1145/2' }), stored)).toEqual({ kind: 'new' });
    expect(resolveEntry(entry(TITLE, { doi: '10.1101/2' }), stored)).toMatchObject({ num: 7 });
    expect(
      resolveEntry(entry(TITLE, { doi: '10.1145/2', arxivId: '2508.01415' }), [
        known(8, entry(TITLE, { doi: '10.1145/1', arxivId: '2508.01415' })),
      ]),
    ).toMatchObject({ num: 8 });
  });

  test('with nothing but a title does not unite two papers with different ids', () => {
    const stored = [
      known(9, entry(TITLE, { arxivId: '2509.00001' })),
      known(3, entry(TITLE, { arxivId: '2508.01415' })),
    ];
    expect(resolveEntry(entry(TITLE), stored)).toEqual({ kind: 'known', num: 3, merge: [] });
  });

  test('with a known DOI but another arXiv id is another paper', () => {
    const stored = [known(7, entry(TITLE, { arxivId: '2508.01415', doi: '10.1145/1' }))];
    expect(resolveEntry(entry(RENAMED, { arxivId: '2509.00001', doi: '10.1145/1' }), stored)).toEqual({
      kind: 'new',
    });
  });

  test('with the arXiv id of one paper and the DOI of another is the first, however young', () => {
    const wrong = entry(RENAMED, { arxivId: '2509.00001', doi: '10.1145/1' });
    for (const other of [{ arxivId: '2508.01415', doi: '10.1145/1' }, { doi: '10.1145/1' }]) {
      const stored = [
        known(3, entry(TITLE, other)),
        known(9, entry('Another Work', { arxivId: '2509.00001', doi: '10.1145/9' })),
      ];
      expect(resolveEntry(wrong, stored)).toEqual({ kind: 'known', num: 9, merge: [] });
    }
  });

  test('never unites papers with different arXiv ids', () => {
    const fields = fc.record({
      arxivId: fc.constantFrom(null, '2508.01415', '2509.00001'),
      doi: fc.constantFrom(null, '10.1145/1', '10.1145/2', '10.1101/3'),
      title: fc.constantFrom(TITLE, RENAMED),
    });
    const any = fields.map(({ title, ...ids }) => entry(title, ids));
    fc.assert(
      fc.property(any, fc.array(any, { maxLength: 5 }), (seen, stored) => {
        const papers = stored.map((each, at) => known(at + 1, each));
        const resolved = resolveEntry(seen, papers);
        const nums = resolved.kind === 'known' ? [resolved.num, ...resolved.merge] : [];
        const ids = nums.map(num => papers[num - 1]?.arxivId).concat(seen.arxivId);
        return new Set(ids.filter(id => id !== null)).size <= 1;
      }),
      { numRuns: 500 },
    );
  });

  test('is resolved the same in whatever order papers are found', () => {
    const id = fc.constantFrom(null, '2508.01415', '2509.00001');
    const doi = fc.constantFrom(null, '10.1145/1', '10.1145/2', '10.1101/3');
    const any = fc.record({ arxivId: id, doi }).map(fields => entry(TITLE, fields));
    fc.assert(
      fc.property(any, fc.array(any, { maxLength: 5 }), (seen, stored) => {
        const papers = stored.map((each, at) => known(at + 1, each));
        expect(resolveEntry(seen, papers.toReversed())).toEqual(resolveEntry(seen, papers));
      }),
    );
  });
});
