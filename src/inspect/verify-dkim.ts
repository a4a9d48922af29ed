import { createHash, createPublicKey, verify } from 'node:crypto';

/** What became of checking a signature. */
export interface Verified {
  /** Null: the signature holds. */
  problem: string | null;
  /** Names of the signed header fields, in lower case. */
  signed: string[];
}

/**
 * Checks the first DKIM signature of a message with a public key (DER, base64, as in `p=`), in the one form we sign in:
 * rsa-sha256, relaxed/relaxed, the whole body (RFC 6376 §3.4, §3.7). Written apart from what signs, so that
 * both have to be right.
 */
export function verifyDkim(raw: Buffer, publicKey: string): Verified {
  // One character a byte, so that nothing is decoded and lost.
  const text = raw.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const fields = (end < 0 ? text : text.slice(0, end)).split(/\r\n(?![ \t])/);
  const body = end < 0 ? '' : text.slice(end + 4);

  const signature = fields.find(field => /^dkim-signature[ \t]*:/i.test(field));
  if (signature === undefined) return { problem: 'it has no signature', signed: [] };
  const tags = readTags(signature.slice(signature.indexOf(':') + 1));
  const names = (tags.get('h') ?? '').toLowerCase().split(':');
  const judged = (problem: string | null) => ({ problem, signed: names });

  if (tags.get('a') !== 'rsa-sha256') return judged(`the algorithm is ${tags.get('a')}`);
  if (tags.get('c') !== 'relaxed/relaxed') return judged(`the canonical form is ${tags.get('c')}`);
  if (tags.has('l')) return judged('it signs a part of the body only');
  const hash = createHash('sha256').update(relaxedBody(body), 'latin1').digest('base64');
  if (hash !== tags.get('bh')) return judged('the hash of the body is another one');

  const bare = signature.replace(/([;:][ \t\r\n]*b[ \t\r\n]*=)[^;]*/, '$1');
  const signed = signedFields(fields, names).map(relaxedField).join('') + relaxedField(bare).trimEnd();
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  const holds = verify(
    'sha256',
    Buffer.from(signed, 'latin1'),
    key,
    Buffer.from(tags.get('b') ?? '', 'base64'),
  );
  return judged(holds ? null : 'the signature does not belong to this key and these headers');
}

/** `a=1; b=2` without white space, which means nothing in any tag used here. */
export function readTags(text: string): Map<string, string> {
  const tags = text.split(';').map(tag => {
    const [name = '', ...value] = tag.split('=');
    return [name.trim(), value.join('=').replace(/\s+/g, '')] as const;
  });
  return new Map(tags.filter(([name]) => name !== ''));
}

/** Each name takes the last field of that name that no earlier one took (§5.4.2); one that is not there, none. */
function signedFields(fields: readonly string[], names: readonly string[]): string[] {
  const left = [...fields];
  return names.flatMap(name => {
    const at = left.findLastIndex(field => field.slice(0, field.indexOf(':')).trim().toLowerCase() === name);
    return at < 0 ? [] : left.splice(at, 1);
  });
}

/** §3.4.2. */
function relaxedField(field: string): string {
  const colon = field.indexOf(':');
  const value = field
    .slice(colon + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/^ | $/g, '');
  return `${field.slice(0, colon).trim().toLowerCase()}:${value}\r\n`;
}

/** §3.4.4. */
function relaxedBody(body: string): string {
  const lines = body.split('\r\n').map(line => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''));
  while (lines.at(-1) === '') lines.pop();
  return lines.map(line => `${line}\r\n`).join('');
}
