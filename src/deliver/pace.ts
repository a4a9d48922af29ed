import type { ReplyClass } from '../model/smtp-reply.ts';
import type { Throttle } from '../store/throttles.ts';

// How answers change the throttle of a relay or a domain group: what pauses it, for how long, and how it
// comes back. Pure; times in milliseconds.

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** Faults in a row after which it is not the messages. */
const IN_A_ROW = 5;
/** A slower pace than one a minute is a pause. */
const SLOWEST = 1;
/** A pace faster than this is none. */
const FASTEST = 6_000;
/** What a group that never had a pace is slowed down to, if little was sent to it lately. */
const FIRST_PACE = 20;

/** First pause, and longest; each fault in a row doubles it. */
const PAUSES: Readonly<Record<Fault, { first: number; longest: number; after: number }>> = {
  relay: { first: 30 * SECOND_MS, longest: 10 * MINUTE_MS, after: IN_A_ROW },
  config: { first: MINUTE_MS, longest: 10 * MINUTE_MS, after: 1 },
  // A quota is counted by the hour or the day: it is looked at again, not waited out.
  quota: { first: 15 * MINUTE_MS, longest: 60 * MINUTE_MS, after: 1 },
  throttle: { first: MINUTE_MS, longest: 90 * MINUTE_MS, after: 1 },
  policy: { first: 5 * MINUTE_MS, longest: 90 * MINUTE_MS, after: IN_A_ROW },
};

/** Answers that concern more than one message. */
export type Fault = Extract<ReplyClass, 'relay' | 'config' | 'quota' | 'throttle' | 'policy'>;
export const FAULTS: readonly ReplyClass[] = ['relay', 'config', 'quota', 'throttle', 'policy'];

/** Whom a fault concerns: everybody, or the domain group of the message. */
export function scopeOf(fault: Fault): 'relay' | 'group' {
  return fault === 'throttle' || fault === 'policy' ? 'group' : 'relay';
}

export function isFault(means: ReplyClass): means is Fault {
  return FAULTS.includes(means);
}

/** What was observed of one answer besides its class. */
export interface Observed {
  now: number;
  /** The words of the answer. */
  why: string;
  /** It counts as many in a row: the server was tried as long as patience goes. */
  hopeless: boolean;
  /** Messages to the same group in the last minute. */
  lately: number;
}

/**
 * The throttle after a fault: one more in a row, and paused once there are enough of them. A provider that says
 * "too fast" gets half the pace. Null while it is paused already: what was under way says nothing new.
 */
export function afterFault(
  known: Throttle | null,
  key: string,
  fault: Fault,
  observed: Observed,
): Throttle | null {
  const { now, why, hopeless, lately } = observed;
  const throttle = known ?? unthrottled(key);
  if (isPaused(throttle, now)) return null;
  const { first, longest, after } = PAUSES[fault];
  // Another kind of fault says nothing about how long this one lasts.
  const before = throttle.fault === fault ? throttle.failures : 0;
  const failures = Math.max(before + 1, hopeless ? after : 0);
  const pauses = failures - after;
  const pausedUntil = pauses < 0 ? throttle.pausedUntil : now + Math.min(longest, first * 2 ** pauses);
  const failed = { ...throttle, failures, fault, pausedUntil, why, pacedAt: now };
  if (fault !== 'throttle') return failed;
  const pace = throttle.perMinute ?? Math.max(lately, FIRST_PACE);
  return { ...failed, perMinute: Math.max(SLOWEST, pace / 2) };
}

/**
 * The throttle after a success: faults are forgotten, and the pace rises by a tenth each clean minute. Null when
 * nothing changes: a success under way since before the pause does not end it.
 */
export function afterSuccess(known: Throttle | null, now: number): Throttle | null {
  if (!known || isPaused(known, now)) return null;
  const isClean = known.failures === 0 && known.pausedUntil === 0 && known.why === null;
  const isDue = known.perMinute !== null && now - known.pacedAt >= MINUTE_MS;
  if (isClean && !isDue) return null;
  const healed = { ...known, failures: 0, fault: null, pausedUntil: 0, why: null };
  if (!isDue || known.perMinute === null) return healed;
  const faster = known.perMinute * 1.1;
  return { ...healed, perMinute: faster > FASTEST ? null : faster, pacedAt: now };
}

/** Nothing may be handed over now. A pause longer than any is a clock that was set back. */
export function isPaused({ pausedUntil }: Throttle, now: number): boolean {
  return pausedUntil > now && pausedUntil - now <= 2 * PAUSES.throttle.longest;
}

/** After a pause one message at a time goes first, until one of them succeeds. */
export function isOnTrial({ failures, pausedUntil }: Throttle): boolean {
  return failures > 0 && pausedUntil > 0;
}

/**
 * Takes up to `wanted` messages out of a pace (GCRA: each moves `nextAt` by one interval, and it may run ahead of
 * now by a second). `granted` may be 0: then nothing may go before `nextAt`.
 */
export function takeFrom(
  known: Throttle | null,
  key: string,
  { perMinute, wanted, now }: { perMinute: number; wanted: number; now: number },
): { throttle: Throttle; granted: number } {
  const throttle = known ?? unthrottled(key);
  const interval = MINUTE_MS / perMinute;
  // A clock that was set back must not stop everything for as long.
  const isAhead = throttle.nextAt - now > 2 * Math.max(interval, SECOND_MS);
  const start = isAhead ? now : Math.max(throttle.nextAt, now);
  const ahead = now + Math.max(0, SECOND_MS - interval) - start;
  const granted = ahead < 0 ? 0 : Math.min(wanted, Math.floor(ahead / interval) + 1);
  return { throttle: { ...throttle, nextAt: Math.round(start + granted * interval) }, granted };
}

function unthrottled(key: string): Throttle {
  return { key, failures: 0, fault: null, pausedUntil: 0, why: null, perMinute: null, nextAt: 0, pacedAt: 0 };
}
