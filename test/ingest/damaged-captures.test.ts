import fc from 'fast-check';
import { expect, test } from 'vitest';
import { capture, FIVE_CAPTURES } from '../support/captures.ts';
import { readText } from './snapshot-text.ts';

const DATED = 'capture-2026-06-02.txt';
const textOf = (file: string) => new TextDecoder().decode(capture(file));
const titlesOf = (content: string | Uint8Array) => readText(content).entries.map(({ rawTitle }) => rawTitle);

test('a capture cut at the end keeps every entry before the cut, and says what it lost', () => {
  for (const file of FIVE_CAPTURES) {
    const bytes = capture(file);
    const titles = titlesOf(bytes);
    for (let end = 4000; end < bytes.length; end += 997 * 13) {
      const { entries, rejected, remarks, refusal } = readText(bytes.subarray(0, end));
      expect(refusal).toBeNull();
      const kept = entries.map(({ rawTitle }) => rawTitle);
      expect(kept).toEqual(titles.slice(0, kept.length));
      const seen = new TextDecoder().decode(bytes.subarray(0, end));
      const begun = titles.filter(title => seen.includes(`${title}\n`)).length;
      expect(kept.length).toBeGreaterThanOrEqual(begun - 1);
      if (kept.length < begun) expect(rejected.length + remarks.length).toBeGreaterThan(0);
    }
  }
});

test('a capture cut at the top keeps every entry after the cut', () => {
  for (const file of FIVE_CAPTURES) {
    const bytes = capture(file);
    const titles = new Set(titlesOf(bytes));
    for (let start = 997; start < bytes.length - 20_000; start += 997 * 19) {
      const { entries, refusal, rejected } = readText(bytes.subarray(start));
      expect(refusal).toBeNull();
      // The first line may be the rest of a title.
      expect(entries.filter(({ rawTitle }) => !titles.has(rawTitle)).length).toBeLessThanOrEqual(1);
      expect(rejected.length).toBeLessThanOrEqual(1);
    }
  }
});

test('without its first titles a capture says which abstract it could not place', () => {
  const [, ...rest] = textOf('capture-undated.txt').split('\n').slice(2);
  const read = readText(rest.join('\n'));
  expect(read.entries).toHaveLength(197);
  expect(read.rejected).toEqual([
    { line: 1, reason: 'an abstract without a title: the capture begins inside this entry' },
  ]);
});

test('a line lost anywhere costs at most the entry it belongs to', () => {
  const lines = textOf(DATED).split('\n');
  const titles = titlesOf(capture(DATED));
  for (let lost = 10; lost < lines.length; lost += 11) {
    const kept = new Set(titlesOf(lines.filter((_, at) => at !== lost).join('\n')));
    expect(titles.filter(title => !kept.has(title)).length).toBeLessThanOrEqual(1);
  }
});

const mojibake = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
const DAMAGES: readonly [what: string, damage: (text: string) => string][] = [
  ['question marks for bullets', text => text.replaceAll('•', '?')],
  ['hyphens for bullets', text => text.replaceAll('•', '-')],
  ['bullets for dots', text => text.replaceAll('·', '•')],
  ['bars for dots', text => text.replaceAll('·', '|')],
  ['hyphens for dots', text => text.replaceAll('·', '-')],
  ['question marks for both', text => text.replace(/[•·]/g, '?')],
  ['replacement characters for both', text => text.replace(/[•·]/g, '\ufffd')],
  ['marks decoded as Latin-1', text => text.replace(/[•·]/g, mojibake)],
  ['marks decoded as Windows-1252', text => text.replaceAll('•', 'â€¢').replaceAll('·', 'Â·')],
  ['everything decoded as Latin-1, twice', text => mojibake(mojibake(text))],
];

test.each(DAMAGES)('%s cost no paper, no metadata, and make no title', (_what, damage) => {
  const facts = (text: string) =>
    readText(text).entries.map(({ authorCount, organisation, publishedOn, comments }) => [
      authorCount,
      organisation,
      publishedOn,
      comments,
    ]);
  const text = textOf(DATED);
  expect(facts(damage(text))).toEqual(facts(text));
  expect(facts(text)).toHaveLength(59);
});

test('dates and marks alone on their lines are never titles', () => {
  const text = textOf(DATED);
  for (const line of ['Nov 3, 2025', 'Mar 28 2', 'Feb 31', '·', 'Â·', '|', '? 6 authors', 'â€¢ 9 authors']) {
    const read = readText(text.replace(/\n\n(?=[^\n]+\n\n[^\n]{300})/g, `\n\n${line}\n\n`));
    expect(read.entries).toHaveLength(59);
    expect(read.rejected).toEqual([]);
  }
});

test('shuffled lines lose no title and never crash', () => {
  const lines = textOf(DATED).split('\n').filter(Boolean);
  const titles = titlesOf(capture(DATED));
  fc.assert(
    fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), shuffled => {
      const read = readText(shuffled.join('\n'), { format: 'hf-text' });
      const told = JSON.stringify([read.entries.map(({ rawTitle }) => rawTitle), read.rejected]);
      return titles.every(title => told.includes(JSON.stringify(title).slice(1, -1)));
    }),
    { numRuns: 60, includeErrorInReport: false },
  );
});
