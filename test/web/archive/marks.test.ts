import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseQuery } from '../../../src/match/query.ts';
import { tokenize, tokenizePaper } from '../../../src/match/tokenize.ts';
import { markTerms, snippetOf } from '../../../src/web/archive/marks.ts';

const shown = (pieces: { text: string; marked: boolean }[]) =>
  pieces.map(({ text, marked }) => (marked ? `[${text}]` : text)).join('');
const title = (query: string, text: string) =>
  shown(markTerms(parseQuery(query), text, { part: 'title', words: tokenize(text) }));
const snippet = (query: string, text: string) => shown(snippetOf(parseQuery(query), text, tokenize(text)));

it('marks what was looked for as it is written there, and nothing else', () => {
  expect(title('whale "blue moon" -krill', 'Whales under a Blue Moon: blue whales')).toBe(
    '[Whales] under a [Blue Moon]: blue [whales]',
  );
  expect(title('title:state-space OR model', 'State space models')).toBe('[State space] [models]');
  expect(title('"blue moon" "moon rise"', 'A blue moon rises')).toBe('A [blue moon rises]');
  expect(title('whale', 'Krill')).toBe('Krill');
  expect(snippet('title:whale krill', 'Whales eat krill.')).toBe('Whales eat [krill].');
});

it('shows where an abstract speaks of it, cut between words', () => {
  const long = `${'lorem ipsum '.repeat(60)}the whale sings ${'dolor sit '.repeat(60)}`.trim();
  const cut = snippet('whale', long);
  expect(cut).toMatch(/^… (lorem|ipsum) .*\bthe \[whale\] sings .* (dolor|sit) …$/);
  expect(cut.length).toBeLessThan(320);
  expect(snippet('whale', 'Short.')).toBe('Short.');
  expect(snippet('whale', '')).toBe('');
});

it('does not look for its place after the end of an abstract, where sources have hints', () => {
  const abstract = `${'lorem ipsum '.repeat(60)}`.trim();
  const hints = Array.from({ length: 40 }, (_, at) => `keyword:sea${at}`);
  const paper = tokenizePaper({ title: 'A', abstract, hints: [...hints, 'keyword:whale'] });
  const cut = shown(snippetOf(parseQuery('whale'), abstract, paper.abstract));
  expect(cut).toBe(snippet('whale', abstract));
});

it('loses no letter, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), text => {
      const query = parseQuery('a OR b OR 字');
      const words = tokenize(text);
      const pieces = markTerms(query, text, { part: 'abstract', words });
      expect(pieces.map(piece => piece.text).join('')).toBe(text);
      const inside = snippetOf(query, text, words)
        .map(piece => piece.text)
        .join('');
      expect(text).toContain(inside.replace(/^… /, '').replace(/ …$/, ''));
      expect(inside).not.toMatch(/[\ud800-\udfff]/u);
    }),
  );
});
