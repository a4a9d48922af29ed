import { UserError } from '../errors.ts';
import { type ListRow, rowOf } from './list-row.ts';

/**
 * Reads the rows of a YAML list of mappings. Throws a UserError, with the place, for a document that is
 * no YAML: unlike in JSON, a broken element leaves open where the next one starts.
 */
export async function* yamlRows(text: string): AsyncGenerator<ListRow> {
  const { isNode, isSeq, LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = notTooDeep(() => parseDocument(text, { lineCounter: lines }));
  const [broken] = document.errors;
  if (broken) throw new UserError(`the list is no valid YAML: ${broken.message}`);
  if (!isSeq(document.contents)) throw new UserError('the list is no YAML list: expected "- email: …" items');
  for (const item of document.contents.items) {
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
