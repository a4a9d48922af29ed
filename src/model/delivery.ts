export const DELIVERY_STATES = [
  'pending',
  'leased',
  'handoff',
  'accepted',
  'deferred',
  'rejected',
  'unknown',
  'expired',
  'suppressed',
  'cancelled',
  'bounced',
  'complained',
  'render_failed',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** States in which a delivery does not count as having carried its papers. */
export const NOT_CARRIED: readonly DeliveryState[] = [
  'rejected',
  'expired',
  'cancelled',
  'suppressed',
  'bounced',
  'render_failed',
];

/** States that still owe the subscriber something: an edition with one of these is not complete. */
export const OPEN_STATES: readonly DeliveryState[] = ['pending', 'leased', 'handoff', 'deferred'];

/** One edition to one subscriber: one element of `deliveries --json`, with ids resolved. */
export interface DeliveryReport {
  /** `<edition>.<subscriber number>`. */
  id: string;
  edition: string;
  email: string | null;
  state: DeliveryState;
  attempts: number;
  messageId: string | null;
  code: number | null;
  reply: string | null;
  reason: string | null;
  papers: string[];
  /** Papers of an earlier mail that may not have arrived: shown once more, not carried. */
  again: string[];
  /** RFC 3339 UTC. */
  updatedAt: string;
}
