import { type Mistake, MistakeError } from '../mistake.ts';
import { compiledBefore, keepCompiled } from './compiled-before.ts';
import { inPlace } from './mjml-complaint.ts';
import { blank } from './place.ts';

/** White space that holds a line break, beside a tag or block tag: layout of the source, nothing to show. */
const BESIDE_A_TAG = /(?<=>|\{\{[#/][^{}]*\}\}|\{\{else\}\})\s*\n\s*|\s*\n\s*(?=<|\{\{[#/]|\{\{else\}\})/g;

/**
 * MJML as the HTML of a mail, white space between its tags collapsed; conditional comments for
 * Outlook stay. No web fonts: a mail calls nobody. `fill` makes what is compiled of what is written, line by line. Whatever the compiler or
 * the lint complains of is a MistakeError with its places in what is written. MJML is loaded only for what was not compiled before: it
 * takes a second.
 */
export async function compileMjml(
  written: string,
  file: string,
  fill: (written: string) => string = same => same,
): Promise<string> {
  const source = fill(written);
  const known = compiled.get(source);
  if (known !== undefined) return collapse(known);
  const html = (await compiledBefore(source, OPTIONS)) ?? (await htmlOf(source, written, file));
  // A template that is being edited leaves its older texts behind.
  for (const oldest of compiled.keys()) if (compiled.size >= MOST_KEPT) compiled.delete(oldest);
  compiled.set(source, html);
  return collapse(html);
}

/** The MJML with nothing that is no tag of Handlebars in the end: comments before it begins, and values of the theme. Places stay. */
export function tagsOfMjml(written: string): string {
  const start = Math.max(0, written.search(/<mjml[\s>]/));
  return blank(written.slice(0, start)) + written.slice(start).replace(THEME_VALUES, blank);
}

const THEME_VALUES = /\{\{\{?\s*theme\b[^{}\n]*\}\}\}?/g;

/** Keeps what was compiled in this process for others: see `compiledBefore`. */
export function keepForLater(): Promise<void> {
  return keepCompiled(compiled, OPTIONS);
}

/** Templates compiled in this process: the same text is the same mail, whoever opens it again. A few, for each of a few themes. */
const compiled = new Map<string, string>();
const MOST_KEPT = 12;
const OPTIONS = { validationLevel: 'soft', fonts: {} } as const;

/** Loads what compiling takes, ahead of the first template that has to be compiled. */
export async function warmUp(): Promise<void> {
  await compileMjml(
    '<mjml><mj-body><mj-section><mj-column><mj-text>1</mj-text></mj-column></mj-section></mj-body></mjml>',
    'none',
  );
}

async function htmlOf(source: string, written: string, file: string): Promise<string> {
  const { lintMjml } = await import('./lint/lint-mjml.ts');
  const { default: mjml } = await import('mjml');
  const found = lintMjml(written, file);
  const result = await mjml(source, OPTIONS).catch((error: Error) => {
    // What the lint found says more.
    if (found.length > 0) throw new MistakeError(found);
    throw new MistakeError([
      { file, line: null, column: null, message: `MJML cannot read it: ${error.message}` },
    ]);
  });
  const told = result.errors
    .filter(({ message }) => !found.some(mistake => follows(message, mistake)))
    .map(error => ({ file, ...inPlace(error, written) }));
  const mistakes = [...found, ...told].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  if (mistakes.length > 0) throw new MistakeError(mistakes);
  return result.html;
}

/** What is complained of stands in an element only because that was not closed. */
function follows(complaint: string, { message }: Mistake): boolean {
  const holder = /cannot be used inside ([\w-]+),/.exec(complaint)?.[1];
  return holder !== undefined && message.startsWith(`<${holder}> is never closed`);
}

function collapse(html: string): string {
  return `${html
    .replace(BESIDE_A_TAG, '')
    .replace(/\s*\n\s*/g, ' ')
    .trim()}\n`;
}
