import { type CalendarDate, daysBetween } from '../model/date.ts';
import type { DeliveryState } from '../model/delivery.ts';
import type { ReplyClass } from '../model/smtp-reply.ts';

/** What became of one delivery to a subscriber, as far as it says something about their address. */
export interface Experience {
  edition: CalendarDate;
  state: DeliveryState;
  /** What the last answer, or a report that came back later, meant. */
  class: ReplyClass | null;
  code: number | null;
  enhanced: string | null;
  /** The reader, or their provider, complained about it. */
  complained: boolean;
}

/** States in which a delivery came to nothing, or did not so far. */
const FAILED: readonly DeliveryState[] = ['rejected', 'bounced', 'expired', 'deferred', 'unknown'];

/** Editions that have to fail one after the other before a mailbox that may be there counts as gone. */
const DOUBTS = 2;
/** A full mailbox is given up after so many editions, over so many days. */
const FULL_EDITIONS = 5;
const FULL_DAYS = 10;

/**
 * Why an address is never to be mailed again, by its history in any order; null when it may be. Only what is about
 * the reader's mailbox counts: what a server holds against us, or cannot do now, says nothing about it. The reason
 * holds no word of a server, since those like to repeat the address.
 */
export function whyNeverAgain(history: readonly Experience[]): string | null {
  if (history.some(({ complained, state }) => complained || state === 'complained')) return 'complaint';
  const dead = history.find(one => failedAs(one, 'dead'));
  if (dead) return `bounced: ${codeOf(dead)}, no such mailbox`;

  const run = latestFailures(history);
  const doubts = run.filter(one => failedAs(one, 'doubtful'));
  if (doubts[0] && doubts.length >= DOUBTS) {
    return `bounced: ${codeOf(doubts[0])}, in ${doubts.length} editions`;
  }
  const full = run.filter(one => failedAs(one, 'full'));
  const [newest, oldest] = [full[0], full.at(-1)];
  if (!newest || !oldest || full.length < FULL_EDITIONS) return null;
  const days = daysBetween(oldest.edition, newest.edition);
  return days >= FULL_DAYS ? `bounced: ${codeOf(newest)}, mailbox full for ${days} days` : null;
}

/**
 * Failures of the mailbox with no success between them, newest first. A success after all of them is none: what was
 * accepted today may come back tomorrow.
 */
function latestFailures(history: readonly Experience[]): Experience[] {
  const telling = history
    .filter(one => one.state === 'accepted' || failedAs(one, 'doubtful') || failedAs(one, 'full'))
    .sort((a, b) => (a.edition < b.edition ? 1 : -1));
  const start = telling.findIndex(one => one.state !== 'accepted');
  if (start < 0) return [];
  const end = telling.findIndex((one, at) => at > start && one.state === 'accepted');
  return telling.slice(start, end < 0 ? undefined : end);
}

function failedAs(one: Experience, meaning: ReplyClass): boolean {
  return one.class === meaning && FAILED.includes(one.state);
}

function codeOf({ enhanced, code }: Experience): string {
  return enhanced ?? (code === null ? 'no code' : String(code));
}
