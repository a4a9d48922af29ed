import type { CalendarDate } from './date.ts';
import { type DeliveryState, OPEN_STATES } from './delivery.ts';
import type { ReplyClass } from './smtp-reply.ts';

/** Which delivery a returned mail is about. */
export interface DeliveryName {
  subscriber: number;
  edition: CalendarDate;
}

/** Says which delivery an envelope sender of ours stands for; null for every other address. */
export type VerifyReturnPath = (address: string) => DeliveryName | null;

/**
 * What a returned mail tells of a delivery: it came to nothing (`bounce`), a server still tries (`delay`), a server took
 * it (`arrival`), its reader or their provider complained, or its reader wants no more.
 */
export const REPORT_KINDS = ['bounce', 'delay', 'arrival', 'complaint', 'unsubscribe'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** One such piece of news. */
export interface Evidence {
  kind: ReportKind;
  /** What a bounce means; null for anything else. */
  class: ReplyClass | null;
  code: number | null;
  enhanced: string | null;
  /** What the server said, without addresses. */
  reply: string | null;
  /** In words. */
  reason: string;
}

/** Why a mail changes nothing. Closed list. */
export const IGNORED = [
  // Not a report, or none of ours.
  'too-large',
  'unreadable',
  'auto-reply',
  'not-a-report',
  'no-token',
  'no-such-delivery',
  // A report that says nothing new.
  'repeated',
  'unchanged',
  // Its delivery is not settled yet: it is read again.
  'later',
] as const;
export type Ignored = (typeof IGNORED)[number];

/** A returned mail, read. */
export type Returned =
  | { kind: 'evidence'; delivery: DeliveryName; evidence: Evidence[] }
  | { kind: 'ignored'; why: Ignored };

/** What each news makes of a delivery; nothing leads back. */
const MOVES: Readonly<Record<ReportKind, readonly (readonly [from: DeliveryState, to: DeliveryState])[]>> = {
  bounce: [
    ['accepted', 'bounced'],
    ['unknown', 'bounced'],
  ],
  // Whoever still tries to deliver a mail has it.
  delay: [['unknown', 'accepted']],
  arrival: [['unknown', 'accepted']],
  // Nobody complains about what they did not get: one mail may reach several people behind one address.
  complaint: [
    ['accepted', 'complained'],
    ['unknown', 'complained'],
    ['bounced', 'complained'],
  ],
  unsubscribe: [['unknown', 'accepted']],
};

/** The state of a delivery after such news; null when it stays as it is. */
export function stateAfter(state: DeliveryState, kind: ReportKind): DeliveryState | null {
  return MOVES[kind].find(([from]) => from === state)?.[1] ?? null;
}

/** True when it is too early for such news: whoever holds the delivery has the next word on it. */
export function isTooEarly(state: DeliveryState, kind: ReportKind): boolean {
  return kind !== 'unsubscribe' && OPEN_STATES.includes(state);
}
