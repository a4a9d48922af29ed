import { csvRows } from './csv-rows.ts';
import { jsonRows } from './json-rows.ts';
import type { ListRow } from './list-row.ts';
import { yamlRows } from './yaml-rows.ts';

const NOT_UTF8 = 'holds bytes that are not UTF-8: save the list as UTF-8';

/**
 * Reads the rows of a list of subscribers, UTF-8 with or without a byte order mark. The name's ending
 * says whether it is JSON, YAML or CSV; without one, an opening bracket means JSON, else it is CSV.
 * Throws a UserError when the list as a whole cannot be read.
 */
export async function* readList(bytes: Uint8Array, fileName: string): AsyncGenerator<ListRow> {
  const { text, damaged } = decode(bytes);
  for await (const row of rowsOf(text, fileName)) {
    const bad = damaged && 'values' in row && JSON.stringify(row.values).includes('\ufffd');
    yield bad ? { line: row.line, problem: NOT_UTF8 } : row;
  }
}

function rowsOf(text: string, fileName: string): Iterable<ListRow> | AsyncIterable<ListRow> {
  if (/\.ya?ml$/i.test(fileName)) return yamlRows(text);
  if (/\.json$/i.test(fileName)) return jsonRows(text);
  const named = /\.(csv|tsv|txt)$/i.test(fileName);
  return !named && /^\s*\[/.test(text) ? jsonRows(text) : csvRows(text);
}

function decode(bytes: Uint8Array): { text: string; damaged: boolean } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), damaged: false };
  } catch {
    return { text: new TextDecoder().decode(bytes), damaged: true };
  }
}
