import { daysBetween } from '../model/date.ts';
import type { DeliveryState } from '../model/delivery.ts';
import { UNREACHABLE } from '../model/edition-limits.ts';
import type { ReplyClass } from '../model/smtp-reply.ts';
import type { HistoryRow } from '../store/history.ts';

/** What became of one delivery to a subscriber, as far as it says something about their address. */
export type Experience = Omit<HistoryRow, 'subscriber'>;

/** How each reason begins that came of mails which did not arrive, and no other reason. */
export const BOUNCED = 'bounced:';

/** States in which a delivery came to nothing, or did not so far. */
const FAILED: readonly DeliveryState[] = ['rejected', 'bounced', 'expired', 'deferred', 'unknown'];

const HOUR_MS = 3_600_000;
/**
 * Editions that have to fail one after the other, so far apart, before a mailbox that may be there counts as gone: names
 * and servers come and go within a day. What lies further back than that says nothing about what is there now.
 */
const DOUBTS = 2;
const DOUBTS_APART_MS = 20 * HOUR_MS;
const DOUBTS_FORGOTTEN_MS = 90 * 24 * HOUR_MS;
/** A full mailbox is given up after so many editions, over so many days. */
const FULL_EDITIONS = 5;
const FULL_DAYS = 10;

/** What may come of a whole edition at once, and then says nothing about any one mailbox. */
export function isUnreachable(one: Experience): boolean {
  return UNREACHABLE.classes.some(meaning => failedAs(one, meaning));
}

/**
 * Why an address is never to be mailed again, by its history in any order; null when it may be. Only what is about
 * the reader's mailbox counts: what a server holds against us, or cannot do now, says nothing about it. The reason
 * holds no word of a server, since those like to repeat the address.
 */
export function whyNeverAgain(history: readonly Experience[]): string | null {
  if (history.some(({ complained, state }) => complained || state === 'complained')) return 'complaint';
  const dead = history.find(one => failedAs(one, 'dead'));
  if (dead) return `${BOUNCED} ${codeOf(dead)}, no such mailbox`;

  const run = latestFailures(history);
  const doubts = remembered(failures(run, 'doubtful'));
  const [last, first] = [doubts[0], doubts.at(-1)];
  if (last && first && doubts.length >= DOUBTS && last.at - first.at >= DOUBTS_APART_MS) {
    return `${BOUNCED} ${codeOf(last)}, in ${doubts.length} editions`;
  }
  const full = failures(run, 'full');
  const [newest, oldest] = [full[0], full.at(-1)];
  if (!newest || !oldest || full.length < FULL_EDITIONS) return null;
  const days = daysBetween(oldest.edition, newest.edition);
  return days >= FULL_DAYS ? `${BOUNCED} ${codeOf(newest)}, mailbox full for ${days} days` : null;
}

/**
 * Failures of the mailbox with no success between them, newest first. A success after all of them is none: what was
 * accepted today may come back tomorrow.
 */
function latestFailures(history: readonly Experience[]): Experience[] {
  const telling = history
    .filter(one => one.state === 'accepted' || failedAs(one, 'doubtful') || failedAs(one, 'full'))
    .sort((a, b) => (a.edition === b.edition ? 0 : a.edition < b.edition ? 1 : -1));
  const start = telling.findIndex(one => one.state !== 'accepted');
  if (start < 0) return [];
  const end = telling.findIndex((one, at) => at > start && one.state === 'accepted');
  return telling.slice(start, end < 0 ? undefined : end);
}

/** Those of one meaning, an edition once: an answer and a report may tell of the same mail. */
function failures(run: readonly Experience[], meaning: ReplyClass): Experience[] {
  const found = run.filter(one => failedAs(one, meaning));
  return found.filter((one, at) => found.findIndex(({ edition }) => edition === one.edition) === at);
}

/** The newest doubts, up to a long time without any. */
function remembered(doubts: readonly Experience[]): Experience[] {
  const newestFirst = [...doubts].sort((a, b) => b.at - a.at);
  const end = newestFirst.findIndex(
    (one, at) => at > 0 && (newestFirst[at - 1]?.at ?? 0) - one.at > DOUBTS_FORGOTTEN_MS,
  );
  return newestFirst.slice(0, end < 0 ? undefined : end);
}

function failedAs(one: Experience, meaning: ReplyClass): boolean {
  return one.class === meaning && FAILED.includes(one.state);
}

function codeOf({ enhanced, code }: Experience): string {
  return enhanced ?? (code === null ? 'no code' : String(code));
}
