import type { DeliveryState } from '../model/delivery.ts';
import type { Subscriber } from '../model/subscriber.ts';
import type { Store } from '../store/store.ts';

/** A subscriber who can be written to. */
export type Recipient = Subscriber & { email: string };

/** Whoever may get mail at this very moment, or why not. */
export type Admission =
  | { kind: 'admitted'; subscriber: Recipient }
  | { kind: 'barred'; state: Extract<DeliveryState, 'suppressed' | 'cancelled'>; reason: string };

/** Reads afresh which of these subscribers may get mail; whoever does not exist is left out. */
export type Admit = (store: Store, subscribers: readonly number[]) => Promise<Map<number, Admission>>;
