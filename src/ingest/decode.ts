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
 * Decodes a snapshot: byte-order mark, UTF-8, UTF-16 with a mark, Windows-1252 where no byte makes
 * sense as UTF-8. Line ends become LF, NUL bytes and the mark go. A character cut in two at either
 * end of the bytes is dropped. Binary data is refused.
 */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes.length > MAX_BYTES) return { refusal: TOO_LARGE };
  const decoded = decodeBytes(bytes);
  const text = decoded.text.replaceAll('\0', '').replace(LINE_END, '\n');
  if (hasMore(text, BROKEN, Math.max(8, text.length * MAX_BROKEN))) {
    return { refusal: 'line 1: not text (binary data, or an encoding other than UTF-8 and UTF-16)' };
  }
  return { text, remark: decoded.remark };
}

function decodeBytes(bytes: Uint8Array): { text: string; remark: string | null } {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe)
    return { text: new TextDecoder('utf-16le').decode(bytes), remark: null };
  if (first === 0xfe && second === 0xff)
    return { text: new TextDecoder('utf-16be').decode(bytes), remark: null };
  const whole = withoutCutCharacters(bytes);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(whole), remark: null };
  } catch {
    const text = new TextDecoder('utf-8').decode(whole);
    if (/^[\0-\x7f\ufffd]*$/.test(text)) {
      return {
        text: fromWindows1252(whole),
        remark: 'not UTF-8: read as Windows-1252.',
      };
    }
    const line = text.slice(0, text.indexOf('\ufffd')).split('\n').length;
    return { text, remark: `line ${line}: bytes that are not UTF-8 were replaced.` };
  }
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
