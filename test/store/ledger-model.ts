import { type DeliveryState, OPEN_STATES } from '../../src/model/delivery.ts';
import type { ReportKind } from '../../src/model/report.ts';
import { HELD } from '../../src/store/leases.ts';

// The state machine of deliveries, written down a second time: as a model that a random walk over the real ledger is
// held against.

export const LEASE = 100;
export const MARGIN = 30;

/** What makes the same message twice harmless: the transport (a folder), or nothing does (SMTP). */
export type Doubtful = 'again' | 'unknown';

/** Every arrow there is; `none` is before the freeze. */
const ARROWS: Readonly<Record<DeliveryState | 'none', readonly DeliveryState[]>> = {
  none: ['pending'],
  pending: ['leased', 'deferred', 'cancelled', 'unknown'],
  deferred: ['leased', 'cancelled', 'unknown'],
  leased: [
    ...['handoff', 'pending', 'deferred', 'rejected', 'suppressed', 'cancelled', 'expired'],
    ...['render_failed', 'unknown'],
  ] as DeliveryState[],
  handoff: ['accepted', 'deferred', 'rejected', 'unknown'],
  unknown: ['accepted', 'pending', 'bounced', 'complained'],
  accepted: ['bounced', 'complained'],
  bounced: ['complained'],
  rejected: [],
  expired: [],
  suppressed: [],
  cancelled: [],
  complained: [],
  render_failed: [],
};

/** Arrows that only a transport takes to which the same message again is the same file. */
const AGAIN: readonly DeliveryState[] = ['pending', 'deferred'];

export function isArrow(from: DeliveryState | 'none', to: DeliveryState, doubtful: Doubtful): boolean {
  return ARROWS[from].includes(to) || (from === 'handoff' && doubtful === 'again' && AGAIN.includes(to));
}

/** States that say: they have not read it. */
const NOTHING_OUT: readonly DeliveryState[] = [
  'rejected',
  'expired',
  'suppressed',
  'cancelled',
  'render_failed',
];

export interface ModelRow {
  subscriber: number;
  state: DeliveryState;
  fence: number;
  owner: string | null;
  until: number;
  notBefore: number;
  attempts: number;
  inDoubt: boolean;
  /** Hand-offs to which nobody answered no. */
  out: number;
  /** Hand-offs that somebody has allowed: one, and one more for every resend. */
  allowed: number;
}

export interface ModelClaim {
  owner: string;
  subscriber: number;
  fence: number;
  inDoubt: boolean;
}

export interface Model {
  doubtful: Doubtful;
  rows: Map<number, ModelRow>;
  /** Every claim there ever was, those of long ago included. */
  claims: ModelClaim[];
  hold: 'none' | 'paused' | 'cancelled';
  now: number;
}

export function emptyModel(doubtful: Doubtful): Model {
  return { doubtful, rows: new Map(), claims: [], hold: 'none', now: 1_780_000_000_000 };
}

export function freezeRow({ rows }: Model, subscriber: number): void {
  if (rows.has(subscriber)) return;
  const nothing = { fence: 0, owner: null, until: 0, notBefore: 0, attempts: 0, inDoubt: false };
  rows.set(subscriber, { subscriber, state: 'pending', ...nothing, out: 0, allowed: 1 });
}

/** Never tried before deferred, then by number: the test gives everybody the same slot. */
export function claimRows(model: Model, owner: string, limit: number): ModelClaim[] {
  const due = (state: DeliveryState) =>
    [...model.rows.values()]
      .filter(row => row.state === state && row.notBefore <= model.now)
      .sort((a, b) => (state === 'deferred' ? a.notBefore - b.notBefore : 0) || a.subscriber - b.subscriber);
  // Half of them for those whose rest is over, the longest first; what nobody else wants, too.
  const rested = due('deferred').slice(0, Math.ceil(limit / 2));
  const both = [...rested, ...due('pending').slice(0, limit - rested.length)];
  const more = due('deferred').slice(rested.length, rested.length + limit - both.length);
  const bySubscriber = (a: { subscriber: number }, b: { subscriber: number }) => a.subscriber - b.subscriber;
  const chosen = [rested, both.slice(rested.length), more].flatMap(rows => [...rows].sort(bySubscriber));
  const claims = chosen.map(row => {
    Object.assign(row, { state: 'leased', fence: row.fence + 1, owner, until: model.now + LEASE });
    const { subscriber, fence, inDoubt } = row;
    return { owner, subscriber, fence, inDoubt };
  });
  model.claims.push(...claims);
  return claims;
}

/** What the ledger answers to somebody who is about to hand over. */
export function handOffRow(model: Model, { owner, subscriber, fence }: ModelClaim): string {
  if (model.hold === 'paused') return 'held';
  if (model.hold === 'cancelled') return 'barred';
  const row = rowOf(model, subscriber);
  const holds = row.state === 'leased' && row.fence === fence && row.owner === owner;
  if (!holds || row.until <= model.now + MARGIN) return 'lost';
  row.state = 'handoff';
  row.out++;
  return 'admitted';
}

