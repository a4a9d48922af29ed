import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Paper } from '../../../src/model/paper.ts';
import { cleanText } from '../../../src/render/clean-text.ts';
import { bibtex, ris } from '../../../src/web/archive/citations.ts';
import { paper } from '../../support/builders.ts';

const PAGE = 'https://daily.example.org/papers/abc';
const of = (fields: Partial<Paper>): Paper => ({ ...paper({ id: 'abc', ...fields }), num: 1 });

it('BibTeX tells what is known, and invents nothing', () => {
  const full = of({
    title: 'Scaling {LLMs}: 50% of $x_1$ & more',
    abstract: 'One.\nTwo.',
    arxivId: '2506.01234',
    doi: '10.1000/a_b',
    url: 'https://arxiv.org/abs/2506.01234',
    publishedOn: '2025-06-03',
    authorCount: 4,
  });
  expect(bibtex(full, PAGE)).toBe(`@misc{paper-abc,
  title = {{Scaling {\\textbraceleft}LLMs{\\textbraceright}: 50\\% of \\$x\\_1\\$ \\& more}},
  year = {2025},
  month = {6},
  eprint = {2506.01234},
  archiveprefix = {arXiv},
  doi = {10.1000/a_b},
  url = {https://arxiv.org/abs/2506.01234},
  abstract = {One. Two.},
}
`);
  expect(bibtex(of({ title: 'Bare' }), PAGE)).toBe(
    `@misc{paper-abc,\n  title = {{Bare}},\n  url = {${PAGE}},\n}\n`,
  );
  expect(bibtex(of({ arxivId: '2506.01234' }), PAGE)).toContain('year = {2025}');
  expect(bibtex(of({ arxivId: 'cs/0506012' }), PAGE)).not.toContain('year');
});

it('RIS tells the same', () => {
  const full = of({
    title: 'A\nB',
    abstract: 'One.\r\nER  - ',
    arxivId: '2506.01234',
    doi: '10.1/x',
    publishedOn: '2025-06-03',
  });
  expect(ris(full, PAGE)).toBe(
    [
      'TY  - GEN',
      'ID  - paper-abc',
      'TI  - A B',
      'PY  - 2025',
      'DA  - 2025/06/03',
      'AN  - arXiv:2506.01234',
      'DO  - 10.1/x',
      `UR  - ${PAGE}`,
      'AB  - One. ER -',
      'ER  - ',
      '',
    ].join('\r\n'),
  );
});

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom('{', '}', '\\', '%', '"', '@', ',', '=', '\n', '\r', ' ', 'a', '~', '^'),
    maxLength: 20,
  }),
);
const anyPaper = fc
  .record({
    id: text,
    title: text,
    abstract: fc.option(text),
    doi: fc.option(text),
    arxivId: fc.option(text),
    url: fc.option(text),
  })
  .map(of);

it('whatever a paper holds, BibTeX reads one entry with as many fields, and the title back', () => {
  fc.assert(
    fc.property(anyPaper, one => {
      const entry = readBibtex(bibtex(one, PAGE));
      expect(entry.key).toMatch(/^[A-Za-z0-9-]+$/);
      expect(new Set(Object.keys(entry.fields))).toEqual(
        new Set(Object.keys(entry.fields).map(name => name.toLowerCase())),
      );
      expect(plainText(entry.fields.title ?? '').slice(1, -1)).toBe(cleanText(one.title) || 'Untitled paper');
      expect(plainText(entry.fields.abstract ?? '')).toBe(cleanText(one.abstract ?? ''));
    }),
  );
});

it('whatever a paper holds, RIS is one record of one line a field', () => {
  fc.assert(
    fc.property(anyPaper, one => {
      const lines = ris(one, PAGE).split('\r\n');
      expect(lines.at(-1)).toBe('');
      for (const line of lines.slice(0, -1)) expect(line).toMatch(/^[A-Z]{2} {2}- [^\r\n]*$/u);
      expect(lines.filter(line => line.startsWith('TY  - ') || line.startsWith('ER  - '))).toHaveLength(2);
    }),
  );
});

/** Reads one entry as BibTeX does: braces are counted, whatever stands before them. */
function readBibtex(text: string): { key: string; fields: Record<string, string> } {
  const head = /^@misc\{([^,]*),\n/.exec(text);
  if (!head) throw new Error('no entry');
  const fields: Record<string, string> = {};
  let at = head[0].length;
  for (;;) {
    const name = /^ {2}([a-z]+) = \{/.exec(text.slice(at));
    if (!name) break;
    at += name[0].length;
    const start = at;
    for (let depth = 1; ; at++) {
      if (at >= text.length) throw new Error('a brace is not closed');
      if (text[at] === '{') depth++;
      if (text[at] === '}' && --depth === 0) break;
    }
    fields[name[1] ?? ''] = text.slice(start, at);
    if (text.slice(at, at + 3) !== '},\n') throw new Error('a field does not end');
    at += 3;
  }
  if (text.slice(at) !== '}\n') throw new Error(`more than one entry: ${text.slice(at)}`);
  return { key: head[1] ?? '', fields };
}

function plainText(text: string): string {
  const names: Record<string, string> = {
    backslash: '\\',
    braceleft: '{',
    braceright: '}',
    asciitilde: '~',
    asciicircum: '^',
    quotedbl: '"',
  };
  return text.replace(
    /\{\\text([a-z]+)\}|\\([&%$#_])/g,
    (_, name?: string, mark?: string) => mark ?? names[name ?? ''] ?? '?',
  );
}
