import type { DeliveryState } from '../model/delivery.ts';
import type { ReplyClass } from '../model/smtp-reply.ts';
import type { LeasedDelivery, Outcome } from '../store/leases.ts';
import { RELAY_REST_MS, restAfter } from './back-off.ts';
import type { Reply } from './transport.ts';

/** Classes that say nothing about this message: its attempt does not count. */
const NOT_ITS_FAULT: readonly ReplyClass[] = ['relay', 'config', 'throttle', 'quota'];

/** When a delivery was answered, and how long it is still worth making; both in milliseconds. */
export interface Moment {
  now: number;
  timeLeft: number;
}

/**
 * What an answer makes of a delivery. 2xx is accepted, no answer is unknown, 5xx is refused for good, all else is
 * tried again later: never rejected is what only the way there, or our pace, stood against.
 */
export function outcomeOf(delivery: LeasedDelivery, answer: Reply, moment: Moment): Outcome {
  const { subscriber, fence, inDoubt } = delivery;
  const { code, enhanced, reply } = answer;
  const state = stateAfter(answer);
  const said = { subscriber, fence, class: answer.class, code, enhanced, reply, notBefore: 0 };
  const attempted = !NOT_ITS_FAULT.includes(answer.class);
  if (state === 'deferred') {
    // Where the attempt does not count, the claims do: a server that always hangs up is not asked every minute.
    const rest = answer.hopeless
      ? RELAY_REST_MS
      : restAfter(attempted ? delivery.attempts + 1 : fence, subscriber);
    // It is looked at once more as soon as it is too late, to be called expired.
    const notBefore = moment.now + Math.min(rest, Math.max(0, moment.timeLeft) + 1);
    return { ...said, state, reason: null, attempted, notBefore };
  }
  // Refused now, but it may have arrived before.
  if (inDoubt && state === 'rejected') {
    return { ...said, state: 'unknown', reason: 'rejected; may be out', attempted };
  }
  const reason = state === 'unknown' ? 'handed over, no answer; may be out' : null;
  return { ...said, state, reason, attempted };
}

/** The state that an answer leads to, of a message that was not in doubt before. */
export function stateAfter({ class: means, final }: Reply): DeliveryState {
  if (means === 'accepted') return 'accepted';
  if (means === 'unanswered') return 'unknown';
  if (NOT_ITS_FAULT.includes(means)) return 'deferred';
  return final ? 'rejected' : 'deferred';
}

/**
 * What becomes of a delivery that is not handed over. One that may be out already must not be planned again: its
 * papers may have been read.
 */
export function withheld(delivery: LeasedDelivery, state: DeliveryState, reason: string): Outcome {
  const { subscriber, fence, inDoubt } = delivery;
  const nothing = { class: null, code: null, enhanced: null, reply: null, attempted: false, notBefore: 0 };
  return inDoubt
    ? { subscriber, fence, ...nothing, state: 'unknown', reason: `${reason}; may be out` }
    : { subscriber, fence, ...nothing, state, reason };
}
