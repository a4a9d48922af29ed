import type { Finding } from '../inspection.ts';
import type { OpenMail } from '../open-mail.ts';
import { counted, told, toldOf } from '../told.ts';

/** RFC 5322 §2.1.1, without the line end: servers cut or refuse longer ones; nobody should need more than the second. */
const LONGEST_LINE = 998;
const GOOD_LINE = 78;
/** Beginning of a header field (RFC 5322 §2.2). */
const FIELD = /^[!-9;-~]+[ \t]*:/;
const ENCODED_WORD = /=\?[^?\s]+\?[bq]\?[^?\s]*\?=/gi;
const LONGEST_WORD = 75;
const headers = 'headers' as const;

/** What is wrong with the bytes of a message, before anything is made of them. */
export function wireProblems({ raw }: OpenMail): Finding[] {
  // One character a byte.
  const text = raw.toString('latin1');
  const bare = text.match(/\r(?!\n)|(?<!\r)\n/g)?.length ?? 0;
  const lines = text.split(/\r?\n/);
  const blank = lines.indexOf('');
  const head = blank < 0 ? lines : lines.slice(0, blank);
  const isUnix = bare > 0 && !text.includes('\r');
  const long = lines.filter(line => line.length > LONGEST_LINE);
  const foldable = head.filter(
    line => line.length > GOOD_LINE && /\S\s+\S/.test(line.replace(/^\S+:\s*|^\s+/, '')),
  );
  const words = head
    .flatMap(line => line.match(ENCODED_WORD) ?? [])
    .filter(word => word.length > LONGEST_WORD);
  const strange = head.filter((line, at) => !(FIELD.test(line) || (at > 0 && /^[ \t]+\S/.test(line))));
  return [
    ...(isUnix
      ? [
          told(
            headers,
            'hint',
            'Lines end as in files of Unix; on the way they end in CR and LF.',
            'Nothing, where the mail was read from a file.',
          ),
        ]
      : []),
    ...(bare > 0 && !isUnix
      ? [
          told(
            headers,
            'fault',
            `${counted(bare, 'line end is', 'line ends are')} CR or LF alone: servers disagree where such a mail ends.`,
            'End each line in CR and LF.',
          ),
        ]
      : []),
    ...(/\u0000|[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text)
      ? [
          told(
            headers,
            'fault',
            'The mail holds control characters.',
            'Encode the body, and clean what goes into the header.',
          ),
        ]
      : []),
    ...toldOf(
      headers,
      'fault',
      long,
      n =>
        `${counted(n, 'line is', 'lines are')} longer than ${LONGEST_LINE} bytes: servers cut or refuse them.`,
      'Encode the body as quoted-printable; fold the header.',
    ),
    ...toldOf(
      headers,
      'hint',
      foldable,
      n =>
        `${counted(n, 'line')} of the header ${n === 1 ? 'is' : 'are'} longer than ${GOOD_LINE} characters.`,
      'Fold it before a word.',
    ),
    ...toldOf(
      headers,
      'fault',
      strange,
      n =>
        `${counted(n, 'line')} of the header ${n === 1 ? 'is' : 'are'} no field: what follows may be read as the body.`,
      'Write Name: value, and begin further lines of it with a blank.',
    ),
    ...toldOf(
      headers,
      'fault',
      head.filter(line => /[^\u0000-\u007f]/.test(line)),
      n => `${counted(n, 'line')} of the header ${n === 1 ? 'is' : 'are'} not in ASCII.`,
      'Encode them (RFC 2047).',
    ),
    ...toldOf(
      headers,
      'fault',
      words,
      n =>
        `${counted(n, 'encoded word is', 'encoded words are')} longer than ${LONGEST_WORD} characters (RFC 2047 §2).`,
      'Write several, each whole in itself.',
    ),
    ...(/[^\u0000-\u007f]/.test(lines.slice(head.length).join(''))
      ? [
          told(
            headers,
            'warning',
            'The body is in 8-bit bytes: a server that converts them breaks the signature.',
            'Encode it as quoted-printable or base64.',
          ),
        ]
      : []),
  ];
}
