import { shownSource } from '../ingest/sources/address.ts';
import { OPEN_STATES } from '../model/delivery.ts';
import { INGEST_JOB, type SourceOutcome } from '../model/source-outcome.ts';
import { plannedOf } from '../pipeline/planned.ts';
import { type SourceStanding, standingsOf } from '../pipeline/source-standings.ts';
import { missedEditions } from '../pipeline/week-summary.ts';
import type { EditionReport } from '../pipeline.ts';
import type { Slot } from '../store/slots.ts';
import type { Store } from '../store/store.ts';
import type { Cron } from './cron.ts';
import { nextSlot } from './due-editions.ts';
import { EDITION_JOBS } from './edition-slot.ts';

/** How a slot stands: `lost` when whoever worked for it died, and nobody took it over yet. */
export type SlotState = 'done' | 'failed' | 'running' | 'lost';

/** What a slot did. Instants are RFC 3339 UTC. */
export interface SlotReport {
  at: string;
  state: SlotState;
  attempts: number;
  startedAt: string;
  endedAt: string | null;
}

/** One document about the health of an instance: all fields are always there. */
export interface StatusReport {
  now: string;
  timeZone: string;
  /**
   * Whether a scheduler looks after the schedule: it `runs`, was `stopped`, is `lost` (it ended without
   * saying so), or `never` ran. `lastSeen` is its last sign of life.
   */
  serve: { state: 'runs' | 'stopped' | 'lost' | 'never'; lastSeen: string | null };
  /** As configured, without passwords. */
  sources: string[];
  /** How each of them stands, in their order. */
  standings: (Omit<SourceStanding, 'readAt' | 'lastNewAt'> & {
    readAt: string | null;
    lastNewAt: string | null;
  })[];
  ingest: {
    last: (SlotReport & { sources: SourceOutcome[]; problem: string | null }) | null;
    next: string | null;
    /** The newest moment of SCHEDULE has come and its digest is not read. */
    overdue: boolean;
  };
  /** The newest slots for which an edition was prepared, newest first. */
  passes: (SlotReport & { edition: string; problem: string | null })[];
  /** When the next subscriber's hour comes. */
  nextSlot: string | null;
  /** Editions of the last week that nobody prepared although somebody's hour came, oldest first. */
  missed: string[];
  /** Newest first. */
  editions: EditionReport[];
  /** Which of the newest editions, and of those that still owe something, the operator stopped; oldest first. */
  holds: { edition: string; state: 'paused' | 'cancelled'; why: string | null }[];
  /** What is planned and waits for its hour, oldest edition first; when the operator was shown it, and approved of it. */
  planned: {
    edition: string;
    goesAt: string;
    deliveries: number;
    previewedAt: string | null;
    approvedAt: string | null;
  }[];
  /** What is still to be delivered, oldest edition first. */
  owed: { edition: string; states: EditionReport['states'] }[];
  /** Deliveries of which nobody knows whether they arrived, over all editions. */
  unknown: number;
  /** What is wrong now, oldest first. */
  incidents: { key: string; what: string; openedAt: string; lastAt: string; times: number }[];
  /**
   * Mail servers and, behind a blank, domain groups to which nothing is handed over until `pausedUntil` (null: no pause),
   * or only so many messages a minute (null: any number).
   */
  throttles: { key: string; pausedUntil: string | null; perMinute: number | null; why: string | null }[];
  /** After a crash so many messages at most are `unknown`; null when the mail settings are not usable. */
  inFlight: number | null;
}

const PASSES_SHOWN = 5;
const EDITIONS_SHOWN = 5;

