import { parseAddress } from '../audience/address.ts';
import { suppressionHash } from '../audience/suppression.ts';
import { RELAY_REST_MS, restAfter } from '../deliver/back-off.ts';
import { domainGroup } from '../deliver/domain-group.ts';
import { stateAfter } from '../deliver/outcome.ts';
import { openTraffic, type Traffic } from '../deliver/traffic.ts';
import type { Reply, Transport } from '../deliver/transport.ts';
import type { DeliveryState } from '../model/delivery.ts';
import type { LetterKind } from '../model/letter.ts';
import type { Subscriber, SubscriberStatus } from '../model/subscriber.ts';
import type { ClaimedLetter, LetterOutcome } from '../store/letters.ts';
import type { Store } from '../store/store.ts';
import type { Parts } from './parts.ts';

/** Letters claimed at once. */
const BATCH = 10;
/** How long they are ours, in milliseconds: a mail server may take minutes over a final dot. */
const LEASE_MS = 5 * 60_000;
/** After so many attempts without a word it is enough. */
const MOST_DOUBTS = 3;
/** Until the pace of the mail server allows the next one. */
const NEXT_TURN_MS = 1_000;

/** What a letter is about decides who may still get it when its turn comes, by their status. */
const WANTED_BY: Readonly<Record<LetterKind, readonly SubscriberStatus[]>> = {
  confirm: ['pending', 'unsubscribed'],
  known: ['active', 'paused'],
  // Who left may still want what is theirs.
  link: ['active', 'paused', 'unsubscribed'],
  move: ['active', 'paused'],
  moved: ['active', 'paused', 'unsubscribed'],
  quiet: ['active'],
};
/** Letters that are sent once more when nobody knows whether they arrived: who waits for one has nothing else. */
const RESENT: readonly LetterKind[] = ['confirm', 'link', 'move'];

/** Whom a letter goes to, or what becomes of it instead. */
type Admission = { email: string } | { state: DeliveryState };

/**
 * Delivers the letters that are due, one at a time, and returns how many were accepted. They share the pauses and paces of
 * the mail server with the editions, and use one connection of their own, so that nobody waits for a confirmation
 * behind a hundred thousand mails. Safe to run anywhere at once.
 */
export async function deliverLetters(
  parts: Parts,
  { transport, owner, signal }: { transport: Transport; owner: string; signal?: AbortSignal },
): Promise<number> {
  const { store, clock } = parts;
  const { letters } = store;
  // The common case costs one look.
  if (!(await letters.isOwing(await store.now()))) return 0;
  const traffic = openTraffic({
    store,
    relay: transport.relay,
    perSecond: transport.perSecond,
    localNow: () => clock.now(),
    ignoreBefore: null,
  });
  let accepted = 0;
  while (!signal?.aborted) {
    await traffic.refresh();
    if (traffic.stoppedUntil() !== null) break;
    const now = await store.now();
    const claimed = await letters.claim({ owner, now, until: now + LEASE_MS, limit: BATCH });
    if (claimed.length === 0) break;
    for (const letter of claimed) {
      const outcome = signal?.aborted
        ? later(await store.now())
        : await deliverOne(parts, letter, transport, traffic, signal);
      await letters.settle(letter, outcome, await store.now());
      if (outcome.state === 'accepted') accepted++;
    }
  }
  return accepted;
}

async function deliverOne(
  parts: Parts,
  letter: ClaimedLetter,
  transport: Transport,
  traffic: Traffic,
  signal: AbortSignal | undefined,
): Promise<LetterOutcome> {
  const { store } = parts;
  const admission = await admitted(parts, letter);
  if (!('email' in admission)) return settled(admission.state);
  const { email } = admission;
  const group = domainGroup(email);
  await traffic.refresh();
  await traffic.refill([group]);
  if (!traffic.take(group)) return later(traffic.now() + NEXT_TURN_MS);
  let message: Awaited<ReturnType<Parts['sign']>>;
  try {
    message = await parts.sign(parts.letter(letter, email));
  } catch {
    return settled('render_failed');
  }
  let isStillWanted = true;
  const commit = async () => {
    isStillWanted = 'email' in (await admitted(parts, letter));
    return isStillWanted;
  };
  const reply = await transport.hand(`letters/${letter.num}-${letter.kind}`, message, commit, signal);
  if (!reply) return isStillWanted ? later(await store.now()) : settled('cancelled');
  await traffic.hear(group, reply).catch(() => null);
  return outcomeOf(letter, reply, traffic.now());
}

/** Who may get it at this moment: read afresh, since somebody may have left, or confirmed, since it was written. */
async function admitted({ store, clock }: Parts, letter: ClaimedLetter): Promise<Admission> {
  if (letter.expiresAt <= clock.now()) return { state: 'expired' };
  const [subscriber] = await store.subscribers.byNums([letter.subscriber]);
  const email = letter.address ?? subscriber?.email;
  if (!subscriber?.email || !email) return { state: 'cancelled' };
  if (await isSuppressed(store, subscriber, email)) return { state: 'suppressed' };
  return WANTED_BY[letter.kind].includes(subscriber.status) ? { email } : { state: 'cancelled' };
}

async function isSuppressed(
  { suppressions }: Store,
  { status }: Subscriber,
  email: string,
): Promise<boolean> {
  if (status === 'suppressed') return true;
  if (await suppressions.none()) return false;
  const hash = suppressionHash(parseAddress(email).key, await suppressions.key());
  return (await suppressions.has(hash)) !== null;
}

/** What an answer makes of a letter: as of a delivery, but no answer means once more where somebody waits for it. */
function outcomeOf(letter: ClaimedLetter, answer: Reply, now: number): LetterOutcome {
  const { class: means, code, enhanced, reply } = answer;
  const said = { class: means, code, enhanced, reply };
  const state = stateAfter(answer);
  const isInDoubt = state === 'unknown' && RESENT.includes(letter.kind) && letter.attempts < MOST_DOUBTS;
  if (state !== 'deferred' && !isInDoubt) return { ...said, state, notBefore: 0 };
  const rest = answer.hopeless ? RELAY_REST_MS : restAfter(letter.attempts, letter.num);
  return { ...said, state: 'deferred', notBefore: Math.min(now + rest, letter.expiresAt) };
}

function settled(state: DeliveryState): LetterOutcome {
  return { state, class: null, code: null, enhanced: null, reply: null, notBefore: 0 };
}

/** Given back, untouched. */
function later(notBefore: number): LetterOutcome {
  return { ...settled('pending'), notBefore };
}
