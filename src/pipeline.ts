import { type Delivered, deliverOwed } from './deliver/deliver.ts';
import { editionState } from './deliver/edition-state.ts';
import type { DeliverOrder } from './deliver/order.ts';
import type { Transport } from './deliver/transport.ts';
import { storeSnapshot } from './ingest/store-snapshot.ts';
import { wordsOf } from './match/statistics.ts';
import type { CalendarDate } from './model/date.ts';
import type { DeliveryState } from './model/delivery.ts';
import { againOf, type EditionState, papersOf, type Selection, type SkipReason } from './model/edition.ts';
import type { Message } from './model/message.ts';
import { unpackSelection } from './model/packed-selection.ts';
import type { ReadSnapshot, SnapshotReport } from './model/snapshot.ts';
import type { JsonMapping } from './model/source.ts';
import { admit } from './pipeline/admit.ts';
import { compose, notesOf } from './pipeline/compose.ts';
import { consequences } from './pipeline/consequences.ts';
import { openDay, openFrozen } from './pipeline/day.ts';
import { freeze } from './pipeline/freeze.ts';
import type { EditionOrder } from './pipeline/order.ts';
import type { Parts } from './pipeline/parts.ts';
import { planPage } from './pipeline/plan-page.ts';
import { PAGE } from './store/pages.ts';
import { FOUND, NOT_TOLD_LATER } from './store/skips.ts';
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
  /** Where its fields stand, for JSON that no format knows. */
  mapping?: JsonMapping;
  /** The encoding that its server says it is in. */
  charset?: string | null;
  /** Is told what was read, and then how many of its papers were not known: why it is old, though it is stored; null when it is not. */
  staleness?: (read: ReadSnapshot) => (fresh: number) => string | null;
}

/** Reads a snapshot, keeps its bytes and stores its papers: all of it, or nothing when it is refused. */
export async function ingest(
  parts: Pick<Parts, 'store' | 'clock' | 'timeZone' | 'keep'>,
  capture: Capture,
): Promise<SnapshotReport> {
  const { source, bytes, staleness, ...hints } = capture;
  const now = parts.clock.now();
  // Only who reads snapshots loads what reads them: parsers of XML and HTML among it.
  const { readSnapshot, trustOf } = await import('./ingest/read-snapshot.ts');
  const read = readSnapshot(bytes, { ...hints, now, timeZone: parts.timeZone });
  if (read.refusal !== null) await parts.keep?.putAside(source, bytes);
  // The bytes first: a row without them could not be made again.
  const unkept = read.refusal === null ? ((await parts.keep?.put(bytes)) ?? null) : null;
  if (unkept !== null) read.remarks.push(unkept);
  const stale = read.refusal === null ? staleness?.(read) : undefined;
  return storeSnapshot(parts.store, { source, bytes, read, now, wordsOf, trustOf, ...(stale && { stale }) });
}

/** One line of a plan: papers for a delivery, and those it shows again; a reason for a skip. */
export type PlanLine =
  | { kind: 'delivery'; email: string; papers: number[]; again: number[]; message: () => Promise<Message> }
  | { kind: 'erased'; papers: number[]; again: number[] }
  | { kind: 'skip'; email: string; reason: SkipReason };

