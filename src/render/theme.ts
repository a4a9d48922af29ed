import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { checkedYaml } from '../checked-yaml.ts';
import { MistakeError } from '../mistake.ts';
import { contrastRatio, luminance } from '../model/contrast.ts';
import { nearest } from '../model/nearest.ts';
import { placeOf } from './place.ts';
import { colour, fonts, isColour, keysOf, line, oneOf, pixels, themeName } from './theme-values.ts';

/** Text needs this much of its ground, lines that show where to type this much (WCAG 2.2, 1.4.3 and 1.4.11). */
const FOR_TEXT = 4.5;
const FOR_LINES = 3;

/** Which colour has to be seen on which, and how well. */
export const PAIRS = [
  ...(['ink', 'quiet', 'accent'] as const).flatMap(text =>
    (['paper', 'field'] as const).map(ground => ({ text, ground, needed: FOR_TEXT })),
  ),
  { text: 'on-accent', ground: 'accent', needed: FOR_TEXT },
  { text: 'edge', ground: 'paper', needed: FOR_LINES },
  { text: 'edge', ground: 'field', needed: FOR_LINES },
] as const;

const palette = keysOf('colours', {
  paper: colour,
  field: colour,
  ink: colour,
  quiet: colour,
  rule: colour,
  edge: colour,
  accent: colour,
  'on-accent': colour,
}).superRefine((colours, context) => {
  for (const { text, ground, needed } of PAIRS) {
    // What is no colour at all has been told already.
    if (!isColour(colours[text]) || !isColour(colours[ground])) continue;
    const ratio = contrastRatio(colours[text], colours[ground]);
    if (ratio >= needed) continue;
    const way = luminance(colours[ground]) > 0.18 ? 'darker' : 'lighter';
    context.addIssue({
      code: 'custom',
      path: [text],
      message:
        `${colours[text]} on ${ground} ${colours[ground]} has a contrast of ${floored(ratio)}:1, ` +
        `too little to be ${needed === FOR_TEXT ? 'read' : 'seen'}: at least ${needed}:1 is needed, so make it ${way}`,
    });
  }
});

/** Rounded down: 4.496 is not 4.5. */
function floored(ratio: number): string {
  return (Math.floor(ratio * 100) / 100).toFixed(2);
}

const theme = keysOf('the parts of a theme', {
  name: themeName,
  day: palette,
  night: palette,
  fonts: keysOf('stacks of fonts', { masthead: fonts, text: fonts, small: fonts }),
  masthead: keysOf('what the masthead looks like', {
    size: pixels(24, 80, 52),
    phone: pixels(20, 60, 44),
    align: oneOf('left', 'center'),
    weight: oneOf('normal', 'bold'),
    style: oneOf('normal', 'italic'),
    case: oneOf('none', 'uppercase', 'lowercase'),
    spacing: pixels(-4, 12, -1),
    above: line,
    below: line,
  }),
  headings: keysOf('what headings look like', {
    weight: oneOf('normal', 'bold'),
    style: oneOf('normal', 'italic'),
    rule: line,
  }),
  space: keysOf('lengths', {
    width: pixels(480, 760, 640),
    side: pixels(8, 60, 28),
    phone: pixels(8, 32, 20),
    papers: pixels(8, 80, 36),
    corner: pixels(0, 24, 3),
  }),
});

/** The look of mails and pages: values as CSS takes them. */
export type Theme = z.infer<typeof theme>;
export type Palette = Theme['day'];

/** The theme in use is a file of the folder of templates. */
export function themeFile(templatesDir: string): string {
  return join(templatesDir, 'theme.yaml');
}

/** Reads a theme (`templates/theme.yaml` explains the format). Throws a MistakeError with all that is wrong in it. */
export async function readTheme(file: string): Promise<Theme> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const message =
      `cannot read the theme (${error.code}). It holds the colours and fonts of mails and pages: ` +
      'restore it, or copy one of templates/themes there';
    throw new MistakeError([{ file, line: null, column: null, message }]);
  });
  return parseTheme(text, file);
}

export function parseTheme(text: string, file: string): Theme {
  return checkedYaml(text, file, theme);
}

/** As Handlebars would write it, so that a theme can stand wherever a template has a value. */
const TOKEN = /\{\{\{?\s*theme\b\.?([^{}]*)\}\}\}?/g;

/**
 * Puts the values of a theme where `source` says `{{theme.day.ink}}`, also in attributes: that is done before it is compiled.
 * One that the theme lacks is a MistakeError with its place in `file`.
 */
export function fillTheme(source: string, theme: Theme, file: string): string {
  const values = new Map(valuesOf(theme));
  const wrong: { at: number; path: string }[] = [];
  const filled = source.replace(TOKEN, (token: string, path: string, at: number) => {
    const value = values.get(path.trim());
    if (value === undefined) wrong.push({ at, path: path.trim() });
    return value ?? token;
  });
  if (wrong.length === 0) return filled;
  throw new MistakeError(
    wrong.map(({ at, path }) => ({
      file,
      ...placeOf(source, at),
      message: unknownValue(path, [...values.keys()]),
    })),
  );
}

function unknownValue(path: string, known: readonly string[]): string {
  const [meant] = nearest(path, known);
  const way = meant === undefined ? `expected one of ${known.join(', ')}` : `did you mean theme.${meant}?`;
  return `the theme has no value ${path === '' ? 'without a name' : path}: ${way}`;
}

/** Every value by its path, `day.ink`. */
function valuesOf(part: object, path = ''): [path: string, value: string][] {
  return Object.entries(part).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? valuesOf(value, `${path}${name}.`)
      : [[path + name, String(value)] as [string, string]],
  );
}

/** The theme as custom properties, in front of the style sheet of a page. */
export function themeCss({ day, night, fonts, masthead, headings, space }: Theme): string {
  return `:root {
  color-scheme: light dark;
${properties(day)}${properties(fonts, 'font-')}${properties(masthead, 'masthead-')}${properties(headings, 'heading-')}${properties({ width: space.width, corner: space.corner })}}
@media (prefers-color-scheme: dark) {
  :root {
${properties(night)}  }
}
`;
}

function properties(values: object, prefix = ''): string {
  return Object.entries(values)
    .map(([name, value]) => `  --${prefix}${name}: ${value};\n`)
    .join('');
}
