import type { DeliveryState } from '../model/delivery.ts';
import type { Reachable } from '../model/subscriber.ts';
import type { Store } from '../store/store.ts';

/** Whoever may get mail at this very moment, or why not. */
export type Admission =
  | { kind: 'admitted'; subscriber: Reachable }
  | { kind: 'barred'; state: Extract<DeliveryState, 'suppressed' | 'cancelled'>; reason: string };

/**
 * Reads afresh which of these subscribers may get mail of an edition; whoever does not exist is left out. In a
 * transaction nobody can leave until it ends.
 */
export type Admit = (
  store: Store,
  edition: string,
  subscribers: readonly number[],
) => Promise<Map<number, Admission>>;
