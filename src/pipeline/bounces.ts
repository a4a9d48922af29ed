import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { leaveBy, reachable } from '../audience/by-link.ts';
import { suppressSubscriber } from '../audience/manage.ts';
import { audienceStore } from '../audience/subscriber-store.ts';
import { readReturned } from '../bounce/read-returned.ts';
import type { CalendarDate } from '../model/date.ts';
import type { DeliveryState } from '../model/delivery.ts';
import { LETTER_DAY } from '../model/letter.ts';
import type { Evidence, Ignored, Returned, VerifyReturnPath } from '../model/report.ts';
import type { ReplyClass } from '../model/smtp-reply.ts';
import { closeAccounts } from '../pipeline.ts';
import type { Store } from '../store/store.ts';
import { consequences } from './consequences.ts';
import type { Parts } from './parts.ts';
import { watchReturned } from './watch-returned.ts';

/** A mail that came to the address of bounces. */
export interface MailToRead {
  /** Null when it is too large to be read. */
  bytes: Uint8Array | null;
  /** Called when it need not be read again. */
  dealtWith: () => Promise<void>;
}

/** A delivery that a returned mail changed. */
export interface ChangedDelivery {
  /** `<edition>.<subscriber number>`. */
  id: string;
  from: DeliveryState;
  to: DeliveryState;
  class: ReplyClass | null;
  enhanced: string | null;
  reason: string;
}

/** What came of reading: every mail changed something, or is ignored for one reason. */
export interface BounceReport {
  read: number;
  changed: ChangedDelivery[];
  /** Subscribers who are never mailed again. */
  suppressed: number;
  /** Subscribers who left by mail. */
  unsubscribed: number;
  ignored: Partial<Record<Ignored, number>>;
}

/** An edition is looked at as a whole whenever so many mails told something about it. */
const WATCH_EVERY = 20;

/** What one mail did. */
interface Effect {
  /** The edition that it told something new about. */
  edition: CalendarDate | null;
  changed: ChangedDelivery[];
  suppressed: number;
  unsubscribed: number;
  /** Null when it changed something. */
  ignored: Ignored | null;
}

/**
 * Reads mails and does what they demand: deliveries change their state, addresses are suppressed, readers leave; then
 * the editions concerned close their accounts anew. Each mail is one transaction, and the same one read again changes nothing.
 * What is about a delivery that somebody has in hand is left for another time. Whoever else works in this process has
 * their turn after each mail.
 */
export async function applyReturned(
  parts: Pick<Parts, 'store' | 'clock'> & { verify: VerifyReturnPath },
  mails: AsyncIterable<MailToRead>,
  signal?: AbortSignal,
): Promise<BounceReport> {
  const report: BounceReport = { read: 0, changed: [], suppressed: 0, unsubscribed: 0, ignored: {} };
  const told = new Map<CalendarDate, number>();
  try {
    for await (const mail of mails) {
      const effect = await applyMail(parts, mail.bytes);
      report.read++;
      report.changed.push(...effect.changed);
      report.suppressed += effect.suppressed;
      report.unsubscribed += effect.unsubscribed;
      if (effect.edition !== null) {
        const times = (told.get(effect.edition) ?? 0) + 1;
        told.set(effect.edition, times);
        if (times % WATCH_EVERY === 0) await watchReturned(parts.store, effect.edition, parts.clock.now());
      }
      if (effect.ignored) report.ignored[effect.ignored] = (report.ignored[effect.ignored] ?? 0) + 1;
      if (effect.ignored !== 'later') await mail.dealtWith();
      if (signal?.aborted) break;
      await setImmediate();
    }
  } finally {
    for (const edition of told.keys()) {
      await watchReturned(parts.store, edition, parts.clock.now());
      await closeAccounts(parts, edition);
    }
  }
  return report;
}

