import type { Finding } from '../inspection.ts';
import { leavesOf, type MimePart } from '../mime-tree.ts';
import type { OpenMail } from '../open-mail.ts';
import { counted, told, toldOf } from '../told.ts';

const ENCODINGS = new Set(['7bit', '8bit', 'binary', 'quoted-printable', 'base64']);
const headers = 'headers' as const;

/** What is wrong with the parts of a message and how they are encoded (RFC 2045, 2046). */
export function structureProblems({ message, html }: OpenMail): Finding[] {
  const leaves = leavesOf(message);
  const texts = leaves.filter(({ type }) => type.startsWith('text/'));
  const strange = leaves.filter(({ encoding }) => !ENCODINGS.has(encoding));
  const encoded = all(message).filter(
    ({ type, encoding }) => type.startsWith('multipart/') && /^(?:base64|quoted-printable)$/.test(encoding),
  );
  const cut = all(message).filter(({ isCut }) => isCut);
  const named = (parts: readonly MimePart[]) => parts.map(({ type }) => type);
  return [
    ...toldOf(
      headers,
      'fault',
      named(cut),
      n =>
        `${counted(n, 'multipart does', 'multiparts do')} not end: the mail was cut off, or names no boundary.`,
      'End it with the boundary and two hyphens.',
    ),
    ...toldOf(
      headers,
      'fault',
      [...named(strange), ...named(encoded)],
      n => `${counted(n, 'part has', 'parts have')} an encoding that is none, or not for it.`,
      'Use quoted-printable or base64 for texts, 7bit for multiparts.',
    ),
    ...toldOf(
      headers,
      'fault',
      texts.filter(isNotUtf8).map(({ parameters }) => parameters.get('charset') ?? 'no charset'),
      n => `${counted(n, 'text names', 'texts name')} another alphabet than UTF-8, or none.`,
      'Write charset=utf-8.',
    ),
    ...toldOf(
      headers,
      'fault',
      texts.filter(isMalformed).map(({ encoding }) => encoding),
      n => `${counted(n, 'text is', 'texts are')} not encoded as said.`,
      'Encode it anew: no line over 76 characters, = as =3D, no blank at the end of a line.',
    ),
    ...ofOrder(message, html !== null),
  ];
}

/** In multipart/alternative the best comes last (RFC 2046 §5.1.4). */
function ofOrder(message: MimePart, hasHtml: boolean): Finding[] {
  if (!hasHtml) return [];
  const choice = all(message).find(({ type }) => type === 'multipart/alternative');
  if (!choice) {
    return [
      told(
        headers,
        'warning',
        'The HTML does not stand beside a text in multipart/alternative.',
        'Send both, the text first.',
        message.type,
      ),
    ];
  }
  const types = choice.parts.map(({ type }) => type);
  const isInOrder =
    types[0] === 'text/plain' && /^(?:text\/html|multipart\/related)$/.test(types.at(-1) ?? '');
  return isInOrder
    ? []
    : [
        told(
          headers,
          'fault',
          'The parts are not in order: programs show the last one that they can.',
          'Write text/plain first and text/html last.',
          types.join(', '),
        ),
      ];
}

function all(part: MimePart): MimePart[] {
  return [part, ...part.parts.flatMap(all)];
}

function isNotUtf8({ parameters, body }: MimePart): boolean {
  const charset = (parameters.get('charset') ?? '').toLowerCase();
  if (charset === 'utf-8') return false;
  // ASCII is UTF-8, and the default.
  return (
    !(charset === '' || charset === 'us-ascii') || /[^\u0000-\u007f]|=[89A-F]/i.test(body.toString('latin1'))
  );
}

/** RFC 2045 §6.7 and §6.8. */
function isMalformed({ encoding, body }: MimePart): boolean {
  if (encoding !== 'quoted-printable' && encoding !== 'base64') return false;
  const lines = body.toString('latin1').split(/\r?\n/);
  if (lines.some(line => line.length > 76)) return true;
  if (encoding === 'base64') return lines.some(line => !/^[A-Za-z0-9+/]*={0,2}$/.test(line));
  return lines.some(line => /[ \t]$|=(?![0-9A-F]{2}|$)|[^\t -~]/.test(line));
}
