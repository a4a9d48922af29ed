import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findLinks } from '../../../src/ingest/links/find-links.ts';
import { restoreMirrors } from '../../../src/ingest/links/restore-mirrors.ts';
import { safeUrl } from '../../../src/ingest/links/safe-url.ts';
import { abstractOf, header, readText } from '../snapshot-text.ts';

describe('links of an abstract', () => {
  const code: [text: string, url: string | null][] = [
    ['Code is available at https://github.com/a/b.', 'https://github.com/a/b'],
    ['part of AIRS (https://github.com/a/b).', 'https://github.com/a/b'],
    ['GPPerf [https://github.com/a/b].', 'https://github.com/a/b'],
    ['at https://github.com/a/b{this url}.', 'https://github.com/a/b'],
    ['at https://github.com/a/Decoding-LUD-. Keywords: none', 'https://github.com/a/Decoding-LUD-'],
    ['at http://github.com/a/b.git.', 'https://github.com/a/b'],
    ['on:https://gitlab.com/a/b,', 'https://gitlab.com/a/b'],
    ['Demo: https://huggingface.co/spaces/a/b, Code: https://github.com/c/d.', 'https://github.com/c/d'],
    ['weights at https://huggingface.co/a/b.', 'https://huggingface.co/a/b'],
    ['see https://huggingface.co/papers/2511.07070', null],
    ['see https://github.com/a', null],
    ['at https://github.com/ someone/LowFormer.', null],
    ['at https://github.com/a/efficient- NLP-multistage-training', null],
    ['at https://user:pass@github.com/a/b', null],
    ['at ftp://github.com/a/b or javascript://github.com/a/b', null],
  ];

  test.each(code)('code of "%s" is %s', (text, url) => {
    expect(findLinks(text).codeUrl).toBe(url);
  });

  const project: [text: string, url: string | null][] = [
    ['Project page: https://a.github.io/x/ .', 'https://a.github.io/x/'],
    ['Webpage: https://a.github.io/W Code: https://github.com/a/W', 'https://a.github.io/W'],
    ['see https://en.wikipedia.org/wiki/Cat_(animal).', 'https://en.wikipedia.org/wiki/Cat_(animal)'],
    ['at https://bit.ly/ArchGym.', null],
    ['archived at https://doi.org/10.5281/zenodo.16408441.', null],
    ['at http://127.0.0.1/x, http://localhost:3000 or http://[::1]/', null],
  ];

  test.each(project)('project page of "%s" is %s', (text, url) => {
    expect(findLinks(text).projectUrl).toBe(url);
  });

  test('any text gives https or http links without credentials, or none', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.webUrl(),
      fc.constantFrom('https://', '@', 'github.com/a/b', '(', ')', ' '),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
        for (const url of Object.values(findLinks(pieces.join('')))) {
          if (url)
            expect(new URL(url)).toMatchObject({
              protocol: expect.stringMatching(/^https?:$/),
              username: '',
              password: '',
            });
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('mirrors of Hugging Face', () => {
  test('are led back to it, in links and in the text', () => {
    expect(safeUrl('http://hf-mirror.492719920.workers.dev:8443/a/b')).toBe('https://huggingface.co/a/b');
    expect(restoreMirrors('at https://hf-mirror.com/a/b, or https://my-hf-mirror.com/x')).toBe(
      'at https://huggingface.co/a/b, or https://my-hf-mirror.com/x',
    );
    const text = `${abstractOf('mirrors')} Weights: https://hf-mirror.492719920.workers.dev/a/b).`;
    const [entry] = readText(`${header('Jun 2')}A Paper through a Mirror\n\n${text}\n`).entries;
    expect(entry?.codeUrl).toBe('https://huggingface.co/a/b');
    expect(JSON.stringify(entry)).not.toContain('hf-mirror');
  });
});
