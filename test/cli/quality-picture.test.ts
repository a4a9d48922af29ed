import { expect, test } from 'vitest';
import { qualityPage, qualityPicture } from '../../src/cli/quality-picture.ts';
import { barOf } from '../../src/cli/topics-evaluate.ts';
import { evaluate } from '../../src/match/evaluate.ts';

const match = (topic: string, score: number) => ({ topic, score, decided: score >= 0.5, terms: [] });
const quality = evaluate([{ title: 'T', topics: ['a'], optional: [] }], [[match('a', 0.9), match('b', 0.7)]]);
const pairs = [{ decided: 'b', right: 'a', papers: 3, missed: 1 }];
const HOSTILE = '</text><script>alert(1)</script>&"\u0000';

test('the picture names topics and counts, and only those that papers were labelled with', () => {
  const svg = qualityPicture(quality, pairs, id => `Topic ${id}`);
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(svg).toContain('1 labelled papers · micro-F1 0.667');
  expect(svg).toContain('Topic b, right: Topic a');
  expect(svg.match(/text-anchor|class="end"/g)).not.toBeNull();
  expect(svg).toContain('prefers-color-scheme: dark');
});

test('names are text, whatever is in them', () => {
  for (const draw of [qualityPicture, qualityPage]) {
    const drawn = draw(quality, pairs, () => HOSTILE);
    expect(drawn).not.toMatch(/<script|\u0000/);
    expect(drawn).toContain('&lt;/text&gt;');
  }
});

test('a page has a drawing for phones, too: all of it is as wide as one, and no id stands twice', () => {
  const page = qualityPage(quality, pairs, () => 'A name of a topic that is long enough');
  const narrow = /<svg[^>]* class="narrow".*<\/svg>/s.exec(page)?.[0] ?? '';
  expect(narrow).toContain('viewBox="0 0 390 ');
  // About the width of a letter of 13 px.
  const begun = narrow.matchAll(/<text(?: class="quiet")? x="(\d+)"[^>]*>([^<]*)</g);
  for (const [, x, what = ''] of begun) expect(Number(x) + 6.5 * what.length).toBeLessThan(390);
  const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('without mistakes there is no heading for them', () => {
  expect(qualityPicture(quality, [], id => id)).not.toContain('Decided wrongly');
});

test('a bar of blocks is as long as its number', () => {
  expect([0, 0.5, 0.55, 1, 2].map(barOf)).toEqual(['', '█████', '█████▌', '██████████', '██████████']);
});
