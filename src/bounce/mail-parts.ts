import { decodeWords } from 'postal-mime';
import { type Field, firstOf, headerOf, readFields } from './fields.ts';

/** A mail as a report is read: its header, what people read, and the parts that say what became of another mail. */
export interface MailParts {
  header: Field[];
  subject: string;
  /** The beginning of what it says to people. */
  text: string;
  /** The first report of delivery, or complaint, in it; null when there is none. */
  status: string | null;
  feedback: string | null;
  /** Headers of the mails it returns. */
  returned: Field[][];
}

/** Largest mail that is read at all: ours are a tenth of it. */
export const LARGEST_MAIL = 2 * 1024 * 1024;
// Whoever gets a mail of ours may send any mail here, and whoever reads it delivers mail besides. What is looked at is
// bounded, then, and nothing is done to all of a mail but looking for the next boundary.
const LARGEST_HEADER = 64 * 1024;
const LARGEST_PART = 64 * 1024;
const LARGEST_TEXT = 4 * 1024;
const LONGEST_SUBJECT = 1000;
const MOST_PARTS = 50;
const MOST_BOUNDARIES = 1000;
const MOST_RETURNED = 3;
const DEEPEST = 8;

/** A mail, or a part of one (RFC 2045 §2.4). */
interface Entity {
  type: string;
  header: Field[];
  body: Buffer;
}

/** Takes a mail apart. Never throws: what is no mail has no parts. */
export function takeApart(bytes: Uint8Array): MailParts {
  const mail = entityOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const leaves = leavesOf(mail);
  const first = (type: RegExp, limit = LARGEST_PART) => {
    const found = leaves.find(leaf => type.test(leaf.type));
    return found ? decoded(found, limit) : null;
  };
  return {
    header: mail.header,
    subject: decodeWords(firstOf(mail.header, 'subject').slice(0, LONGEST_SUBJECT)),
    text: first(/^text\/plain$/, LARGEST_TEXT) ?? first(/^text\/html$/, LARGEST_TEXT) ?? '',
    status: first(/^message\/(global-)?delivery-status$/),
    feedback: first(/^message\/feedback-report$/),
    returned: leaves
      .filter(({ type }) => isMessage(type))
      .slice(0, MOST_RETURNED)
      .map(leaf => readFields(headerOf(decoded(leaf, LARGEST_PART)))),
  };
}

/** RFC 6522 §3 and RFC 6533 §5: a mail, or its header, in either alphabet. */
function isMessage(type: string): boolean {
  return /^(message\/(rfc822|global)|text\/rfc822)(-headers)?$/.test(type);
}

function entityOf(bytes: Buffer): Entity {
  const end = endOfHeader(bytes);
  const header = readFields(bytes.toString('utf8', 0, Math.min(end, LARGEST_HEADER)));
  const [type = ''] = firstOf(header, 'content-type').split(';', 1);
  return { type: type.trim().toLowerCase() || 'text/plain', header, body: bytes.subarray(end) };
}

/** Where its body begins; a mail whose header is too large has none. */
function endOfHeader(bytes: Buffer): number {
  const start = bytes.subarray(0, LARGEST_HEADER);
  const blank = /^\r?\n/.exec(start.toString('latin1', 0, 2))?.[0];
  if (blank) return blank.length;
  const ends = ['\n\n', '\n\r\n'].flatMap(mark => {
    const at = start.indexOf(mark);
    return at < 0 ? [] : at + mark.length;
  });
  return Math.min(...ends, bytes.length);
}

/** The parts that hold no others, in order; a mail that is returned is one. */
function leavesOf(mail: Entity): Entity[] {
  const leaves: Entity[] = [];
  let opened = 0;
  const open = (entity: Entity, depth: number): void => {
    const boundary = boundaryOf(entity);
    if (boundary === null) return void leaves.push(entity);
    if (depth >= DEEPEST) return;
    for (const part of partsOf(entity.body, boundary)) {
      if (++opened > MOST_PARTS) return;
      open(entityOf(part), depth + 1);
    }
  };
  open(mail, 0);
  return leaves;
}

/** What parts its parts (RFC 2046 §5.1.1); null when it has none. */
function boundaryOf({ type, header }: Entity): string | null {
  if (!type.startsWith('multipart/')) return null;
  const named = /;\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/i.exec(
    firstOf(header, 'content-type'),
  );
  return (named?.[1]?.replace(/\\(.)/g, '$1') ?? named?.[2]) || null;
}

function* partsOf(body: Buffer, boundary: string): Generator<Buffer> {
  const mark = Buffer.from(`\n--${boundary}`);
  // The first may stand where the body begins.
  let at = body.indexOf(mark.subarray(1)) === 0 ? -1 : body.indexOf(mark);
  let start: number | null = null;
  for (let looks = 0; at >= -1 && looks < MOST_BOUNDARIES; looks++) {
    const after = at + mark.length;
    const rest = body.toString('latin1', after, after + 2);
    if (/^(--|[ \t\r\n]|$)/.test(rest)) {
      if (start !== null) yield body.subarray(start, Math.max(at, start));
      if (rest === '--') return;
      const lineEnd = body.indexOf('\n', after);
      start = lineEnd < 0 ? body.length : lineEnd + 1;
    }
    const next = body.indexOf(mark, after);
    at = next < 0 ? -2 : next;
  }
  // A mail may have been cut off.
  if (start !== null) yield body.subarray(start);
}

/** The text of a part, the beginning of it, without its transfer encoding (RFC 2045 §6). */
function decoded({ header, body }: Entity, limit: number): string {
  const encoding = firstOf(header, 'content-transfer-encoding').slice(0, 40).trim().toLowerCase();
  // No encoding takes more than three bytes for one, and its line ends.
  const raw = body.subarray(0, limit * 4);
  return bytesOf(raw, encoding).toString('utf8', 0, limit);
}

function bytesOf(raw: Buffer, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(raw.toString('latin1'), 'base64');
  if (encoding !== 'quoted-printable') return raw;
  const text = raw
    .toString('latin1')
    .replace(/=[ \t]*\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(text, 'latin1');
}
