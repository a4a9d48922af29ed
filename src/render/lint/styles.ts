import { type CssNode, type Declaration, lexer, parse, walk } from 'css-tree';
import { propertyFlaw, valueFlaw } from './css-values.ts';
import { type Flaw, HANDLEBARS_TAGS, isStyleSheet, type Token } from './markup.ts';

type Context = 'declarationList' | 'stylesheet';

/** What is wrong with the CSS of style attributes and style sheets. A value that is partly filled in later is taken for a good one. */
export function styleFlaws(tokens: readonly Token[], source: string): Flaw[] {
  return tokens.flatMap((token, index) => {
    if (token.kind !== 'open') return [];
    const inline = token.attributes
      .filter(({ name, value }) => name === 'style' && value)
      .flatMap(({ value, valueAt }) => sheetFlaws(value ?? '', valueAt, 'declarationList'));
    const content = isStyleSheet(token)
      ? tokens.slice(index + 1).findIndex(({ kind }) => kind === 'close')
      : 0;
    const end = content < 0 ? source.length : (tokens[index + 1 + content]?.at ?? token.end);
    const sheet = isStyleSheet(token) && !token.isClosed ? source.slice(token.end, end) : '';
    const braces = braceFlaws(sheet, token.end);
    // Behind a bracket that is not closed, everything is taken for something else.
    return [...inline, ...(braces.length > 0 ? braces : sheetFlaws(sheet, token.end, 'stylesheet'))];
  });
}

/** By the text: a template says the same again and again, and at every save. Places are from its beginning. */
const looked = new Map<string, readonly Flaw[]>();
const MOST_KEPT = 500;

function sheetFlaws(text: string, from: number, context: Context): Flaw[] {
  const key = context + text;
  const flaws = looked.get(key) ?? flawsIn(text, context);
  if (looked.size >= MOST_KEPT) looked.clear();
  looked.set(key, flaws);
  return flaws.map(({ at, message }) => ({ at: from + at, message }));
}

function flawsIn(text: string, context: Context): Flaw[] {
  const flaws: Flaw[] = [];
  const css = readable(text);
  const tree = parse(css, {
    context,
    positions: true,
    parseCustomProperty: false,
    onParseError: ({ message, offset }) => flaws.push(unreadable(css, offset, message)),
  });
  walk(tree, function (node) {
    // What describes a font, or the like, has names of its own.
    const isDescriptor = this.rule === null && this.atrule !== null;
    if (node.type === 'Declaration' && !isDescriptor) flaws.push(...declarationFlaws(node, text));
    else if (node.type === 'Atrule' && !node.name.startsWith('-')) {
      const at = node.loc?.start.offset ?? 0;
      if (lexer.checkAtruleName(node.name)) flaws.push({ at, message: `there is no @${node.name} in CSS` });
    }
  });
  const insecure = /url\(\s*['"]?(http:)/i.exec(css);
  if (insecure)
    flaws.push({
      at: insecure.index,
      message: 'mail programs block what comes without encryption: write https:',
    });
  return flaws;
}

function unreadable(css: string, offset: number, message: string): Flaw {
  const at = Math.min(offset, Math.max(0, css.trimEnd().length - 1));
  const isColon = css[offset] === ':';
  return {
    at,
    message: isColon
      ? 'this : has no place in a value: expected a ; before the next property'
      : `CSS cannot be read here: ${message}`,
  };
}

function declarationFlaws({ property, value, loc }: Declaration, text: string): Flaw[] {
  const at = loc?.start.offset ?? 0;
  const name = propertyFlaw(property);
  if (name !== null) return [{ at, message: name }];
  const [start, end] = placeIn(value);
  const written = text.slice(start, end);
  if (value.type === 'Raw' || written.includes('{{')) return [];
  const flaw = valueFlaw(property, value, written.trim());
  return flaw ? [{ at: flaw.at ?? start, message: flaw.message }] : [];
}

function placeIn({ loc }: CssNode): [start: number, end: number] {
  return [loc?.start.offset ?? 0, loc?.end.offset ?? 0];
}

/** Brackets that are not closed, which CSS closes by itself at the end. */
function braceFlaws(text: string, from: number): Flaw[] {
  const css = readable(text).replace(/\/\*[\s\S]*?\*\/|"[^"\n]*"|'[^'\n]*'/g, part =>
    ' '.repeat(part.length),
  );
  const open: number[] = [];
  const flaws: Flaw[] = [];
  for (const { 0: brace, index } of css.matchAll(/[{}]/g)) {
    if (brace === '{') open.push(index);
    else if (open.pop() === undefined) flaws.push({ at: from + index, message: 'this } closes nothing' });
  }
  return [...flaws, ...open.map(at => ({ at: from + at, message: 'this { is never closed: expected a }' }))];
}

/** The text as CSS of the same length: quotes as such, names for what is filled in later, nothing for what only decides. */
function readable(text: string): string {
  return text
    .replace(HANDLEBARS_TAGS, tag => (/^\{\{~?\s*([#/^!]|else\b)/.test(tag) ? ' ' : 'x').repeat(tag.length))
    .replace(/&(?:quot|apos|#34|#39);/g, entity => `'${' '.repeat(entity.length - 1)}`);
}
