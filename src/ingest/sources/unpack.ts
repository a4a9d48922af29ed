import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { MAX_BYTES } from '../decode.ts';
import { readBounded } from './read-bounded.ts';

/** What servers may pack their answers with. */
export const PACKINGS = 'gzip, br, deflate';

/** What a server packed its answer with is none of what it was asked for. */
export class UnpackError extends Error {}

/**
 * The bytes of an answer, unpacked as `Content-Encoding` says, up to one byte over what a snapshot may be: whatever it would
 * unpack to, no more is ever held. Throws when it breaks off, and an UnpackError for a packing that is not known.
 */
export async function unpack(body: Readable, encoding: string): Promise<Uint8Array> {
  // What is left unread when enough was read ends with an error that nobody waits for.
  body.on('error', () => {});
  const [packing, ...more] = encoding
    .toLowerCase()
    .split(',')
    .map(each => each.trim())
    .filter(each => each !== '' && each !== 'identity');
  if (more.length > 0) throw new UnpackError('the answer is packed more than once');
  const bytes = await readBounded(body);
  if (packing === undefined || bytes.length === 0 || bytes.length > MAX_BYTES) return bytes;
  const unpacker = unpackerOf(packing, bytes);
  unpacker.end(bytes);
  return readBounded(unpacker);
}

function unpackerOf(packing: string, [first = 0]: Uint8Array): Transform {
  if (packing === 'gzip' || packing === 'x-gzip') return createGunzip();
  if (packing === 'br') return createBrotliDecompress();
  // Some servers leave out the frame that RFC 9110 asks for.
  if (packing === 'deflate') return (first & 15) === 8 ? createInflate() : createInflateRaw();
  throw new UnpackError(`the answer is packed as "${packing.slice(0, 40)}", which was not asked for`);
}
