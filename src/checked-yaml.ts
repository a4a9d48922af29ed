import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Mistake, MistakeError } from './mistake.ts';

type Document = ReturnType<typeof parseDocument>;
type Issue = z.core.$ZodIssue;

/**
 * The value that a file in YAML holds, by a schema. `file` is for messages. Throws a MistakeError with everything that is wrong, each
 * in its place and with the words of the schema.
 */
export function checkedYaml<T>(text: string, file: string, schema: z.ZodType<T>): T {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number, message: string): Mistake => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col, message };
  };
  if (document.errors.length > 0)
    throw new MistakeError(document.errors.map(error => at(error.pos[0], error.message)));

  const result = schema.safeParse(plainValue(document, file));
  if (result.success) return result.data;
  throw new MistakeError(
    result.error.issues.map(issue => at(offsetOf(document, issue), `${nameOf(issue.path)}${issue.message}`)),
  );
}

/** The plain value; refuses what the parser only notices here, such as an alias that unfolds without end. */
function plainValue(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 1000 });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new MistakeError([{ file, line: null, column: null, message }]);
  }
}

/** Where the deepest part of the path that exists begins in the file; of a name that nobody knows, the name. */
function offsetOf(document: Document, { path, ...issue }: Issue): number {
  if (issue.code === 'unrecognized_keys') {
    const key = keyOffset(document.getIn(path, true) ?? document.contents, issue.keys[0]);
    if (key !== null) return key;
  }
  for (let depth = path.length; depth > 0; depth--) {
    const offset = startOf(document.getIn(path.slice(0, depth), true));
    if (offset !== null) return offset;
  }
  return document.contents?.range?.[0] ?? 0;
}

function keyOffset(map: unknown, name: string | undefined): number | null {
  if (typeof map !== 'object' || map === null || !('items' in map) || !Array.isArray(map.items)) return null;
  const pair = map.items.find(item => String(item?.key) === name);
  return startOf(pair?.key);
}

function startOf(node: unknown): number | null {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range))
    return null;
  return Number(node.range[0]);
}

function nameOf(path: PropertyKey[]): string {
  const words = path.map(part => (typeof part === 'number' ? `#${part + 1}` : String(part)));
  return words.length === 0 ? '' : `${words.join(' ')}: `;
}
