import type { CalendarDate } from '../model/date.ts';
import { closeAccounts } from '../pipeline.ts';
import { EXPIRES_MS } from './freeze.ts';
import type { Parts } from './parts.ts';

/** What the operator says of a delivery of which nobody knows whether it arrived. */
export type ResolveWord = 'accepted' | 'resend';

type Ledger = Pick<Parts, 'store' | 'clock'>;

/** Settles one unknown delivery and closes its edition's accounts; false, and nothing, when it is not unknown. */
export async function resolveDelivery(
  { store, clock }: Ledger,
  edition: CalendarDate,
  subscriber: number,
  word: ResolveWord,
): Promise<boolean> {
  const now = clock.now();
  const said =
    word === 'accepted'
      ? { state: 'accepted' as const }
      : { state: 'pending' as const, expiresAt: now + EXPIRES_MS };
  const isSettled = await store.deliveries.resolve(edition, subscriber, said, now);
  if (isSettled) await closeAccounts({ store, clock }, edition);
  return isSettled;
}

/** Settles every unknown delivery of an edition as arrived, and closes its accounts. Returns how many there were. */
export async function acceptUnknown({ store, clock }: Ledger, edition: CalendarDate): Promise<number> {
  const settled = await store.deliveries.acceptUnknown(edition, clock.now());
  if (settled > 0) await closeAccounts({ store, clock }, edition);
  return settled;
}
