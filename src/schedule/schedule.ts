import type { Transport } from '../deliver/transport.ts';
import type { Source } from '../model/source.ts';
import type { Parts } from '../pipeline/parts.ts';
import type { Cron } from './cron.ts';
import type { SlotWorker } from './work-slot.ts';

/** What a tick works with. */
export interface Schedule extends SlotWorker {
  parts: Parts;
  transport: Transport;
  /** Who is written to when something is wrong; null: it is only logged. */
  operator: string | null;
  /** When the sources are read. */
  cron: Cron;
  /** None: nothing is read. */
  sources: readonly Source[];
  /** How late a slot may be and still bring a mail, in milliseconds. */
  lateness: number;
  /** Takes what was erased out of the files of the database, too. */
  scrub: () => Promise<void>;
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Runs one part of a tick; what it throws must not keep the others from their turn. */
export async function attempt<T>({ log }: Schedule, what: string, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    log.error({ err: error }, `${what}: did not work out, and will be tried again`);
    return null;
  }
}
