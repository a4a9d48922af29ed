/** A value, and whether its text had to be mended; null for what is no JSON. */
export type Parsed = { value: unknown; mended: boolean } | null;

/** A text in quotes, or what Python writes for a number that is none. */
const TOKEN = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|-?\b(?:NaN|Infinity)\b|,(?=\s{0,200}[}\]])/g;
const BAD_ESCAPE = /\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|)/g;
const CONTROL = /[\u0000-\u001f]/g;

/**
 * Reads one JSON value. What sloppy programs write is mended: line ends and backslashes as they are in texts, `NaN`, a comma
 * before the end of a list.
 */
export function parseJson(source: string): Parsed {
  const strict = tried(source);
  if (strict) return { ...strict, mended: false };
  const mended = tried(source.replace(TOKEN, mend));
  return mended && { ...mended, mended: true };
}

function tried(source: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(source) };
  } catch {
    return null;
  }
}

/** What a text in quotes has in it where it may have to be mended. */
const DOUBTFUL = /[\\\u0000-\u001f]/;

function mend(token: string): string {
  if (token === ',') return '';
  if (!token.startsWith('"')) return 'null';
  if (!DOUBTFUL.test(token)) return token;
  return token
    .replace(BAD_ESCAPE, (found, known) => (known === undefined ? '\\\\' : found))
    .replace(CONTROL, char => (char === '\n' ? '\\n' : ' '));
}