/** What `send` would do now, changing nothing. Who is frozen already shows as frozen. */
export async function* plan(parts: Parts, order: EditionOrder): AsyncGenerator<PlanLine[]> {
  const { store } = parts;
  const { edition } = order;
  const day = await openDay(parts, order);
  const noteOf = notesOf(store);
  const frozen = new Map((await store.deliveries.list({ edition })).map(row => [row.subscriber, row]));
  const found = await foundNothing(store, edition);
  for await (const page of store.subscribers.pages(PAGE)) {
    const rows = await planPage(store, day, page);
    yield rows.flatMap(({ subscriber, planned }): PlanLine[] => {
      const { email, num } = subscriber;
      if (!email) return [];
      if (planned.kind === 'skip') {
        // What became of the sources since is not why.
        const before = NOT_TOLD_LATER.includes(planned.reason) ? found.get(num) : undefined;
        return [{ kind: 'skip', reason: before ?? planned.reason, email }];
      }
      const row = frozen.get(num);
      frozen.delete(num);
      const mail =
        planned.kind === 'delivery'
          ? { ...planned, name: subscriber.name, note: day.note }
          : row && { ...row, selection: unpackSelection(row.papers) };
      if (!mail) return [];
      const { slot, name, preface } = mail;
      const to = { edition, subscriber: { ...subscriber, email }, slot, name, preface };
      const message = async () => {
        const note = await noteOf(mail.note);
        return parts.sign(compose(parts, day.mail, { ...to, note }, mail.selection));
      };
      return [{ kind: 'delivery', email, ...papersIn(mail.selection), message }];
    });
  }
  // What is left was carried to people who are erased since: they belong to the audience all the same.
  yield [...frozen.values()]
    .filter(row => row.email === null)
    .map(row => ({ kind: 'erased', ...papersIn(unpackSelection(row.papers)) }));
}

/** Who had nothing in an edition when it was looked for last, and why. */
async function foundNothing({ skips }: Store, edition: CalendarDate): Promise<Map<number, SkipReason>> {
  const found = (await skips.of(edition)).filter(({ reason }) => FOUND.includes(reason));
  return new Map(found.map(({ subscriber, reason }) => [subscriber, reason]));
}

const papersIn = (selection: Selection) => ({ papers: papersOf(selection), again: againOf(selection) });

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
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  onFrozen?: (subscribers: number) => void;
  onDelivered?: (deliveries: number) => void;
  /** Told, in words, why the mail server cannot be used at all. */
  onRelayDown?: (reason: string) => void;
  /** Told, in words, why an edition was paused. */
  onPaused?: (edition: CalendarDate, reason: string) => void;
  /** Told, in words, which part of an edition waits for the operator. */
  onHeld?: (edition: CalendarDate, what: string) => void;
  /** Whatever was deferred before this moment (ms) is tried at once; left out: it rests. */
  retryBefore?: number;
  signal?: AbortSignal;
}

/** Newcomers are planned in at most so many passes; whoever comes later still waits for the next run. */
const PASSES = 5;

/** Freezes the edition for everybody due and delivers what it owes; safe to repeat and to run twice. */
export async function send(parts: Parts, order: EditionOrder, hooks: SendHooks): Promise<EditionReport> {
  for (let pass = 1; ; pass++) {
    await freezeDue(parts, order, hooks);
    const due = async () => [{ ...order, retryBefore: hooks.retryBefore ?? null }];
    const { problem } = await handOver(parts, due, hooks);
    if (problem) throw problem.error;
    const { report, everybody } = await closeAccounts(parts, order.edition, !hooks.signal?.aborted);
    if (everybody) return balanced(parts, report);
    // Somebody subscribed meanwhile: they belong to the audience, so they are planned too.
    if (!hooks.signal?.aborted && pass < PASSES) continue;
    await parts.store.editions.setState(order.edition, 'sending', report.audience, parts.clock.now());
    return balanced(parts, { ...report, state: 'sending' });
  }
}

/**
 * Freezes the edition for everybody due, hands nothing over, and stores its accounts so far; safe to repeat and to
 * run twice at once.
 */
export async function prepare(
  parts: Parts,
  order: EditionOrder,
  hooks: Pick<SendHooks, 'onFrozen' | 'signal'> = {},
): Promise<EditionReport> {
  await freezeDue(parts, order, hooks);
  const isFrozen = !hooks.signal?.aborted && !order.only;
  const { report } = await closeAccounts(parts, order.edition, isFrozen);
  // Between times most of the audience may be in no column yet.
  return order.only ? report : balanced(parts, report);
}

/**
 * Delivers what editions owe, planning nobody, and stores their accounts so far. `due` says which editions, and as of when; it
 * is asked again as long as something is under way.
 */
