import { parseAddress } from '../../audience/address.ts';
import { suppressionHash } from '../../audience/suppression.ts';
import { UserError } from '../../errors.ts';
import { cleanText } from '../../render/clean-text.ts';
import type { Store } from '../../store/store.ts';

/** Longest address, in characters. */
const LONGEST = 254;

/** The canonical address of what was typed; empty when that is no whole address. */
export function readKey(typed: string): string {
  try {
    return parseAddress(typed).key;
  } catch (error) {
    if (error instanceof UserError) return '';
    throw error;
  }
}

/** How canonical addresses begin that begin as was typed. */
export function keyStart(typed: string): string {
  return cleanText(typed).toLowerCase().slice(0, LONGEST);
}

/** Why mail never goes to a canonical address, and since when; null when it may. Changes nothing, not even the first time. */
export async function suppressionOf(
  { suppressions }: Pick<Store, 'suppressions'>,
  key: string,
): Promise<{ reason: string; at: number } | null> {
  // The key of the hashes is made when it is first asked for.
  if (key === '' || (await suppressions.none())) return null;
  return suppressions.find(suppressionHash(key, await suppressions.key()));
}
