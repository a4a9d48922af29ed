const HEX = Buffer.from('0123456789ABCDEF', 'latin1');
const LF = 0x0a;
const SPACE = 0x20;
const EQUALS = 0x3d;
/** Columns of an encoded line before the `=` of a soft break (RFC 2045 §6.7 rule 5: 76 with it). */
const COLUMNS = 75;

/**
 * UTF-8 text as quoted-printable (RFC 2045 §6.7) that starts at column 0 and ends at column 0: after
 * the last newline of the text, or else after a soft line break. Pieces encoded one by one may
 * therefore be joined, and decode to the joined text. `\n` becomes CRLF; the text holds no `\r`.
 *
 * A line that starts with `.` or `From ` gets its first byte encoded: neither dot-stuffing
 * (RFC 5321 §4.5.2) nor an mbox has anything to change.
 */
export function encodeQuotedPrintable(text: string): Buffer {
  const source = Buffer.from(text, 'utf8');
  // A byte takes three columns at most, and every line of 75 columns three more.
  const target = Buffer.allocUnsafe(source.length * 4 + 8);
  let at = 0;
  let column = 0;
  for (let i = 0; i < source.length; i++) {
    const byte = source[i] as number;
    if (byte === LF) {
      at = writeBreak(target, at, false);
      column = 0;
      continue;
    }
    const plain = isPlain(source, i, byte);
    if (column + (plain ? 1 : 3) > COLUMNS) {
      at = writeBreak(target, at, true);
      column = 0;
    }
    if (plain && !(column === 0 && startsBadly(source, i, byte))) {
      target[at++] = byte;
      column++;
    } else {
      at = writeEncoded(target, at, byte);
      column += 3;
    }
  }
  if (column > 0) at = writeBreak(target, at, true);
  // A copy: the scratch buffer is four times as long, and pieces are kept.
  return Buffer.from(target.subarray(0, at));
}

function isPlain(source: Buffer, i: number, byte: number): boolean {
  if (byte > SPACE) return byte < 0x7f && byte !== EQUALS;
  return byte === SPACE && i + 1 < source.length && source[i + 1] !== LF;
}

function startsBadly(source: Buffer, i: number, byte: number): boolean {
  return byte === 0x2e || (byte === 0x46 && source.toString('latin1', i, i + 5) === 'From ');
}

function writeEncoded(target: Buffer, at: number, byte: number): number {
  target[at] = EQUALS;
  target[at + 1] = HEX[byte >> 4] as number;
  target[at + 2] = HEX[byte & 15] as number;
  return at + 3;
}

function writeBreak(target: Buffer, at: number, soft: boolean): number {
  let end = at;
  if (soft) target[end++] = EQUALS;
  target[end++] = 0x0d;
  target[end++] = LF;
  return end;
}
