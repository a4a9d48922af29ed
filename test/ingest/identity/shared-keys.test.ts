import { expect, test } from 'vitest';
import { resolveEntry } from '../../../src/ingest/identity/resolve.ts';
import { withoutSharedKeys } from '../../../src/ingest/identity/shared-keys.ts';
import { entry } from './entry.ts';

const STOCK =
  'The same opening words stand under several titles, as stock texts and parts of a series do. '.repeat(4);

test('an abstract under two titles of one snapshot tells nothing of identity', () => {
  const [a, b, c] = withoutSharedKeys([
    entry('Robots that Fold Laundry', { abstract: STOCK }),
    entry('Llamas that Write Proofs', { abstract: STOCK }),
    entry('A Paper with an Abstract of its Own', { abstract: `Unlike the others. ${STOCK}` }),
  ]);
  expect(a?.keys).toEqual(['title:robots that fold laundry']);
  expect(b?.keys).toEqual(['title:llamas that write proofs']);
  expect(c?.keys).toHaveLength(2);
});

test('the same paper listed twice keeps its abstract as a key', () => {
  const twice = [
    entry('PanGu-$\\alpha$ and Friends', { abstract: STOCK }),
    entry('PanGu-α and Friends', { abstract: STOCK }),
  ];
  expect(withoutSharedKeys(twice)).toEqual(twice);
});

test('an address under two titles of one snapshot tells nothing of identity', () => {
  const url = 'https://lab.example.org/publications';
  const entries = ['Robots that Fold Laundry', 'Llamas that Write Proofs'].map(title =>
    entry(title, { url }),
  );
  expect(withoutSharedKeys(entries).map(({ keys }) => keys)).toEqual([
    ['title:robots that fold laundry'],
    ['title:llamas that write proofs'],
  ]);
  const twice = [entry('Robots that Fold Laundry', { url }), entry('Robots That Fold Laundry', { url })];
  expect(withoutSharedKeys(twice)).toEqual(twice);
});

test('short titles with one abstract stay apart, and meet themselves again', () => {
  const entries = ['Paper 1', 'Paper 2'].map(title => entry(title, { abstract: STOCK }));
  expect(withoutSharedKeys(entries).map(({ keys }) => keys)).toEqual([
    ['short-title:paper 1'],
    ['short-title:paper 2'],
  ]);
});

test('parts of a series are different papers though they share an abstract', () => {
  const first = entry('Foundations of Folding, Part I', { abstract: STOCK });
  const stored = [{ num: 1, arxivId: null, doi: null, keys: first.keys }];
  const resolve = (title: string) => resolveEntry(entry(title, { abstract: STOCK }), stored).kind;
  expect(resolve('Foundations of Folding, Part II')).toBe('new');
  expect(resolve('Foundations of Folding, Part 2')).toBe('new');
  expect(resolve('Foundations of Origami')).toBe('known');
});

test('a DOI under three titles of one snapshot is that of a volume', () => {
  const doi = '10.1000/proceedings.7';
  const named = (titles: string[]) => withoutSharedKeys(titles.map(title => entry(title, { doi })));
  const titles = ['Robots that Fold Laundry', 'Llamas that Write Proofs', 'Cats that Review Papers'];
  expect(named(titles).map(({ keys }) => keys)).toEqual([
    ['title:robots that fold laundry'],
    ['title:llamas that write proofs'],
    ['title:cats that review papers'],
  ]);
  // A paper and its correction.
  expect(named(titles.slice(1)).flatMap(({ keys }) => keys)).toContain(`doi:${doi}`);
});
