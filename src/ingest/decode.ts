import { declaredCharset, knownCharset, provesNothing, unmarkedUtf16 } from './declared-charset.ts';

/** Text of a snapshot, or why its bytes are none. */
export type Decoded = { text: string; remark: string | null } | { refusal: string };

/** No list of papers is larger; bounds memory. */
export const MAX_BYTES = 32 * 1024 * 1024;
const TOO_LARGE = `line 1: larger than ${MAX_BYTES / 1024 / 1024} MiB, which no list of papers is`;

/** Shares of undecodable or control characters above which bytes are not text. */
const MAX_BROKEN = 0.01;

/** What Windows-1252 has from 0x80 to 0x9f. */
const WINDOWS_1252 = [...'€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'];

/** All that Unicode takes for the end of a line (UAX 14, classes BK, CR and NL). */
const LINE_END = /\r\n?|[\v\f\u0085\u2028\u2029]/g;

const BROKEN = /[\u0001-\u0008\u000e-\u001a\u001c-\u001f\u007f\ufffd]/g;

/**
 * Decodes a snapshot: by its byte-order mark, by what it says of itself (XML, HTML), by what its server said (`told`), as UTF-8,
 * as Windows-1252 where no byte makes sense as UTF-8. Valid UTF-8 is believed before an encoding in which everything is valid.
 * Line ends become LF, NUL bytes and the mark go. A character cut in two at either end of the bytes is dropped. Binary data is
 * refused.
 */
export function decode(bytes: Uint8Array, told: string | null = null): Decoded {
  if (bytes.length > MAX_BYTES) return { refusal: TOO_LARGE };
  const decoded = decodeBytes(bytes, told);
  const text = decoded.text.replaceAll('\0', '').replace(LINE_END, '\n');
  if (hasMore(text, BROKEN, Math.max(8, text.length * MAX_BROKEN))) {
    return { refusal: 'line 1: not text (binary data, or another encoding than it says)' };
  }
  return { text, remark: decoded.remark };
}

interface Text {
  text: string;
  remark: string | null;
}

function decodeBytes(bytes: Uint8Array, told: string | null): Text {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decodeAs('utf-16le', bytes);
  if (first === 0xfe && second === 0xff) return decodeAs('utf-16be', bytes);
  const unmarked = unmarkedUtf16(bytes);
  if (unmarked !== null) return decodeAs(unmarked, bytes);
  const whole = withoutCutCharacters(bytes);
  const isMarked = first === 0xef && second === 0xbb && bytes[2] === 0xbf;
  const charset = isMarked ? null : charsetOf(bytes, told);
  const valid = utf8(whole);
  if (charset !== null && !provesNothing(charset)) {
    const read = decodeAs(charset, bytes);
    if (read.remark === null || valid === null) return read;
  }
  if (valid !== null) {
    const wrong = charset !== null && /[^\0-\x7f]/.test(valid);
    return { text: valid, remark: wrong ? `said to be ${charset}, but UTF-8: read as that.` : null };
  }
  return charset === null ? guess(whole) : decodeAs(charset, bytes);
}

/** The encoding to read it in when it is not UTF-8, the only one that needs no name. */
function charsetOf(bytes: Uint8Array, told: string | null): string | null {
  const known = knownCharset(declaredCharset(bytes)) ?? knownCharset(told);
  // Whoever could read the word UTF-16 in ASCII has not read UTF-16.
  return known === null || known.startsWith('utf-') || known === 'replacement' ? null : known;
}

function decodeAs(charset: string, bytes: Uint8Array): Text {
  const text = charset === 'windows-1252' ? fromWindows1252(bytes) : new TextDecoder(charset).decode(bytes);
  const broken = text.indexOf('\ufffd');
  return { text, remark: broken < 0 ? null : replaced(text, broken, charset.toUpperCase()) };
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function guess(bytes: Uint8Array): Text {
  const text = new TextDecoder('utf-8').decode(bytes);
  if (/^[\0-\x7f\ufffd]*$/.test(text))
    return { text: fromWindows1252(bytes), remark: 'not UTF-8: read as Windows-1252.' };
  return { text, remark: replaced(text, text.indexOf('\ufffd'), 'UTF-8') };
}

function replaced(text: string, at: number, charset: string): string {
  return `line ${text.slice(0, at).split('\n').length}: bytes that are not ${charset} were replaced.`;
}

/** Node 20 decodes this encoding as Latin-1, which has controls where it has punctuation. */
function fromWindows1252(bytes: Uint8Array): string {
  const latin1 = Buffer.from(bytes).toString('latin1');
  return latin1.replace(/[\u0080-\u009f]/g, char => WINDOWS_1252[char.charCodeAt(0) - 0x80] ?? char);
}

/** Bytes without the rest of a character at the start, and without half a character at the end. */
function withoutCutCharacters(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < 3 && isContinuation(bytes[start])) start++;
  let end = bytes.length;
  let back = 1;
  while (back <= 3 && isContinuation(bytes[end - back])) back++;
  const lead = bytes[end - back] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  if (length > back) end -= back;
  return bytes.subarray(start, Math.max(start, end));
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

function hasMore(text: string, pattern: RegExp, limit: number): boolean {
  let found = 0;
  for (const _ of text.matchAll(pattern)) if (++found > limit) return true;
  return false;
}
