import { UserError } from '../errors.ts';
import { compiledBefore, keepCompiled } from './compiled-before.ts';

/** White space that holds a line break, beside a tag or block tag: layout of the source, nothing to show. */
const BESIDE_A_TAG = /(?<=>|\{\{[#/][^{}]*\}\}|\{\{else\}\})\s*\n\s*|\s*\n\s*(?=<|\{\{[#/]|\{\{else\}\})/g;

/**
 * MJML as the HTML of a mail, white space between its tags collapsed; conditional comments for
 * Outlook stay. No web fonts: a mail calls nobody. Any complaint of the compiler is a UserError with file and line. MJML is loaded
 * only for what was not compiled before: it takes a second.
 */
export async function compileMjml(source: string, file: string): Promise<string> {
  const known = compiled.get(source);
  if (known !== undefined) return collapse(known);
  const html = (await compiledBefore(source, OPTIONS)) ?? (await htmlOf(source, file));
  // A template that is being edited leaves its older texts behind.
  for (const oldest of compiled.keys()) if (compiled.size >= MOST_KEPT) compiled.delete(oldest);
  compiled.set(source, html);
  return collapse(html);
}

/** Keeps what was compiled in this process for others: see `compiledBefore`. */
export function keepForLater(): Promise<void> {
  return keepCompiled(compiled, OPTIONS);
}

/** Templates compiled in this process: the same text is the same mail, whoever opens it again. */
const compiled = new Map<string, string>();
const MOST_KEPT = 4;
const OPTIONS = { validationLevel: 'soft', fonts: {} } as const;

async function htmlOf(source: string, file: string): Promise<string> {
  const { default: mjml } = await import('mjml');
  const result = await mjml(source, OPTIONS).catch((error: Error) => {
    throw new UserError(`${file}: MJML cannot read it: ${error.message}`);
  });
  if (result.errors.length > 0) {
    const list = result.errors.map(error => `${file}:${error.line}: ${error.message}`);
    throw new UserError(`MJML finds mistakes:\n${list.join('\n')}`);
  }
  return result.html;
}

function collapse(html: string): string {
  return `${html
    .replace(BESIDE_A_TAG, '')
    .replace(/\s*\n\s*/g, ' ')
    .trim()}\n`;
}
