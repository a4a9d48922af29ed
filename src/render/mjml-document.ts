import { UserError } from '../errors.ts';

/** White space that holds a line break, beside a tag or block tag: layout of the source, nothing to show. */
const BESIDE_A_TAG = /(?<=>|\{\{[#/][^{}]*\}\}|\{\{else\}\})\s*\n\s*|\s*\n\s*(?=<|\{\{[#/]|\{\{else\}\})/g;

/**
 * MJML as the HTML of a mail, white space between its tags collapsed; conditional comments for
 * Outlook stay. No web fonts: a mail calls nobody. Any complaint of the compiler is a UserError with file and line. MJML is loaded when
 * first needed: it takes half a second.
 */
export async function compileMjml(source: string, file: string): Promise<string> {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const html = collapse(await htmlOf(source, file));
  // A template that is being edited leaves its older texts behind.
  for (const oldest of compiled.keys()) if (compiled.size >= MOST_KEPT) compiled.delete(oldest);
  compiled.set(source, html);
  return html;
}

/** Templates compiled in this process: the same text is the same mail, whoever opens it again. */
const compiled = new Map<string, string>();
const MOST_KEPT = 4;

async function htmlOf(source: string, file: string): Promise<string> {
  const { default: mjml } = await import('mjml');
  const result = await mjml(source, { validationLevel: 'soft', fonts: {} }).catch((error: Error) => {
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