async function applyMail(
  { store, clock, verify }: Pick<Parts, 'store' | 'clock'> & { verify: VerifyReturnPath },
  bytes: Uint8Array | null,
): Promise<Effect> {
  const returned: Returned = bytes ? readReturned(bytes, verify) : { kind: 'ignored', why: 'too-large' };
  if (returned.kind === 'ignored' || !bytes) {
    const ignored = returned.kind === 'ignored' ? returned.why : null;
    return { edition: null, changed: [], suppressed: 0, unsubscribed: 0, ignored };
  }
  const hash = createHash('sha256').update(bytes).digest('hex');
  return store.transaction(tx => applyEvidence(tx, hash, returned, clock.now()));
}

/** Records all that a mail tells. Its place in the mail is part of the name it is recorded under. */
async function applyEvidence(
  store: Store,
  hash: string,
  { delivery, evidence }: Extract<Returned, { kind: 'evidence' }>,
  now: number,
): Promise<Effect> {
  const { edition, subscriber } = delivery;
  const changed: ChangedDelivery[] = [];
  let unsubscribed = 0;
  let stopped = 0;
  let against = false;
  let isNews = false;
  let ignored: Ignored = 'repeated';
  for (const [place, one] of evidence.entries()) {
    const recorded = await store.reports.record(`${hash}.${place}`, delivery, one, now);
    if (recorded.kind === 'repeated') continue;
    if (recorded.kind === 'no-such-delivery' && edition === LETTER_DAY) {
      // A letter belongs to no edition. Who complains of one, or answers it so, is never written to again.
      const done = await stopLetters(store, subscriber, one.kind, now);
      unsubscribed += done.unsubscribed;
      stopped += done.suppressed;
      ignored = 'unchanged';
      continue;
    }
    if (recorded.kind === 'later' || recorded.kind === 'no-such-delivery') {
      ignored = recorded.kind;
      break;
    }
    ignored = 'unchanged';
    isNews = true;
    against ||= speaksAgainst(one);
    if (one.kind === 'unsubscribe' && (await leave(store, subscriber, now))) unsubscribed++;
    if (recorded.kind !== 'changed') continue;
    const { from, to } = recorded;
    const { class: meaning, enhanced, reason } = one;
    changed.push({ id: `${edition}.${subscriber}`, from, to, class: meaning, enhanced, reason });
  }
  const suppressed = stopped + (against ? await consequences(store, [subscriber], now) : 0);
  const something = changed.length > 0 || suppressed > 0 || unsubscribed > 0;
  return {
    edition: isNews ? edition : null,
    changed,
    suppressed,
    unsubscribed,
    ignored: something ? null : ignored,
  };
}

/** True for news that may have an address suppressed. */
function speaksAgainst({ kind, class: meaning }: Evidence): boolean {
  return kind === 'complaint' || meaning === 'dead' || meaning === 'doubtful' || meaning === 'full';
}

/** What a report on a letter demands: a complaint suppresses, an answer that asks for it unsubscribes. */
async function stopLetters(
  store: Store,
  num: number,
  kind: Evidence['kind'],
  now: number,
): Promise<{ unsubscribed: number; suppressed: number }> {
  const nothing = { unsubscribed: 0, suppressed: 0 };
  if (kind === 'unsubscribe') return { ...nothing, unsubscribed: (await leave(store, num, now)) ? 1 : 0 };
  const reader = kind === 'complaint' ? await reachable(store, num, { lock: 'change' }) : null;
  if (!reader || reader.status === 'suppressed') return nothing;
  await suppressSubscriber(reader.email, 'complaint', { store: audienceStore(store), now });
  return { ...nothing, suppressed: 1 };
}

/** Unsubscribes, and keeps that on record; false when there was nothing to change. */
async function leave(store: Store, subscriber: number, now: number): Promise<boolean> {
  const { hasLeft } = await leaveBy(store, subscriber);
  const withdrew = { at: now, act: 'withdrew', how: 'answer to a mail', wording: null } as const;
  if (hasLeft) await store.consents.add(subscriber, withdrew);
  return hasLeft;
}
