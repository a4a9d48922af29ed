import { parseAddress } from '../audience/address.ts';
import { suppressionHash } from '../audience/suppression.ts';
import { pause } from '../clock.ts';
import { RELAY_REST_MS, restAfter } from '../deliver/back-off.ts';
import { domainGroup } from '../deliver/domain-group.ts';
import { stateAfter } from '../deliver/outcome.ts';
import { openTraffic, type Traffic } from '../deliver/traffic.ts';
import type { Reply, Transport } from '../deliver/transport.ts';
import type { DeliveryState } from '../model/delivery.ts';
import type { LetterKind } from '../model/letter.ts';
import type { Subscriber, SubscriberStatus } from '../model/subscriber.ts';
import { isPauseOver } from '../plan/plan.ts';
import type { ClaimedLetter, LetterOutcome } from '../store/letters.ts';
import type { Store } from '../store/store.ts';
import type { Parts } from './parts.ts';

/** Letters claimed at once. */
const BATCH = 10;
/** How long they are ours, in milliseconds; each is held anew when its turn comes. */
const LEASE_MS = 5 * 60_000;
/** The same once the mail server takes one: it may take ten minutes over a final dot. */
const HANDING_MS = 12 * 60_000;
/** After so many attempts without a word it is enough. */
const MOST_DOUBTS = 3;
/** Until the pace of the mail server allows the next one. */
const NEXT_TURN_MS = 1_000;
/** So often its pace is waited for in one go: whoever asks next is not to wait for all who asked before. */
const MOST_TURNS = 30;

/** What a letter is about decides who may still get it when its turn comes, by their status. */
const WANTED_BY: Readonly<Record<LetterKind, readonly SubscriberStatus[]>> = {
  confirm: ['pending', 'unsubscribed'],
  known: ['active', 'paused'],
  // Who left may still want what is theirs.
  link: ['active', 'paused', 'unsubscribed'],
  move: ['active', 'paused'],
  moved: ['active', 'paused', 'unsubscribed'],
  quiet: ['active', 'paused'],
};
/** Letters that are sent once more when nobody knows whether they arrived: who waits for one has nothing else. */
const RESENT: readonly LetterKind[] = ['confirm', 'link', 'move'];

/** Whom a letter goes to, or what becomes of it instead. */
type Admission = { email: string } | { state: DeliveryState };

/** Who delivers letters, and by what. */
export interface LetterWorker {
  transport: Transport;
  /** Names this worker in the ledger. */
  owner: string;
  /** Waits for the next turn where the mail server has a pace. */
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  signal?: AbortSignal;
}

/**
 * Delivers the letters that are due, one at a time, and returns how many were accepted. They share the pauses and paces of
 * the mail server with the editions, and use one connection of their own, so that nobody waits for a confirmation
 * behind a hundred thousand mails. Safe to run anywhere at once.
 */
export async function deliverLetters(
  parts: Parts,
  { transport, owner, sleep = pause, signal }: LetterWorker,
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
  // Those whom the pace kept from their turn, and until when the last of them rests.
  let denied = 0;
  let restUntil = 0;
  for (let turns = 0; !signal?.aborted; ) {
    await traffic.refresh();
    if (traffic.stoppedUntil() !== null) break;
    const now = await store.now();
    const claimed = await letters.claim({ owner, now, until: now + LEASE_MS, limit: BATCH });
    if (claimed.length === 0) {
      if (restUntil < now || ++turns > MOST_TURNS) break;
      denied = 0;
      await sleep(NEXT_TURN_MS, signal);
      continue;
    }
    for (const letter of claimed) {
      const outcome = signal?.aborted
        ? later(await store.now())
        : await deliverOne(parts, letter, transport, traffic, signal);
      if (outcome === 'lost') continue;
      if (outcome !== 'paced') {
        await letters.settle(letter, outcome, await store.now());
        if (outcome.state === 'accepted') accepted++;
        continue;
      }
      // A batch a turn: nobody need look at all who wait in every one.
      restUntil = (await store.now()) + NEXT_TURN_MS * (1 + Math.floor(denied++ / BATCH));
      await letters.settle(letter, later(restUntil), await store.now());
    }
  }
  return accepted;
}

/** What came of it. `lost`: somebody else has the letter. `paced`: it is not its turn yet. */
async function deliverOne(
  parts: Parts,
  letter: ClaimedLetter,
  transport: Transport,
  traffic: Traffic,
  signal: AbortSignal | undefined,
): Promise<LetterOutcome | 'lost' | 'paced'> {
  const { store } = parts;
  // Those before it may have taken longer than the lease: somebody else may have sent it meanwhile.
  if (!(await store.letters.hold(letter, (await store.now()) + LEASE_MS))) return 'lost';
  const admission = await admitted(parts, letter);
  if (!('email' in admission)) return settled(admission.state);
  const { email } = admission;
  const group = domainGroup(email);
  await traffic.refresh();
  await traffic.refill([group]);
  if (!traffic.take(group)) {
    const stop = traffic.stoppedGroups().find(one => one.domainGroup === group);
    return stop ? later(Math.min(stop.until, letter.expiresAt)) : 'paced';
  }
  let message: Awaited<ReturnType<Parts['sign']>>;
  try {
    message = await parts.sign(parts.letter(letter, email));
  } catch {
    return settled('render_failed');
  }
  let isStillWanted = true;
  let isOurs = true;
  const commit = async () => {
    isStillWanted = 'email' in (await admitted(parts, letter));
    isOurs = await store.letters.hold(letter, (await store.now()) + HANDING_MS);
    return isStillWanted && isOurs;
  };
  const reply = await transport.hand(`letters/${letter.num}-${letter.kind}`, message, commit, signal);
  if (!isOurs) return 'lost';
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
  // Who is back from a pause keeps that status; who rests wants no sign of life.
  const rests = subscriber.status === 'paused' && !isPauseOver(subscriber, letter.edition ?? '');
  const isWanted = WANTED_BY[letter.kind].includes(subscriber.status) && !(letter.kind === 'quiet' && rests);
  return isWanted ? { email } : { state: 'cancelled' };
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
  return { ...settled('pending'), isUntried: true, notBefore };
}
