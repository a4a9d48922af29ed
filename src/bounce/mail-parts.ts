import PostalMime from 'postal-mime';
import { type Field, headerOf, readFields } from './fields.ts';

/** A part of a mail that says what became of another one. */
interface Part {
  /** In lower case, e.g. `message/delivery-status`. */
  type: string;
  text: string;
}

/** A mail as a report is read: its header, what people read, and its other parts. */
export interface MailParts {
  header: Field[];
  subject: string;
  text: string;
  parts: Part[];
  /** Headers of the mails it returns. */
  returned: Field[][];
}

/** Largest mail that is read at all: ours are a hundredth of it. */
export const LARGEST_MAIL = 10 * 1024 * 1024;
/** A report is smaller, a mail it returns stands in full. */
const LARGEST_PART = 256 * 1024;
const MOST_PARTS = 50;
/** The parser keeps something of each line, and more of one that may begin a part. */
const MOST_LINES = 250_000;
const MOST_BOUNDARIES = 5000;
const LIMITS = { forceRfc822Attachments: true, maxNestingDepth: 20, maxHeadersSize: 512 * 1024 };

/** Takes a mail apart; null when it cannot be read as one, or would take too much to be. Never throws. */
export async function takeApart(bytes: Uint8Array): Promise<MailParts | null> {
  if (bytes.length > LARGEST_MAIL || isTooMuch(bytes)) return null;
  const parsed = await PostalMime.parse(bytes, LIMITS).catch(() => null);
  if (!parsed) return null;
  const parts = parsed.attachments
    .slice(0, MOST_PARTS)
    .map(({ mimeType, content }) => ({ type: mimeType.toLowerCase(), text: textOf(content) }));
  return {
    header: parsed.headers.map(({ key, value }) => ({ name: key, value })),
    subject: parsed.subject ?? '',
    text: (parsed.text ?? '').slice(0, LARGEST_PART),
    parts,
    returned: parts.filter(({ type }) => isMessage(type)).map(({ text }) => readFields(headerOf(text))),
  };
}

/** RFC 6522 §3 and RFC 6533 §5: a mail, or its header, in either alphabet. */
function isMessage(type: string): boolean {
  return /^(message\/(rfc822|global)|text\/rfc822|message\/rfc822)(-headers)?$/.test(type);
}

function textOf(content: ArrayBuffer | Uint8Array | string): string {
  if (typeof content === 'string') return content.slice(0, LARGEST_PART);
  return new TextDecoder().decode(new Uint8Array(content).subarray(0, LARGEST_PART));
}

function isTooMuch(bytes: Uint8Array): boolean {
  const [newline, dash] = [0x0a, 0x2d];
  let [lines, boundaries] = [0, 0];
  for (let at = 0; at < bytes.length && lines <= MOST_LINES; lines++) {
    if (bytes[at] === dash && bytes[at + 1] === dash) boundaries++;
    const end = bytes.indexOf(newline, at);
    at = end < 0 ? bytes.length : end + 1;
  }
  return lines > MOST_LINES || boundaries > MOST_BOUNDARIES;
}
