import type { ReplyClass } from './smtp-reply.ts';

/** A share of what was answered at which something is wrong with an edition, not with its readers. */
export interface Limit {
  /** Fewer say nothing. */
  least: number;
  share: number;
}

/** So many are refused because of us. */
export const REFUSED = {
  classes: ['policy', 'ours'],
  least: 5,
  share: 0.03,
} as const satisfies Limit & { classes: readonly ReplyClass[] };

/** So many are said to have no mailbox: a mail server may be wrong about its readers, or the list is old. */
export const UNREACHABLE = {
  classes: ['dead', 'doubtful'],
  least: 20,
  share: 0.1,
} as const satisfies Limit & { classes: readonly ReplyClass[] };

/** Readers complain so rarely that mail providers look at one in a thousand. */
export const COMPLAINED: Limit = { least: 3, share: 0.001 };

/** True when so many of all are too many. */
export function isOver({ least, share }: Limit, hits: number, all: number): boolean {
  return hits >= least && hits > share * all;
}
