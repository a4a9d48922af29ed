import { type Again, papersOf } from '../model/edition.ts';
import { unpackNums, unpackSelection } from '../model/packed-selection.ts';
import type { LedgerRow } from '../store/deliveries.ts';

/** The papers that these deliveries carried, by the number of the elder. */
export function carriedBy(
  rows: readonly Pick<LedgerRow, 'papers'>[],
  aliases: ReadonlyMap<number, number>,
): Set<number> {
  const carried = new Set<number>();
  for (const row of rows) for (const num of unpackNums(row.papers)) carried.add(aliases.get(num) ?? num);
  return carried;
}

/**
 * The papers of somebody's deliveries of which nobody knows whether they arrived, the newest first, without those that a
 * later one has shown again, or will: one that came to nothing has shown nothing. Null when there is no such doubt.
 */
export function missedBy(
  rows: readonly LedgerRow[],
  edition: string,
  aliases: ReadonlyMap<number, number>,
): Again | null {
  const earlier = rows.filter(row => row.edition < edition);
  const doubtful = earlier.filter(({ state }) => state === 'unknown');
  if (doubtful.length === 0) return null;
  const others = earlier.filter(({ state }) => state !== 'unknown').map(row => unpackSelection(row.papers));
  const shown = new Set(others.flatMap(({ again }) => again?.editions ?? []).map(one => one.edition));
  const missed = doubtful
    .filter(row => !shown.has(row.edition))
    .sort((a, b) => (a.edition > b.edition ? -1 : 1));
  const editions = missed.map(row => ({
    edition: row.edition,
    papers: papersOf(unpackSelection(row.papers)).map(num => aliases.get(num) ?? num),
  }));
  return editions.length > 0 ? { editions, more: 0 } : null;
}
