import { createHmac } from 'node:crypto';
import { secretKeys } from '../config/secret-key.ts';
import type { ConfigOf } from '../config.ts';
import type { ReturnPaths } from '../deliver/verp.ts';
import type { Parts } from '../pipeline/parts.ts';

/** Makes and reads envelope senders; null without BOUNCE_ADDRESS. */
export async function openReturnPaths(
  config: ConfigOf<'database' | 'links' | 'delivery'>,
): Promise<ReturnPaths | null> {
  if (!config.bounceAddress) return null;
  const { returnPaths } = await import('../deliver/verp.ts');
  const { current, previous } = secretKeys(config);
  const keyOf = (secret: string) => createHmac('sha256', secret).update('return paths').digest();
  return returnPaths(config.bounceAddress, keyOf(current), previous.map(keyOf));
}

/** Signs with the key of the three DKIM settings; leaves messages as they are when there is none. */
export async function openSigner(config: ConfigOf<'delivery'>): Promise<Parts['sign']> {
  const { dkimDomain: domain, dkimSelector: selector, dkimPrivateKeyFile: keyFile } = config;
  if (!domain || !selector || !keyFile) return async message => message;
  const { openDkim } = await import('../deliver/dkim.ts');
  const { sign } = await openDkim({ domain, selector, keyFile });
  return async message => ({ ...message, raw: await sign(message.raw) });
}
