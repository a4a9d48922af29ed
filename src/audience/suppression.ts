import { createHmac } from 'node:crypto';

/**
 * What stands for an address in the list of suppressions (hex, HMAC-SHA256): it outlives the erased
 * address and tells nothing about it without the key.
 */
export function suppressionHash(addressKey: string, suppressionKey: Buffer): string {
  return createHmac('sha256', suppressionKey).update(addressKey).digest('hex');
}
