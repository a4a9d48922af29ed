import type { Store } from '../store/store.ts';

/** What is on record of one person besides their row and their deliveries, oldest first; times in RFC 3339. */
export interface SubscriberRecord {
  /** What they, or the operator for them, decided about getting mail. */
  consents: { at: string; act: string; how: string; wording: string | null }[];
  /** Mails to them that belong to no edition. */
  letters: {
    kind: string;
    /** Where it went, if not to their own address. */
    to: string | null;
    state: string;
    createdAt: string;
    expiresAt: string;
    usedAt: string | null;
  }[];
  /** What they said of papers; `paper` is null for one that is not stored any more. */
  signals: { at: string; kind: string; paper: string | null; group: string }[];
}

export async function recordOf(
  store: Pick<Store, 'consents' | 'letters' | 'signals' | 'papers'>,
  subscriber: number,
): Promise<SubscriberRecord> {
  const consents = await store.consents.of(subscriber);
  const letters = await store.letters.of(subscriber);
  const signals = (await store.signals.of(subscriber)).reverse();
  const ids = await store.papers.ids(signals.map(({ paper }) => paper));
  return {
    consents: consents.map(({ at, act, how, wording }) => ({ at: inUtc(at), act, how, wording })),
    letters: letters.map(one => ({
      kind: one.kind,
      to: one.address,
      state: one.state,
      createdAt: inUtc(one.createdAt),
      expiresAt: inUtc(one.expiresAt),
      usedAt: one.usedAt === null ? null : inUtc(one.usedAt),
    })),
    signals: signals.map(({ at, kind, paper, group }) => ({
      at: inUtc(at),
      kind,
      paper: ids.get(paper) ?? null,
      group: `${group.kind} ${group.key}`,
    })),
  };
}

function inUtc(time: number): string {
  return new Date(time).toISOString();
}
