import { UserError } from '../errors.ts';
import { type ListRow, rowOf } from './list-row.ts';

/**
 * Reads the rows of a JSON array of objects. Elements are cut out before they are parsed, so that each
 * has its line and a broken one, as long as its brackets pair up, costs no other. Throws a UserError
 * when the text is no array.
 */
export function* jsonRows(text: string): Generator<ListRow> {
  const open = text.search(/\S/);
  if (text[open] !== '[') throw new UserError('the list is no JSON array: expected [{"email": …}, …]');
  let line = 1 + breaksIn(text.slice(0, open));
  for (let at = open + 1, closed = false; !closed; ) {
    const end = endOfElement(text, at);
    const element = text.slice(at, end);
    closed = text[end] !== ',';
    const lead = /^\s*/.exec(element)?.[0] ?? '';
    // `[]` and a comma before the closing bracket leave an empty last element.
    if (lead !== element || !closed) yield parseElement(line + breaksIn(lead), element);
    line += breaksIn(element);
    at = end + 1;
    if (closed && end >= text.length) yield { line, problem: 'the list is never closed by ]' };
    else if (closed && /\S/.test(text.slice(at)))
      yield { line, problem: 'text stands after the end of the list' };
  }
}

function parseElement(line: number, element: string): ListRow {
  try {
    return rowOf(line, JSON.parse(element));
  } catch (error) {
    if (error instanceof SyntaxError) return { line, problem: 'is no valid JSON' };
    throw error;
  }
}

/** Index of the comma or bracket that ends the element, or the end of the text. */
function endOfElement(text: string, from: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    // JSON strings do not span lines: one left open ends with its line.
    if (character === '\n') quoted = false;
    else if (quoted && character === '\\') at++;
    else if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '{' || character === '[') depth++;
    else if (depth === 0 && (character === ',' || character === ']')) return at;
    else if (character === '}' || character === ']') depth = Math.max(0, depth - 1);
  }
  return text.length;
}

function breaksIn(text: string): number {
  return text.split('\n').length - 1;
}
