import type { Transport } from '../deliver/transport.ts';
import type { Source } from '../model/source.ts';
import type { Parts } from '../pipeline/parts.ts';
import { bounded } from './bounded.ts';
import type { Cron } from './cron.ts';
import type { SlotWorker } from './work-slot.ts';

/** What a tick works with. */
export interface Schedule extends SlotWorker {
  parts: Parts;
  transport: Transport;
  /** Who is written to when something is wrong; null: it is only logged. */
  operator: string | null;
  /** There are pages of the operator's. */
  hasPages: boolean;
  /** When the sources are read. */
  cron: Cron;
  /** None: nothing is read. */
  sources: readonly Source[];
  /** How late a slot may be and still bring a mail, in milliseconds. */
  lateness: number;
  /** How long before a slot its deliveries are frozen, in milliseconds: so long the operator may look at them. */
  ahead: number;
  /** How many days the bytes of snapshots are kept; 0: for ever. */
  keepDays: number;
  bounds: Bounds;
  /** Takes what was erased out of the files of the database, too. */
  scrub: () => Promise<void>;
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** No limit of time: the part has bounds of its own. */
export const UNBOUNDED = Number.POSITIVE_INFINITY;

/** How long parts of a tick may go on without getting anywhere, in milliseconds. */
export interface Bounds {
  /** Reading one source. */
  source: number;
  /** Reading all of them: editions wait for it. */
  sources: number;
  /** Freezing a page of an edition, papers and plan included. */
  page: number;
  /** Whatever else is done in one go. */
  part: number;
  /** Between asking something to end and leaving it to itself. */
  lastChance: number;
}

const MINUTE_MS = 60_000;
export const BOUNDS: Bounds = {
  source: 10 * MINUTE_MS,
  sources: 20 * MINUTE_MS,
  page: 15 * MINUTE_MS,
  part: 10 * MINUTE_MS,
  lastChance: MINUTE_MS / 2,
};

/**
 * Runs one part of a tick: what it throws, or hangs on, must not keep the others from their turn. Null then. `limit`: how long it
 * may take, in milliseconds; none for what has its own bounds.
 */
export async function attempt<T>(
  { log, signal, bounds }: Schedule,
  what: string,
  work: () => Promise<T>,
  limit = bounds.part,
): Promise<T | null> {
  try {
    return await (limit === UNBOUNDED
      ? work()
      : bounded({ what, limit, signal, lastChance: bounds.lastChance }, work));
  } catch (error) {
    log.error({ err: error }, `${what}: did not work out, and will be tried again`);
    return null;
  }
}