export function settleRow(model: Model, claim: ModelClaim, state: DeliveryState, notBefore: number): void {
  const row = rowOf(model, claim.subscriber);
  const said = saidOf(claim, state);
  if (row.fence !== claim.fence || !maySettle(row, said)) return;
  // A no: this copy is not out.
  if (row.state === 'handoff' && (state === 'deferred' || state === 'rejected')) row.out--;
  Object.assign(row, { state: said, owner: null, notBefore, attempts: row.attempts + 1 });
  if (said !== 'deferred') row.inDoubt = false;
}

/** What is in doubt has not come to nothing, whatever was said of this attempt: as whoever delivers says it. */
export function saidOf({ inDoubt }: ModelClaim, state: DeliveryState): DeliveryState {
  return inDoubt && NOTHING_OUT.includes(state) ? 'unknown' : state;
}

function maySettle(row: ModelRow, state: DeliveryState): boolean {
  if (row.state === 'unknown') return state === 'accepted';
  if (row.state === 'handoff') return ['accepted', 'deferred', 'rejected', 'unknown'].includes(state);
  if (row.state !== 'leased' || state === 'accepted') return false;
  return state !== 'unknown' || row.inDoubt;
}

function giveBack(row: ModelRow): void {
  Object.assign(row, { state: row.attempts > 0 ? 'deferred' : 'pending', owner: null });
}

export function releaseRows({ rows }: Model, owner: string): void {
  for (const row of rows.values()) if (row.state === 'leased' && row.owner === owner) giveBack(row);
}

export function takeBackRow(model: Model, { owner, subscriber, fence }: ModelClaim): void {
  const row = rowOf(model, subscriber);
  if (row.state !== 'handoff' || row.fence !== fence || row.owner !== owner) return;
  giveBack(row);
  row.inDoubt = true;
  row.allowed++;
}

export function reapRows({ rows, now, doubtful }: Model, longest: number): number {
  const dead = [...rows.values()].filter(
    row => HELD.includes(row.state) && (row.until < now || row.until > now + longest),
  );
  for (const row of dead) {
    if (row.state === 'leased') giveBack(row);
    else if (doubtful === 'unknown') Object.assign(row, { state: 'unknown', owner: null });
    else {
      giveBack(row);
      row.inDoubt = true;
      row.allowed++;
    }
  }
  return dead.length;
}

export function beatRows({ rows, now }: Model, owner: string): void {
  for (const row of rows.values()) {
    if (HELD.includes(row.state) && row.owner === owner) row.until = now + LEASE;
  }
}

export function putOffRows({ rows }: Model, until: number): void {
  for (const row of rows.values()) {
    if (row.state !== 'pending') continue;
    Object.assign(row, { state: 'deferred', notBefore: until });
  }
}

export function cancelRows(model: Model): void {
  model.hold = 'cancelled';
  for (const row of model.rows.values()) {
    if (row.state !== 'pending' && row.state !== 'deferred') continue;
    Object.assign(row, { state: row.inDoubt ? 'unknown' : 'cancelled', inDoubt: false });
  }
}

export function resolveRow({ rows }: Model, subscriber: number, resend: boolean): boolean {
  const row = rows.get(subscriber);
  if (row?.state !== 'unknown') return false;
  if (resend) Object.assign(row, { state: 'pending', inDoubt: true, notBefore: 0, allowed: row.allowed + 1 });
  else row.state = 'accepted';
  return true;
}

/** What came back, and what it makes of each state; whatever is left out stays as it is. */
const EVIDENCE: Readonly<Record<ReportKind, Partial<Record<DeliveryState, DeliveryState>>>> = {
  bounce: { accepted: 'bounced', unknown: 'bounced' },
  delay: { unknown: 'accepted' },
  arrival: { unknown: 'accepted' },
  complaint: { accepted: 'complained', unknown: 'complained', bounced: 'complained' },
  unsubscribe: { unknown: 'accepted' },
};

export function reportRow({ rows }: Model, subscriber: number, kind: ReportKind): void {
  const row = rows.get(subscriber);
  const to = row && EVIDENCE[kind][row.state];
  if (row && to) Object.assign(row, { state: to, inDoubt: false });
}

/** What must never be, whatever happened; null when all is well. */
export function complaintAbout(row: ModelRow): string | null {
  if (row.out > row.allowed) return `${row.subscriber} was handed over once more than anybody allowed`;
  if (row.out > 0 && NOTHING_OUT.includes(row.state))
    return `${row.subscriber} is ${row.state}, and may be out`;
  if (row.state === 'handoff' && row.out === 0) return `${row.subscriber} is handed over, and not counted`;
  const isOpenInDoubt = row.inDoubt && OPEN_STATES.includes(row.state);
  if (row.out > 0 && ['pending', 'deferred'].includes(row.state) && !isOpenInDoubt) {
    return `${row.subscriber} may be out, and nothing says so`;
  }
  return null;
}

function rowOf({ rows }: Model, subscriber: number): ModelRow {
  const row = rows.get(subscriber);
  if (!row) throw new Error(`no row of ${subscriber}`);
  return row;
}
