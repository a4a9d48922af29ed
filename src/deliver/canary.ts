import { isOver, type Limit, REFUSED, UNREACHABLE } from '../model/edition-limits.ts';
import type { ReplyClass } from '../model/smtp-reply.ts';
import type { Answered } from '../store/answered.ts';
import type { Store } from '../store/store.ts';

/** So many of an edition are tried at each provider before the rest is. */
export const CANARIES = 50;
/** How long their answers are waited for at most, in milliseconds: greylisting and slow servers must not hold a mail for the day. */
export const PATIENCE_MS = 10 * 60_000;

/** Half of them without an answer: whoever gets more of these may get them twice, or never. */
const SILENT: Limit & { classes: readonly ReplyClass[] } = {
  least: 25,
  share: 0.49,
  classes: ['unanswered'],
};

/** Shares of the first answers at which the rest is not tried, as for an edition as a whole (`alarm.ts`). */
const LIMITS: readonly (Limit & { classes: readonly ReplyClass[]; why: string })[] = [
  { ...REFUSED, why: 'were refused for what we are, not for their readers' },
  { ...UNREACHABLE, why: 'are said to have no mailbox' },
  { ...SILENT, why: 'got no answer after they were handed over, and may have arrived or not' },
];

/** What may be done for a group: `all` of it, `room` more than is in hand (below 0: so many fewer), or none, for what was answered. */
export type Leave = { kind: 'all' } | { kind: 'some'; room: number } | { kind: 'held'; why: string };

/**
 * Decides what may go to a domain group of an edition after what became of those that were tried. `waitedMs`: for how long
 * answers were waited for. `approvedAt`: when an operator let the edition go on; who did so has seen what was answered before.
 */
export function leaveFor(
  tried: Answered | undefined,
  { waitedMs, approvedAt }: { waitedMs: number; approvedAt: number | null },
): Leave {
  if (!tried) return { kind: 'some', room: CANARIES };
  const { answers, held, firstAt } = tried;
  if (approvedAt !== null && firstAt !== null && firstAt <= approvedAt) return { kind: 'all' };
  const answered = [...answers.values()].reduce((sum, one) => sum + one, 0);
  if (answered < CANARIES && waitedMs < PATIENCE_MS)
    return { kind: 'some', room: CANARIES - answered - held };
  for (const { classes, why, ...limit } of LIMITS) {
    const hits = classes.reduce((sum, means) => sum + (answers.get(means) ?? 0), 0);
    if (isOver(limit, hits, answered))
      return { kind: 'held', why: `${hits} of the first ${answered} ${why}` };
  }
  return { kind: 'all' };
}

/** Watches the first answers of every domain group of every edition, and says to whom no more may go for now. */
export interface Canary {
  /** Domain groups of an edition to which nothing more goes: they wait for answers, or are held for what was answered. */
  closed: (edition: string) => string[];
  /** Those of them that are held, and are not waited for. */
  held: (edition: string) => string[];
  /** Looks at the answers that groups wait for, unless that was just now. */
  look: (edition: string) => Promise<void>;
  /** Tells which of what was claimed is too much for now: the last of each group. */
  surplus: <One extends { domainGroup: string }>(edition: string, claimed: readonly One[]) => Promise<One[]>;
  /** Tells of the groups that are held since: when what is too much was given back. */
  tell: () => Promise<void>;
  /** Something for this group was done with: there may be news. */
  answered: (edition: string, group: string) => void;
}

export interface CanaryDeps {
  store: Pick<Store, 'answered' | 'editions'>;
  now: () => number;
  /** Told, once, which group of an edition is held for what was answered. */
  onHeld: (edition: string, group: string, why: string) => Promise<void>;
}

/** Everything may go. */
export const NO_CANARY: Canary = {
  closed: () => [],
  held: () => [],
  look: async () => {},
  surplus: async () => [],
  tell: async () => {},
  answered: () => {},
};

/** How old the view of the answers may become, in milliseconds. */
const FRESH_MS = 1_000;

/** A group of an edition that may not go as a whole yet. */
interface Closed {
  since: number;
  why: string | null;
}

/** Opens the watch of one sender. What it knows is read from the ledger: senders share it, and a restart forgets nothing. */
export function openCanary({ store, now, onHeld }: CanaryDeps): Canary {
  /** By edition: the groups of which all may go, and those that wait. */
  const passed = new Map<string, Set<string>>();
  const waiting = new Map<string, Map<string, Closed>>();
  const lookedAt = new Map<string, number>();
  let untold: (() => Promise<void>)[] = [];
  const passedIn = (edition: string) => within(passed, edition, () => new Set<string>());
  const waitingIn = (edition: string) => within(waiting, edition, () => new Map<string, Closed>());

  /** How much more than is in hand may go to a group, below 0 for less; null when all of it may. */
  function roomIn(edition: string, group: string, tried: Answered | undefined, approvedAt: number | null) {
    const mine = waitingIn(edition);
    const known = mine.get(group);
    const waitedMs = known ? Math.abs(now() - known.since) : 0;
    const leave = leaveFor(tried, { waitedMs, approvedAt });
    if (leave.kind === 'all') {
      passedIn(edition).add(group);
      mine.delete(group);
      return null;
    }
    if (leave.kind === 'some' && leave.room > 0) {
      mine.delete(group);
      return leave.room;
    }
    const why = leave.kind === 'held' ? leave.why : null;
    mine.set(group, { since: known?.since ?? now(), why });
    if (why !== null && !known?.why) untold.push(() => onHeld(edition, group, why));
    return leave.kind === 'some' ? leave.room : Number.NEGATIVE_INFINITY;
  }

  async function tell(): Promise<void> {
    const news = untold;
    untold = [];
    for (const one of news) await one();
  }

  /** How much more than is in hand may go to these groups; those of which all may go are left out. */
  async function rooms(edition: string, groups: readonly string[]): Promise<Map<string, number>> {
    const found = new Map<string, number>();
    if (groups.length === 0) return found;
    const tried = await store.answered.byGroup(edition, groups);
    const approvedAt = (await store.editions.standings([edition])).get(edition)?.approvedAt ?? null;
    for (const group of groups) {
      const room = roomIn(edition, group, tried.get(group), approvedAt);
      if (room !== null) found.set(group, room);
    }
    return found;
  }

  return {
    closed: edition => [...waitingIn(edition).keys()],
    held: edition => [...waitingIn(edition)].filter(([, { why }]) => why !== null).map(([group]) => group),
    async look(edition) {
      if (Math.abs(now() - (lookedAt.get(edition) ?? Number.NEGATIVE_INFINITY)) < FRESH_MS) return;
      lookedAt.set(edition, now());
      await rooms(edition, [...waitingIn(edition).keys()]);
      await tell();
    },
    tell,
    async surplus(edition, claimed) {
      const groups = [...new Set(claimed.map(({ domainGroup }) => domainGroup))];
      const left = await rooms(
        edition,
        groups.filter(group => !passedIn(edition).has(group)),
      );
      return [...left].flatMap(([group, room]) => {
        const own = claimed.filter(({ domainGroup }) => domainGroup === group);
        return room < 0 ? own.slice(Math.max(0, own.length + room)) : [];
      });
    },
    answered(edition, group) {
      if (waitingIn(edition).has(group)) lookedAt.delete(edition);
    },
  };
}

function within<Thing>(map: Map<string, Thing>, key: string, make: () => Thing): Thing {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}