/** Reads how an instance stands at `now` (milliseconds since the epoch). */
export async function readStatus(
  store: Store,
  setting: {
    cron: Cron;
    sources: readonly string[];
    timeZone: string;
    inFlight: number | null;
    now: number;
  },
): Promise<StatusReport> {
  const { cron, sources, timeZone, inFlight, now } = setting;
  const shown = sources.map(shownSource);
  const [ingest] = await store.slots.last(INGEST_JOB, 1);
  const due = sources.length > 0 ? cron.newest(now) : null;
  const groups = await store.subscribers.slotGroups();
  const editions: EditionReport[] = [];
  for (const { id, state, audience } of await store.editions.newest(EDITIONS_SHOWN)) {
    editions.push({ edition: id, state, audience, ...(await store.editions.accounts(id)) });
  }
  const owed: StatusReport['owed'] = [];
  for (const edition of await store.deliveries.owing()) {
    const { states } = await store.editions.accounts(edition);
    const open = Object.entries(states).filter(([state]) => (OPEN_STATES as string[]).includes(state));
    owed.push({ edition, states: Object.fromEntries(open) });
  }
  const ids = [...new Set([...owed, ...editions].map(({ edition }) => edition))].sort();
  const held = await store.editions.holds(ids);
  const unknown = [...(await store.editions.unknown()).values()].reduce((sum, rows) => sum + rows, 0);
  const passes = (await store.slots.last(EDITION_JOBS, PASSES_SHOWN)).map(slot => ({
    ...slotReport(slot, now),
    edition: slot.job.slice(EDITION_JOBS.length),
    problem: outcomeOf(slot).problem ?? null,
  }));
  return {
    now: instant(now),
    timeZone,
    serve: signOfLife(await store.slots.lastSeen(), now),
    sources: shown,
    standings: (await standingsOf(store, shown)).map(one => ({
      ...one,
      readAt: instantOrNull(one.readAt),
      lastNewAt: instantOrNull(one.lastNewAt),
    })),
    ingest: {
      last: ingest ? ingestReport(ingest, now) : null,
      next: sources.length > 0 ? instantOrNull(cron.next(now)) : null,
      overdue: due !== null && !(ingest && ingest.at >= due && isRead(ingest)),
    },
    passes,
    nextSlot: instantOrNull(nextSlot(groups, timeZone, now)),
    missed: await missedEditions({ store, timeZone }, now),
    editions,
    holds: ids.flatMap(edition => {
      const hold = held.get(edition);
      if (!hold) return [];
      return [{ edition, state: hold.cancelled ? 'cancelled' : 'paused', why: hold.pausedWhy } as const];
    }),
    planned: (await plannedOf(store, ids, now)).map(one => ({
      ...one,
      goesAt: instant(one.goesAt),
      previewedAt: instantOrNull(one.previewedAt),
      approvedAt: instantOrNull(one.approvedAt),
    })),
    owed,
    unknown,
    incidents: (await store.incidents.current()).map(({ key, what, openedAt, lastAt, times }) => ({
      key,
      what,
      openedAt: instant(openedAt),
      lastAt: instant(lastAt),
      times,
    })),
    throttles: (await store.throttles.paused(now)).map(({ key, pausedUntil, perMinute, why }) => ({
      key,
      pausedUntil: pausedUntil > now ? instant(pausedUntil) : null,
      perMinute,
      why,
    })),
    inFlight,
  };
}

function signOfLife(seen: Slot | null, now: number): StatusReport['serve'] {
  if (!seen) return { state: 'never', lastSeen: null };
  if (seen.endedAt !== null) return { state: 'stopped', lastSeen: instant(seen.endedAt) };
  // Seen further ahead than it holds: the clock was set back since.
  const isAhead = seen.startedAt - now > seen.leaseUntil - seen.startedAt;
  const runs = seen.leaseUntil >= now && !isAhead;
  return { state: runs ? 'runs' : 'lost', lastSeen: instant(seen.startedAt) };
}

function ingestReport(slot: Slot, now: number) {
  const { sources = [], problem = null } = outcomeOf(slot);
  return { ...slotReport(slot, now), sources, problem };
}

function slotReport(slot: Slot, now: number): SlotReport {
  const { at, attempts, startedAt, endedAt } = slot;
  return {
    at: instant(at),
    state: stateOf(slot, now),
    attempts,
    startedAt: instant(startedAt),
    endedAt: instantOrNull(endedAt),
  };
}

function stateOf({ endedAt, ok, leaseUntil }: Slot, now: number): SlotState {
  if (endedAt !== null) return ok ? 'done' : 'failed';
  return leaseUntil >= now ? 'running' : 'lost';
}

/** All sources could be read, though what some showed may be old. */
function isRead(slot: Slot): boolean {
  const { sources = [] } = outcomeOf(slot);
  return slot.ok === true || (slot.ok === false && sources.length > 0 && sources.every(({ ok }) => ok));
}

function outcomeOf({ outcome }: Slot): { sources?: SourceOutcome[]; problem?: string } {
  return outcome === null ? {} : (JSON.parse(outcome) as { sources?: SourceOutcome[]; problem?: string });
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

function instantOrNull(ms: number | null): string | null {
  return ms === null ? null : instant(ms);
}
