import { setImmediate as othersTurn } from 'node:timers/promises';
import type { PutOff } from '../store/leases.ts';
import type { Store } from '../store/store.ts';

/** Rows a statement: others wait for its end. */
const PAGE = 500;

/** Defers all that editions owe, or all of one domain group, with the reason; page by page, until `isEnding`. */
export async function putOff(
  store: Store,
  editions: readonly { edition: string; at: number | null }[],
  order: Omit<PutOff, 'at'>,
  isEnding: () => boolean,
): Promise<void> {
  for (const { edition, at } of editions) {
    while (!isEnding()) {
      if ((await store.rests.putOff(edition, { ...order, at }, PAGE)) < PAGE) break;
      await othersTurn();
    }
  }
}

/** Ends what editions owe to a domain group and is too late by now; page by page, until `isEnding`. Those of a whole day never are. */
export async function expireLate(
  store: Store,
  editions: readonly { edition: string; at: number | null }[],
  { domainGroup, now }: { domainGroup: string; now: number },
  isEnding: () => boolean,
): Promise<void> {
  for (const { edition, at } of editions) {
    while (at !== null && !isEnding()) {
      if ((await store.rests.expire(edition, { domainGroup, at, now }, PAGE)) < PAGE) break;
      await othersTurn();
    }
  }
}
