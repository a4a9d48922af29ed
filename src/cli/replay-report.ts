import type { CalendarDate } from '../model/date.ts';
import type { Brought, Replay, ReplayedPaper } from '../pipeline/replay.ts';

/** What the preferences of a replay are compared with. */
export type Beside = 'ledger' | 'preferences';

/** A paper that one side brings and the other does not, and in which edition. */
export interface ListedPaper extends ReplayedPaper {
  edition: CalendarDate;
}

/** One day of both sides. */
export interface ComparedDay {
  edition: CalendarDate;
  /** Null where the ledger has nothing on record. */
  before: Brought | null;
  after: Brought;
  /** How many of what it brings are gained or lost, on whatever day the other side might have brought them. */
  gained: number;
  lost: number;
}

export interface Comparison {
  beside: Beside;
  /** Oldest first. */
  days: ComparedDay[];
  gained: ListedPaper[];
  lost: ListedPaper[];
}

/**
 * A replay as two sides: the changed preferences beside those they have, or those they have beside the ledger. `current` has the
 * ids of papers that have become others since, with the ids they have by now.
 */
export function compared({ days }: Replay, beside: Beside, current: ReadonlyMap<string, string>): Comparison {
  const sides = days.map(({ edition, really, before, after }) => ({
    edition,
    before: beside === 'ledger' ? asCurrent(really, current) : before,
    after,
  }));
  const known = new Set(sides.flatMap(day => papersOf(day.before).map(({ id }) => id)));
  const wished = new Set(sides.flatMap(day => papersOf(day.after).map(({ id }) => id)));
  const listed = (side: 'before' | 'after', others: ReadonlySet<string>) =>
    sides.flatMap(day =>
      papersOf(day[side]).flatMap(paper =>
        others.has(paper.id) ? [] : [{ ...paper, edition: day.edition }],
      ),
    );
  const [gained, lost] = [listed('after', known), listed('before', wished)];
  const on = (edition: CalendarDate, papers: readonly ListedPaper[]) =>
    papers.filter(paper => paper.edition === edition).length;
  return {
    beside,
    days: sides.map(day => ({
      ...day,
      gained: on(day.edition, gained),
      lost: on(day.edition, lost),
    })),
    gained,
    lost,
  };
}

function asCurrent(brought: Brought | null, current: ReadonlyMap<string, string>): Brought | null {
  if (brought?.kind !== 'delivery') return brought;
  return {
    kind: 'delivery',
    papers: brought.papers.map(paper => ({ ...paper, id: current.get(paper.id) ?? paper.id })),
  };
}

/** The papers of one side of a day; none where it brings no mail. */
export function papersOf(brought: Brought | null): readonly ReplayedPaper[] {
  return brought?.kind === 'delivery' ? brought.papers : [];
}