export async function deliver(
  parts: Parts,
  due: () => Promise<readonly EditionOrder[]>,
  hooks: SendHooks,
): Promise<EditionReport[]> {
  const retryBefore = hooks.retryBefore ?? null;
  const orders = async () => (await due()).map(order => ({ ...order, retryBefore }));
  const reports: EditionReport[] = [];
  const { editions, problem } = await handOver(parts, orders, hooks);
  for (const edition of editions) reports.push((await closeAccounts(parts, edition)).report);
  if (problem) throw problem.error;
  return reports;
}

async function freezeDue(
  parts: Parts,
  order: EditionOrder,
  { onFrozen, signal }: Pick<SendHooks, 'onFrozen' | 'signal'>,
): Promise<void> {
  await parts.store.editions.open(order.edition, parts.clock.now());
  await freeze(parts, order, { ...(signal && { signal }), ...(onFrozen && { onPage: onFrozen }) });
}

/** Hands over what is owed. */
function handOver(
  parts: Parts,
  due: () => Promise<readonly DeliverOrder[]>,
  hooks: SendHooks,
): Promise<Delivered> {
  const { store, clock } = parts;
  const { onFrozen: _, onDelivered, retryBefore: __, ...deliverHooks } = hooks;
  const mails = new Map<string, ReturnType<typeof openFrozen>>();
  const noteOf = notesOf(store);
  // Each is opened by the first who has something to read: often there is nothing to deliver.
  const open = (edition: CalendarDate) => {
    const mail = mails.get(edition) ?? openFrozen(parts, edition);
    mails.set(edition, mail);
    mail.catch(() => mails.delete(edition));
    return mail;
  };
  /** Opened anew for what was frozen since: an edition may be on its way while others of it are planned. */
  const openFor = async (edition: CalendarDate, selection: Selection) => {
    const opened = open(edition);
    const { mail, papers } = await opened;
    if (papers.lacking([...papersOf(selection), ...againOf(selection)]).length === 0) return mail;
    if (mails.get(edition) === opened) mails.delete(edition);
    return (await open(edition)).mail;
  };
  return deliverOwed(
    {
      ...deliverHooks,
      store,
      clock,
      ...(onDelivered && { onProgress: onDelivered }),
      admit,
      consequences,
      open,
      render: async ({ edition, slot, papers, name, preface, note }, subscriber) => {
        const to = { edition, subscriber, slot, name, preface, note: await noteOf(note) };
        const selection = unpackSelection(papers);
        return parts.sign(compose(parts, await openFor(edition, selection), to, selection));
      },
    },
    due,
  );
}

/** Holds that nobody was left out or counted twice. Told when all that is right is done: others must not go without. */
async function balanced({ store }: Parts, report: EditionReport): Promise<EditionReport> {
  const astray = await store.editions.astray(report.edition);
  if (astray.length === 0) return report;
  throw new Error(
    `The accounts of edition ${report.edition} do not balance: subscribers number ${astray.join(', ')} have neither a delivery nor a reason for none, or both.`,
  );
}

/**
 * Stores and returns the accounts of an edition; `everybody` is false when a subscriber is in neither column yet. An edition
 * stays a draft until it was frozen whole once: what is half frozen may look complete.
 */
export function closeAccounts(
  { store, clock }: Pick<Parts, 'store' | 'clock'>,
  edition: CalendarDate,
  isFrozen = false,
): Promise<{ report: EditionReport; everybody: boolean }> {
  return store.transaction(async tx => {
    const { states, skipped } = await tx.editions.accounts(edition);
    const audience = [...Object.values(states), ...Object.values(skipped)].reduce((sum, one) => sum + one, 0);
    const hold = (await tx.editions.holds([edition])).get(edition) ?? null;
    const everybody = (await tx.subscribers.audience(edition)) === audience;
    const isDraft = !isFrozen && !everybody && (await tx.editions.stateOf(edition)) === 'draft';
    const found = editionState(states, hold);
    await tx.editions.setState(edition, isDraft ? 'draft' : found, audience, clock.now());
    // A pause, or a cancel, is the greater news.
    const state = isDraft && hold === null ? 'draft' : found;
    return { report: { edition, state, audience, states, skipped }, everybody };
  });
}
