import { deliverEdition } from './deliver/deliver.ts';
import { editionState } from './deliver/edition-state.ts';
import type { Transport } from './deliver/transport.ts';
import { readSnapshot } from './ingest/read-snapshot.ts';
import { storeSnapshot } from './ingest/store-snapshot.ts';
import { wordsOf } from './match/statistics.ts';
import type { CalendarDate } from './model/date.ts';
import type { DeliveryState } from './model/delivery.ts';
import type { EditionState, SkipReason } from './model/edition.ts';
import type { Message } from './model/message.ts';
import { unpackSelection } from './model/packed-selection.ts';
import type { SnapshotReport } from './model/snapshot.ts';
import type { Subscriber } from './model/subscriber.ts';
import { compose } from './pipeline/compose.ts';
import { openDay, openFrozen } from './pipeline/day.ts';
import { freeze } from './pipeline/freeze.ts';
import type { EditionOrder } from './pipeline/order.ts';
import type { Parts } from './pipeline/parts.ts';
import { planPage } from './pipeline/plan-page.ts';
import { PAGE } from './store/pages.ts';
import type { Store } from './store/store.ts';

// source ─▶ snapshot ─▶ papers ─▶ matches ─▶ plan ─▶ messages ─▶ deliveries

/** A snapshot's bytes, and what is known of them besides. */
export interface Capture {
  source: string;
  bytes: Uint8Array;
  /** Modification time in milliseconds; null where there is no file. */
  mtime: number | null;
  capturedAt?: CalendarDate;
  format?: string;
}

/** Reads a snapshot and stores its papers: all of it, or nothing when it is refused. */
export async function ingest(
  parts: Pick<Parts, 'store' | 'clock' | 'timeZone'>,
  capture: Capture,
): Promise<SnapshotReport> {
  const { source, bytes, ...hints } = capture;
  const now = parts.clock.now();
  const read = readSnapshot(bytes, { ...hints, now, timeZone: parts.timeZone });
  return storeSnapshot(parts.store, { source, bytes, read, now, wordsOf });
}

/** One line of a plan: papers for a delivery, a reason for a skip. */
export type PlanLine = { subscriber: Subscriber & { email: string } } & (
  | { kind: 'delivery'; slot: number; papers: number[]; message: () => Message }
  | { kind: 'skip'; reason: SkipReason }
);

/** What `send` would do now, changing nothing. Who is frozen already shows as frozen. */
export async function* plan(parts: Parts, order: EditionOrder): AsyncGenerator<PlanLine[]> {
  const { store } = parts;
  const { edition } = order;
  const day = await openDay(parts, order);
  const frozen = new Map((await store.deliveries.list({ edition })).map(row => [row.subscriber, row]));
  for await (const page of store.subscribers.pages(PAGE)) {
    yield (await planPage(store, day, page)).flatMap(({ subscriber, planned }): PlanLine[] => {
      if (!subscriber.email) return [];
      const to = { ...subscriber, email: subscriber.email };
      if (planned.kind === 'skip') return [{ subscriber: to, ...planned }];
      const row = frozen.get(subscriber.num);
      const slot = planned.kind === 'delivery' ? planned.slot : (row?.slot ?? 0);
      const selection = planned.kind === 'delivery' ? planned.selection : row && unpackSelection(row.papers);
      if (!selection) return [];
      const papers = selection.groups.flatMap(group => group.papers.map(({ num }) => num));
      const message = () => compose(parts, day.mail, { edition, subscriber: to, slot }, selection);
      return [{ subscriber: to, kind: 'delivery', slot, papers, message }];
    });
  }
}

/** The accounts of an edition: audience = Σ states + Σ skipped. */
export interface EditionReport {
  edition: CalendarDate;
  state: EditionState;
  audience: number;
  states: Partial<Record<DeliveryState, number>>;
  skipped: Partial<Record<SkipReason, number>>;
}

export interface SendHooks {
  transport: Transport;
  /** Names this worker in the ledger. */
  owner: string;
  sleep: (ms: number) => Promise<void>;
  onFrozen?: (subscribers: number) => void;
  onDelivered?: (deliveries: number) => void;
  signal?: AbortSignal;
}

/** Freezes the edition for everybody due and delivers what it owes; safe to repeat and to run twice. */
export async function send(parts: Parts, order: EditionOrder, hooks: SendHooks): Promise<EditionReport> {
  const { store, clock } = parts;
  const { edition, at } = order;
  await store.editions.open(edition, clock.now());
  for (;;) {
    await freeze(parts, await openDay(parts, order), hooks.onFrozen ?? (() => {}));
    const mail = await openFrozen(parts, edition);
    await deliverEdition(
      {
        store,
        clock,
        transport: hooks.transport,
        owner: hooks.owner,
        sleep: hooks.sleep,
        ...(hooks.onDelivered && { onProgress: hooks.onDelivered }),
        ...(hooks.signal && { signal: hooks.signal }),
        render: ({ slot, papers }, subscriber) =>
          compose(parts, mail, { edition, subscriber, slot }, unpackSelection(papers)),
      },
      { edition, at },
    );
    const report = await closeAccounts(store, edition, clock.now());
    if (report || hooks.signal?.aborted) return report ?? (await accountsOf(store, edition));
    // Somebody subscribed meanwhile: they belong to the audience, so they are planned too.
  }
}

/** Stores and returns the accounts if they close; null when somebody is in neither column yet. */
function closeAccounts(store: Store, edition: CalendarDate, now: number): Promise<EditionReport | null> {
  return store.transaction(async tx => {
    const report = await accountsOf(tx, edition);
    const counted = [...Object.values(report.states), ...Object.values(report.skipped)];
    if (counted.reduce((sum, one) => sum + one, 0) !== report.audience) return null;
    await tx.editions.setState(edition, report.state, report.audience, now);
    return report;
  });
}

async function accountsOf(store: Store, edition: CalendarDate): Promise<EditionReport> {
  const { states, skipped } = await store.editions.accounts(edition);
  return {
    edition,
    state: editionState(states),
    audience: await store.subscribers.audience(edition),
    states,
    skipped,
  };
}
