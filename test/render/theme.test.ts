import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { MistakeError } from '../../src/mistake.ts';
import { contrastRatio } from '../../src/model/contrast.ts';
import { createLetterRenderer } from '../../src/render/letter.ts';
import { createRenderer } from '../../src/render/renderer.ts';
import { fillTheme, PAIRS, parseTheme, readTheme, type Theme, themeCss } from '../../src/render/theme.ts';
import { TEMPLATES } from './mail.ts';

const FILE = join(TEMPLATES, 'theme.yaml');
const TEXT = readFileSync(FILE, 'utf8');
const THEMES = readdirSync(join(TEMPLATES, 'themes')).map(name => `themes/${name}`);
const shipped = parseTheme(TEXT, FILE);

/** What is wrong with the theme after an edit, each as `line:column message`. */
function complaints(from: string, to: string): string[] {
  const text = TEXT.replace(from, to);
  expect(text).not.toBe(TEXT);
  try {
    parseTheme(text, 'theme.yaml');
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(MistakeError);
    return (error as MistakeError).mistakes.map(
      ({ line, column, message }) => `${line}:${column} ${message}`,
    );
  }
}

function lineOf(part: string): number {
  return TEXT.slice(0, TEXT.indexOf(part)).split('\n').length;
}

test.each(['theme.yaml', ...THEMES])('%s can be read, and gives a mail and a letter', async name => {
  const theme = await readTheme(join(TEMPLATES, name));
  for (const scheme of [theme.day, theme.night]) {
    for (const { text, ground, needed } of PAIRS) {
      expect(contrastRatio(scheme[text], scheme[ground])).toBeGreaterThanOrEqual(needed);
    }
  }
  await createRenderer(TEMPLATES, theme);
  await createLetterRenderer(TEMPLATES, theme);
});

