const START = Buffer.from('From ');
const NEXT = Buffer.from('\nFrom ');

/**
 * The mails of an mbox (RFC 4155), with the `>` taken off that its lines of `>From ` were given; null for bytes that are
 * no mbox.
 */
export function splitMbox(bytes: Uint8Array): Buffer[] | null {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!all.subarray(0, START.length).equals(START)) return null;
  const starts = [0];
  for (let at = all.indexOf(NEXT); at >= 0; at = all.indexOf(NEXT, at + 1)) {
    if (isBlankBefore(all, at)) starts.push(at + 1);
  }
  return starts.map((start, nth) => mailOf(all.subarray(start, starts[nth + 1] ?? all.length)));
}

/** Whether the line that ends at `at` is empty. */
function isBlankBefore(all: Buffer, at: number): boolean {
  const before = all[at - 1];
  return before === 0x0a || (before === 0x0d && all[at - 2] === 0x0a);
}

function mailOf(entry: Buffer): Buffer {
  const end = entry.indexOf('\n');
  const mail = entry.subarray(end < 0 ? entry.length : end + 1);
  return mail.includes('>From ')
    ? Buffer.from(mail.toString('latin1').replace(/^>(>*From )/gm, '$1'), 'latin1')
    : mail;
}
