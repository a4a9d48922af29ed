import { parseAddress } from '../../audience/address.ts';
import { UserError } from '../../errors.ts';
import { cleanText } from '../../render/clean-text.ts';

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
