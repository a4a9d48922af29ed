import type { HeaderField } from './headers/explain-header.ts';

/** A mail, or a part of one, as it stands on the wire (RFC 2045 §2.4). */
export interface MimePart {
  fields: HeaderField[];
  /** `text/html` */
  type: string;
  /** Parameters of its type, by name in lower case. */
  parameters: ReadonlyMap<string, string>;
  /** `7bit`, `quoted-printable` ... */
  encoding: string;
  body: Buffer;
  /** What it holds; empty for a part that holds text or data. */
  parts: MimePart[];
  /** A multipart without the line that ends it. */
  isCut: boolean;
}

// A mail is one of ours or one that a program on this machine wrote; all the same nothing of it makes this take long.
const MOST_PARTS = 200;
const DEEPEST = 20;
const MOST_FIELDS = 1000;

/** Takes a message apart. Never throws: what is no mail is a part without fields. */
export function mimeTree(raw: Buffer): MimePart {
  return partOf(raw, 0, { left: MOST_PARTS });
}

/** The parts that hold no others, in their order. */
export function leavesOf(part: MimePart): MimePart[] {
  return part.parts.length === 0 ? [part] : part.parts.flatMap(leavesOf);
}

/** The value of its first field of that name; null when it has none. */
export function fieldOf(fields: readonly HeaderField[], name: string): string | null {
  const lower = name.toLowerCase();
  return fields.find(field => field.name.toLowerCase() === lower)?.value ?? null;
}

/** The bytes of a part without their transfer encoding. */
export function decodedBody({ body, encoding }: MimePart): Buffer {
  if (encoding === 'base64') return Buffer.from(body.toString('latin1'), 'base64');
  if (encoding !== 'quoted-printable') return body;
  const text = body
    .toString('latin1')
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(text, 'latin1');
}

function partOf(bytes: Buffer, depth: number, budget: { left: number }): MimePart {
  const { head, body } = split(bytes);
  const fields = fieldsIn(head);
  const content = fieldOf(fields, 'content-type') ?? '';
  const parameters = parametersOf(content);
  const type = content.split(';', 1)[0]?.trim().toLowerCase() || 'text/plain';
  const encoding = (fieldOf(fields, 'content-transfer-encoding') ?? '7bit').trim().toLowerCase();
  const boundary = type.startsWith('multipart/') ? parameters.get('boundary') : undefined;
  const part: MimePart = { fields, type, parameters, encoding, body, parts: [], isCut: false };
  if (!boundary || depth >= DEEPEST) return { ...part, isCut: type.startsWith('multipart/') && !boundary };
  const { pieces, isCut } = between(body, boundary, budget);
  return { ...part, parts: pieces.map(piece => partOf(piece, depth + 1, budget)), isCut };
}

/** Header and body; the blank line between them belongs to neither. */
function split(bytes: Buffer): { head: string; body: Buffer } {
  const blank = /^\r?\n/.exec(bytes.toString('latin1', 0, 2))?.[0];
  if (blank) return { head: '', body: bytes.subarray(blank.length) };
  for (const mark of ['\r\n\r\n', '\n\n']) {
    const at = bytes.indexOf(mark);
    if (at >= 0) return { head: bytes.toString('latin1', 0, at), body: bytes.subarray(at + mark.length) };
  }
  return { head: bytes.toString('latin1'), body: Buffer.alloc(0) };
}

/** Fields, unfolded; lines that are none are left out. */
function fieldsIn(head: string): HeaderField[] {
  const fields: { name: string; lines: string[] }[] = [];
  for (const line of head.split(/\r?\n/)) {
    const last = fields.at(-1);
    if (/^[ \t]/.test(line)) last?.lines.push(line.trim());
    else if (/^[!-9;-~]{1,80}[ \t]*:/.test(line) && fields.length < MOST_FIELDS) {
      const colon = line.indexOf(':');
      fields.push({ name: line.slice(0, colon).trim(), lines: [line.slice(colon + 1).trim()] });
    }
  }
  return fields.map(({ name, lines }) => ({ name, value: lines.filter(line => line !== '').join(' ') }));
}

function parametersOf(content: string): Map<string, string> {
  const found = content
    .slice(0, 2000)
    .matchAll(/;\s*([!#-'*+.0-9A-Z^-z|~-]{1,60})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/gi);
  return new Map(
    [...found].map(([, name = '', quoted, plain]) => [
      name.toLowerCase(),
      quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '',
    ]),
  );
}

/** What stands between the boundary lines of a multipart (RFC 2046 §5.1.1). */
function between(
  body: Buffer,
  boundary: string,
  budget: { left: number },
): { pieces: Buffer[]; isCut: boolean } {
  const mark = Buffer.from(`--${boundary}`, 'latin1');
  const pieces: Buffer[] = [];
  let start: number | null = null;
  for (let at = body.indexOf(mark); at >= 0; at = body.indexOf(mark, at + mark.length)) {
    const rest = body.toString('latin1', at + mark.length, at + mark.length + 2);
    if ((at > 0 && body[at - 1] !== 0x0a) || !/^(?:--|[ \t\r\n]|$)/.test(rest)) continue;
    if (start !== null) pieces.push(body.subarray(start, Math.max(start, endOfLine(body, at))));
    if (rest === '--') return { pieces, isCut: false };
    if (--budget.left < 0) break;
    const next = body.indexOf('\n', at + mark.length);
    start = next < 0 ? body.length : next + 1;
  }
  return { pieces: start === null ? pieces : [...pieces, body.subarray(start)], isCut: true };
}

/** Where the line before a boundary ends: its line end belongs to the boundary. */
function endOfLine(body: Buffer, at: number): number {
  const bare = at > 0 && body[at - 1] === 0x0a ? at - 1 : at;
  return bare > 0 && body[bare - 1] === 0x0d ? bare - 1 : bare;
}
