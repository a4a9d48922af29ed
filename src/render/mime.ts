/** Encoded pieces of one body part, in order; see `encodeQuotedPrintable`. */
export type EncodedBody = readonly Buffer[];

/**
 * A message with a plain and an HTML version of the same thing, plainest first (RFC 2046 §5.1.4):
 * header fields, then multipart/alternative. CRLF throughout, 7-bit, not dot-stuffed. The boundary needs to hold
 * `=_`, which quoted-printable never does.
 */
export function composeAlternative(
  fields: string,
  boundary: string,
  text: EncodedBody,
  html: EncodedBody,
): Buffer {
  const open =
    `${fields}MIME-Version: 1.0\r\n` +
    `Content-Type: multipart/alternative;\r\n boundary="${boundary}"\r\n\r\n` +
    partHead(boundary, 'plain');
  return Buffer.concat([
    Buffer.from(open, 'latin1'),
    ...text,
    Buffer.from(`\r\n${partHead(boundary, 'html')}`, 'latin1'),
    ...html,
    Buffer.from(`\r\n--${boundary}--\r\n`, 'latin1'),
  ]);
}

/** A message of plain text alone (RFC 2046 §4.1): CRLF throughout, 7-bit, not dot-stuffed. */
export function composePlain(fields: string, text: EncodedBody): Buffer {
  return Buffer.concat([
    Buffer.from(`${fields}MIME-Version: 1.0\r\n${contentHead('plain')}`, 'latin1'),
    ...text,
  ]);
}

function partHead(boundary: string, kind: 'plain' | 'html'): string {
  return `--${boundary}\r\n${contentHead(kind)}`;
}

function contentHead(kind: 'plain' | 'html'): string {
  return `Content-Type: text/${kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
}
