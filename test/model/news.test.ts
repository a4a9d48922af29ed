import { expect, test } from 'vitest';
import { allNewsInWords, newsInWords } from '../../src/model/news.ts';

test('news of a paper are said in words', () => {
  expect(newsInWords({ kind: 'version', detail: '3' })).toBe('now version 3');
  expect(newsInWords({ kind: 'published', detail: 'NeurIPS 2026' })).toBe('appeared in NeurIPS 2026');
  expect(newsInWords({ kind: 'code', detail: 'https://www.github.com/ada/engine/' })).toBe(
    'code: github.com/ada/engine',
  );
  expect(newsInWords({ kind: 'withdrawn', detail: '2026-06-02' })).toBe('withdrawn by its authors');
  expect(
    allNewsInWords([
      { kind: 'version', detail: '2' },
      { kind: 'code', detail: 'ftp://x' },
    ]),
  ).toBe('now version 2; code: ftp://x');
});
