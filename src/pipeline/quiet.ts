import { addDays, type CalendarDate } from '../model/date.ts';
import type { Parts } from './parts.ts';

/** Silence that is worth a sign of life. */
const QUIET_DAYS = 7;
const DAY_MS = 86_400_000;
/** How long it is worth sending, in milliseconds. */
const GOOD_FOR_MS = 20 * 3_600_000;
/** Letters written in one transaction. */
const PAGE = 200;

/**
 * Puts a sign of life in line for those who wish for one, were found nothing for in this edition, and heard nothing from
 * us for a week. Returns how many; safe to repeat, and to run anywhere at once.
 */
export async function writeSignsOfLife(
  { store, clock }: Pick<Parts, 'store' | 'clock'>,
  edition: CalendarDate,
): Promise<number> {
  const now = clock.now();
  const silence = { since: addDays(edition, -QUIET_DAYS), before: now - QUIET_DAYS * DAY_MS, limit: PAGE };
  for (let written = 0, after = 0; ; ) {
    const some = await store.transaction(async tx => {
      const waiting = await tx.skips.inSilence(edition, { ...silence, after });
      for (const subscriber of waiting) {
        const letter = { kind: 'quiet', subscriber, edition, expiresAt: now + GOOD_FOR_MS } as const;
        await tx.letters.add(letter, now);
      }
      return waiting;
    });
    written += some.length;
    if (some.length < PAGE) return written;
    after = some.at(-1) ?? after;
  }
}
