import { MAX_BYTES } from '../decode.ts';

/**
 * Collects a stream, but stops as soon as it is larger than a snapshot may be: the result is then
 * one byte over the bound, which is enough to be refused.
 */
export async function readBounded(stream: AsyncIterable<Uint8Array | string>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    chunks.push(bytes.subarray(0, MAX_BYTES + 1 - size));
    size += bytes.length;
    if (size > MAX_BYTES) break;
  }
  return Buffer.concat(chunks);
}
