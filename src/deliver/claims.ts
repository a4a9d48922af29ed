import type { Clock } from '../clock.ts';
import type { LeasedDelivery } from '../store/leases.ts';
import type { Store } from '../store/store.ts';
import type { Admission, Admit } from './admission.ts';
import type { DeliverOrder } from './order.ts';

/** Deliveries claimed at once. */
const CLAIM = 100;
const GONE: Admission = { kind: 'barred', state: 'suppressed', reason: 'no such subscriber' };

/** A delivery this process holds, and whether its reader may get mail. */
export interface Claimed {
  delivery: LeasedDelivery;
  admission: Admission;
}

/** Gives claimed deliveries to many takers, one each, and claims more when they are used up. */
export function claimAhead(
  { store, clock, owner, admit }: { store: Store; clock: Clock; owner: string; admit: Admit },
  { edition, at, retryBefore }: DeliverOrder,
  leaseMs: number,
): { next: () => Promise<Claimed | null> } {
  let ready: Claimed[] = [];
  let refill: Promise<void> | null = null;

  async function claim(): Promise<void> {
    const now = clock.now();
    const lease = { owner, until: now + leaseMs, now, limit: CLAIM, at, retryBefore };
    const deliveries = await store.leases.claim(edition, lease);
    if (deliveries.length === 0) return;
    const admissions = await admit(
      store,
      deliveries.map(({ subscriber }) => subscriber),
    );
    ready = deliveries.map(delivery => ({
      delivery,
      admission: admissions.get(delivery.subscriber) ?? GONE,
    }));
  }

  return {
    async next() {
      if (ready.length === 0) {
        // Whoever comes while others are being claimed waits for the same claim.
        refill ??= claim().finally(() => {
          refill = null;
        });
        await refill;
      }
      return ready.shift() ?? null;
    },
  };
}
