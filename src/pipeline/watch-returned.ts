import type { CalendarDate } from '../model/date.ts';
import { COMPLAINED, isOver, type Limit, REFUSED, UNREACHABLE } from '../model/edition-limits.ts';
import { type EditionCause, editionIncident } from '../model/incident.ts';
import type { Standing } from '../store/reports.ts';
import type { Store } from '../store/store.ts';

/** Something that is wrong with an edition as a whole. */
export interface Wrong {
  cause: EditionCause;
  hits: number;
  /** In words, which begin with the number of hits. */
  what: string;
}

/**
 * Shares of what was answered at which the edition stops, as those that are refused at once do: behind a relay refusals come
 * back as mail.
 */
const LIMITS: readonly { cause: EditionCause; count: keyof Standing; limit: Limit; why: string }[] = [
  {
    cause: 'refused',
    count: 'refused',
    limit: REFUSED,
    why: 'came back because mail servers refuse us, not the readers: look at SPF, DKIM and DMARC (paperboy doctor)',
  },
  {
    cause: 'dead',
    count: 'unreachable',
    limit: UNREACHABLE,
    why: 'are said to have no mailbox, so that nobody more is suppressed by what this edition meets: the mail server may be wrong about its readers, or the list is old',
  },
  {
    cause: 'complaints',
    count: 'complained',
    limit: COMPLAINED,
    why: 'were called spam by their readers: mail providers stop those of whom more than one in a thousand complain',
  },
];

/** After a ring, one cause rings again when so many times as many are hit. */
const RINGS_AGAIN = 1.5;

/** All that is wrong with an edition. */
export function wrongWith(standing: Standing): Wrong[] {
  return LIMITS.filter(({ count, limit }) => isOver(limit, standing[count], standing.answered)).map(
    ({ cause, count, why }) => {
      const hits = standing[count];
      return { cause, hits, what: `${hits} of ${standing.answered} mails ${why}` };
    },
  );
}

/**
 * Looks at an edition after mail of it came back. When something is wrong with it as a whole, what it still owes is paused
 * and the operator is told: once for each cause, whatever else it was stopped for, and again when it has become much
 * worse since; whether it goes on in between is for them to say.
 */
export async function watchReturned(store: Store, edition: CalendarDate, now: number): Promise<void> {
  for (const { cause, hits, what } of wrongWith(await store.reports.standing(edition))) {
    const key = editionIncident(edition, cause);
    const known = await store.incidents.find(key);
    if (known !== null && hits < RINGS_AGAIN * hitsIn(known.what)) continue;
    const owed = await store.deliveries.owed(edition, null);
    const isUnderWay = owed.due !== null || owed.leasedUntil !== null;
    if (isUnderWay) await store.editions.pause(edition, what, now);
    await store.incidents.open(key, isUnderWay ? `paused: ${what}` : what, now);
  }
}

/** How many were hit when these words were written. */
function hitsIn(what: string): number {
  return Number(/\d+/.exec(what)?.[0] ?? 0);
}
