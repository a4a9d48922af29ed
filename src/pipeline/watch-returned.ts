import type { CalendarDate } from '../model/date.ts';
import type { Store } from '../store/store.ts';

/** What returned mail says of an edition as a whole. */
interface Returned {
  /** Deliveries that a mail server had an answer for. */
  answered: number;
  /** Came back because of us. */
  policy: number;
  complained: number;
}

/**
 * Shares of what was answered at which the edition stops, as those that are refused at once do: behind a relay refusals come
 * back as mail. Readers complain so rarely that mail providers look at one in a thousand.
 */
const LIMITS: readonly { count: keyof Returned; least: number; share: number; why: string }[] = [
  {
    count: 'policy',
    least: 5,
    share: 0.03,
    why: 'came back because mail servers refuse us, not the readers: look at SPF, DKIM and DMARC (paperboy doctor)',
  },
  {
    count: 'complained',
    least: 3,
    share: 0.001,
    why: 'were called spam by their readers: mail providers stop those of whom more than one in a thousand complain',
  },
];

/** Why an edition should stop, in words; null when nothing is unusual. */
export function wrongWith(returned: Returned): string | null {
  for (const { count, least, share, why } of LIMITS) {
    const hits = returned[count];
    if (hits >= least && hits > share * returned.answered) {
      return `${hits} of ${returned.answered} mails ${why}`;
    }
  }
  return null;
}

/**
 * Looks at an edition after mail of it came back. The first time something is wrong with it as a whole, what it still owes
 * is paused and the operator is told; whether it goes on then is for them to say.
 */
export async function watchReturned(
  store: Store,
  edition: CalendarDate,
  now: number,
): Promise<string | null> {
  const wrong = wrongWith(await store.reports.standing(edition));
  const key = `edition ${edition}`;
  if (wrong === null || (await store.incidents.known(key))) return null;
  const owed = await store.deliveries.owed(edition, null);
  const isUnderWay = owed.due !== null || owed.leasedUntil !== null;
  if (isUnderWay) await store.editions.pause(edition, wrong, now);
  await store.incidents.open(key, isUnderWay ? `paused: ${wrong}` : wrong, now);
  return wrong;
}
