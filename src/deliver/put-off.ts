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