test('there are themes to choose from, and the file one edits is small', () => {
  expect(THEMES.length).toBeGreaterThanOrEqual(2);
  expect(TEXT.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
});

test('text that is hard to read is a mistake, in its place and with the ratio', () => {
  const [quiet, ...others] = complaints('quiet: "#655e54"', 'quiet: "#8f877c"');
  expect(quiet).toMatch(
    new RegExp(
      `^${lineOf('quiet: "#65')}:10 day quiet: #8f877c on paper #faf8f4 has a contrast of 3\\.\\d\\d:1`,
    ),
  );
  expect(quiet).toContain('at least 4.5:1 is needed, so make it darker');
  expect(others).toHaveLength(1);
  expect(complaints('accent: "#f0a08c"', 'accent: "#803020"').join('\n')).toMatch(
    /night accent: .* make it lighter/,
  );
});

test.each([
  ['a colour by name', 'ink: "#1f1c18"', 'ink: black', /day ink: expected a colour/],
  ['a colour that YAML takes for a comment', 'ink: "#1f1c18"', 'ink: #1f1c18', /day ink: expected a colour/],
  [
    'a name nobody knows',
    '  quiet: "#655e54"',
    '  quite: "#655e54"',
    /quite means nothing here: did you mean quiet\?/,
  ],
  ['a length without a unit', 'size: 52px', 'size: 52', /masthead size: expected a length from 24px to 80px/],
  ['a length out of bounds', 'width: 640px', 'width: 1200px', /space width: expected a length from 480px/],
  ['a word nobody knows', 'align: center', 'align: middle', /masthead align: expected left or center/],
  [
    'a line nobody can draw',
    'above: 3px double',
    'above: thick',
    /masthead above: expected none, or 1px to 8px/,
  ],
  ['a stack without an end', 'text: Georgia, Times New Roman, serif', 'text: Georgia', /fonts text: .*serif/],
  ['a font that is none', 'text: Georgia', 'text: "url(x)', /\d+:\d+ /],
  ['a font with CSS in it', 'text: Georgia,', 'text: a;b,', /fonts text: "a;b" is no name of a font/],
  ['no YAML at all', 'name: Broadsheet', 'name: [', /\d+:\d+ /],
])('%s is a mistake with its place', (_, from, to, words) => {
  const found = complaints(from, to);
  expect(found.join('\n')).toMatch(words);
  for (const one of found) expect(one).toMatch(/^\d+:\d+ /);
});

test('everything that is wrong is told at once', () => {
  const text = TEXT.replace('size: 52px', 'size: big')
    .replace('corner: 3px', 'corner: round')
    .replace('"#d9d2c5"', 'grey');
  let mistakes: MistakeError['mistakes'] = [];
  try {
    parseTheme(text, 'theme.yaml');
  } catch (error) {
    mistakes = (error as MistakeError).mistakes;
  }
  expect(mistakes.map(({ line }) => line)).toEqual([
    lineOf('rule: "#d9d2c5"'),
    lineOf('size: 52px'),
    lineOf('corner: 3px'),
  ]);
});

test('a theme that is missing says what to do', async () => {
  await expect(readTheme(join(TEMPLATES, 'nothing.yaml'))).rejects.toThrow(
    /nothing\.yaml: .*copy one of templates\/themes/,
  );
});

test('values are put in anywhere, and one that the theme lacks is a mistake with the one that was meant', () => {
  const source = 'a {{theme.day.ink}} b="{{ theme.space.side }}" {{{theme.fonts.text}}} {{name}}';
  expect(fillTheme(source, shipped, 'x.mjml')).toBe(
    `a #1f1c18 b="28px" Georgia,'Times New Roman',serif {{name}}`,
  );
  let error: unknown;
  try {
    fillTheme('one\n  {{theme.day.inc}} {{theme}}', shipped, 'x.mjml');
  } catch (thrown) {
    error = thrown;
  }
  expect((error as Error).message).toMatch(
    /^x\.mjml:2:3: .*day\.inc: did you mean theme\.day\.ink\?\nx\.mjml:2:21: /,
  );
});

test('pages get every colour of day and of night', () => {
  const css = themeCss(shipped);
  const [day = '', night = ''] = css.split('@media');
  for (const [name, value] of Object.entries(shipped.day)) expect(day).toContain(`--${name}: ${value};`);
  for (const [name, value] of Object.entries(shipped.night)) expect(night).toContain(`--${name}: ${value};`);
});

test('no style sheet of the pages asks for a property that nobody sets', () => {
  const sheets = ['page.css', 'admin.css'].map(name => readFileSync(join(TEMPLATES, 'web', name), 'utf8'));
  const set = new Set(
    [...[themeCss(shipped), ...sheets].join('\n').matchAll(/(--[\w-]+):/g)].map(([, name]) => name),
  );
  for (const [, name] of sheets.join('\n').matchAll(/var\((--[\w-]+)\)/g)) expect(set).toContain(name);
});

test('whatever stands in a theme, what is made of it cannot break out of style sheets and attributes', () => {
  const paths = pathsOf(shipped);
  const nasty = fc.oneof(
    fc.string({ maxLength: 30 }),
    fc.constantFrom(
      '"',
      "'",
      '}',
      '</style>',
      'red;}*{x:y',
      '1px solid}',
      'a, b\\',
      '/*',
      '#fff"',
      'Georgia, serif;',
    ),
    fc.constantFrom('#000000', '30px', '1px solid', 'bold', 'Comic Sans MS, serif', "'It''s', serif"),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...paths), nasty), { minLength: 1, maxLength: 4 }),
      changes => {
        const changed = structuredClone(RAW);
        for (const [[part, name], value] of changes) {
          if (name === undefined) changed[part] = value;
          else (changed[part] as Record<string, string>)[name] = value;
        }
        let theme: Theme;
        try {
          theme = parseTheme(stringify(changed), 'theme.yaml');
        } catch (error) {
          expect(error).toBeInstanceOf(MistakeError);
          return;
        }
        for (const [part, name] of paths) {
          const value = fillTheme(`{{theme.${part}${name === undefined ? '' : `.${name}`}}}`, theme, 'x');
          if (part === 'name') continue;
          expect(value).toMatch(
            /^(#[0-9a-f]{6}|-?[\d.]+px|[0-8](px)? [a-z]+|[a-z]+|('?-?[\w][\w -]*'?,)+[a-z-]+)$/i,
          );
        }
        expect(themeCss(theme).match(/[{}]/g)).toHaveLength(6);
      },
    ),
  );
});

type Raw = Record<string, string | Record<string, string>>;
/** The theme as its file has it. */
const RAW: Raw = { ...shipped, masthead: { ...shipped.masthead }, headings: { ...shipped.headings } };

function pathsOf(theme: Theme): [part: string, name?: string][] {
  return Object.entries(theme).flatMap(([part, value]): [string, string?][] =>
    typeof value === 'string' ? [[part]] : Object.keys(value).map(name => [part, name]),
  );
}
