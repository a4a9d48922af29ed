import type { Reasons } from './explain.ts';
import type { Interest } from './interest.ts';

/** Everything that is kept of what signals taught of one heading. */
export interface Taught {
  interest: Interest;
  /** The same in words, for people. */
  reasons: Reasons;
}

/** Part of what tells which signals something was learned from: with other rules, everything is learned anew. */
export const RULES = 1;

export function packTaught(taught: Taught): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(taught));
}

/** Reads what `packTaught` wrote under the same rules. */
export function unpackTaught(bytes: Uint8Array): Taught {
  return JSON.parse(new TextDecoder().decode(bytes)) as Taught;
}
