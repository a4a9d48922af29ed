import { describe, expect, test } from 'vitest';
import { capture, FIVE_CAPTURES } from '../../../support/captures.ts';
import { abstractOf, header, readText } from '../../snapshot-text.ts';

const paper = (title: string) => `${title}\n\n${abstractOf(title)}\n\n`;
const rest = [...'ABCDEFG'].map(letter => paper(`Paper ${letter} of the Page`)).join('');
const meta = '  • 6 authors\n·\nMay 10\n\n';
const titles = (text: string) => readText(text).entries.map(({ rawTitle }) => rawTitle);

describe('the rest of an abstract at the start of a capture', () => {
  test.each([
    'ures. Our code is publicly available at: https://github.com/Paranioar/UniPT.',
    'Our code is publicly available at: https://github.com/Paranioar/UniPT',
    'tasks. Experiments show that it is faster. Code is available.',
    'benchmarks and outperforms what was known before.',
    'We release all of our models and data.',
    'pipeline.',
    'ing results on many more tasks',
    '/github.com/Paranioar/UniPT',
  ])('is no paper: %s', tail => {
    for (const text of [`${tail}\n\n${rest}`, `${tail}\n\n${meta}${rest}`]) {
      const read = readText(text);
      expect(read.entries.map(({ title }) => title)).toEqual(titles(rest));
      expect(read.rejected).toEqual([
        { line: 1, reason: expect.stringContaining('begins inside this entry') },
      ]);
      expect(read.rejected[0]?.reason).toContain(tail);
    }
  });

  test('becomes no paper wherever a real capture is cut', () => {
    for (const file of FIVE_CAPTURES) {
      const text = new TextDecoder().decode(capture(file));
      const known = new Set(titles(text));
      const abstracts = text.split('\n').filter(line => line.length > 250);
      for (const abstract of abstracts.filter((_, at) => at % 9 === 4)) {
        const from = text.indexOf(abstract) + abstract.length;
        for (const left of [60, 120, 240]) {
          const read = readText(text.slice(from - left, from + 12_000));
          expect(read.entries.filter(({ rawTitle }) => !known.has(rawTitle))).toEqual([]);
        }
      }
    }
  });
});

describe('a title at the start of a capture', () => {
  const plausible = [
    'pLSTM: parallelizable Linear Source Transition Mark networks',
    '$\\infty$-LLMs',
    'k-means revisited for the age of accelerators',
    'vllm: fast serving with paged attention',
    'Open-source Flux Transport (OFT). I. HipFT -- High-performance Flux Transport',
    'Is Attention All You Need? Yes!',
    'On the Speed of Models, etc',
  ];

  test.each(plausible)('is kept: %s', title => {
    expect(titles(paper(title) + rest)[0]).toBe(title);
    expect(titles(`${title}\n\n${rest}`)[0]).toBe(title);
  });

  test('is kept with its abstract, whatever it ends with', () => {
    for (const title of ['Attention. Is All You Need.', 'towards robust models', 'towards robust models.']) {
      expect(titles(paper(title) + rest)[0]).toBe(title);
    }
  });

  test('is not judged below a header, nor where no paper has an abstract', () => {
    expect(titles(`${header('Jun 2')}We Release it All.\n\n${rest}`)[0]).toBe('We Release it All.');
    const read = readText('towards robust models\nanother title of a paper\n', { format: 'hf-text' });
    expect(read.entries).toHaveLength(2);
  });
});
