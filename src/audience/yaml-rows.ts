import { UserError } from '../errors.ts';
import { type ListRow, rowOf } from './list-row.ts';
import { UnreadableList } from './unreadable-list.ts';

/**
 * Reads the rows of a YAML list of mappings, which may stand under `subscribers:`. Throws a UserError, with the place, for a document that is
 * no YAML: unlike in JSON, a broken element leaves open where the next one starts.
 */
export async function* yamlRows(text: string): AsyncGenerator<ListRow> {
  const { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = notTooDeep(() => parseDocument(text, { lineCounter: lines }));
  const [broken] = document.errors;
  // Below the first line stands a piece of the list, with whoever is on it.
  const [what] = broken?.message.split(/:?\n/) ?? [];
  const [start] = broken?.linePos ?? [];
  if (what) throw new UnreadableList(`the list is no valid YAML: ${what}`, start?.line, start?.col);
  const { contents } = document;
  const isHeaded = isMap(contents) && contents.has('subscribers');
  const list = isHeaded ? contents.get('subscribers', true) : contents;
  if (isHeaded && isScalar(list) && list.value === null) return;
  if (!isSeq(list)) {
    throw new UserError('the list is no YAML list: expected "- email: …" items, or those under subscribers:');
  }
  for (const item of list.items) {
    const line = isNode(item) && item.range ? lines.linePos(item.range[0]).line : 1;
    yield rowOf(line, isNode(item) ? plainValue(() => item.toJS(document)) : item);
  }
}

/** The parser is recursive: a document nested to overflow its stack is refused in words. */
function notTooDeep<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RangeError) throw new UserError('the list is nested too deeply to be a list');
    throw error;
  }
}

/** Aliases nested to explode are refused by the parser with a ReferenceError: such a row is none. */
function plainValue(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof ReferenceError) return null;
    throw error;
  }
}
