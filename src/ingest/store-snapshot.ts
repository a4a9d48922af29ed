import { createHash } from 'node:crypto';
import type { Entry } from '../model/paper.ts';
import type { ReadSnapshot, SnapshotReport } from '../model/snapshot.ts';
import type { MatchText } from '../model/topic.ts';
import type { Sighting, StoredSnapshot } from '../store/snapshots.ts';
import type { Store } from '../store/store.ts';
import { type Changes, type Minted, openArchive } from './archive.ts';
import { paperId } from './identity/paper-id.ts';
import { withoutSharedKeys } from './identity/shared-keys.ts';

export interface StoreOrder {
  /** Where the bytes came from, for people and provenance. */
  source: string;
  bytes: Uint8Array;
  read: ReadSnapshot;
  /** Milliseconds since the epoch. */
  now: number;
  /** The words a paper adds to the statistics of matching. */
  wordsOf: (text: MatchText) => Set<string>;
}

/** More papers taken as one are only counted. */
const MAX_REMARKS = 5;

/**
 * Stores what was read from a snapshot, all of it or nothing, in one transaction. Bytes known
 * already are `unchanged`, though an option may correct their date, and a refused snapshot stores
 * nothing; every other one is `ingested`, with the papers it held made known, brought up to date or
 * united.
 */
export async function storeSnapshot(store: Store, order: StoreOrder): Promise<SnapshotReport> {
  const { read, source } = order;
  const report: SnapshotReport = {
    source,
    format: read.format,
    capturedAt: read.capturedAt,
    dateFrom: read.dateFrom,
    status: 'ingested',
    entries: 0,
    new: 0,
    known: 0,
    rejected: read.rejected,
    reason: null,
  };
  if (read.refusal) return { ...report, status: 'refused', reason: read.refusal };
  const hash = createHash('sha256').update(order.bytes).digest('hex');
  const entries = read.entries.length;
  return store.transaction(async tx => {
    const before = await tx.snapshots.byHash(hash);
    if (before) return { ...report, ...(await settleDate(tx, before, read)), entries, known: entries };
    const keyed = withoutSharedKeys(read.entries);
    const stored = await tx.papers.byKeys(keyed.flatMap(entry => entry.keys));
    const archive = openArchive(stored, read.capturedAt, order.wordsOf);
    const placed = keyed.map(archive.place);
    const changes = archive.changes();
    const numOf = await write(tx, changes);
    const remarks = [...read.remarks, ...shortened(changes.remarks)];
    const snapshot = await tx.snapshots.insert({
      hash,
      source,
      format: read.format ?? 'unknown',
      capturedAt: read.capturedAt,
      dateFrom: read.dateFrom,
      entries,
      remarks,
      storedAt: order.now,
      status: read.quiet === null ? 'ingested' : 'quiet',
      declared: read.declared,
    });
    await tx.snapshots.addSightings(
      snapshot,
      read.entries.map((entry, at) => sighting(entry, numOf(placed[at] ?? 0))),
    );
    const fresh = changes.minted.length;
    const reason = remarks.length > 0 ? remarks.join(' ') : null;
    if (read.quiet !== null)
      return { ...report, status: 'quiet', reason: [read.quiet, ...remarks].join(' ') };
    return { ...report, entries, new: fresh, known: entries - fresh, reason };
  });
}

/** What to report of bytes known already. A date that nobody had stated gives way to an option. */
async function settleDate(tx: Store, before: StoredSnapshot, { capturedAt, dateFrom }: ReadSnapshot) {
  const unchanged = { status: 'unchanged' as const };
  if (dateFrom !== 'option' || before.dateFrom === 'option' || capturedAt === before.capturedAt) {
    const reason = `these bytes were stored before, captured ${before.capturedAt}`;
    return { ...unchanged, capturedAt: before.capturedAt, dateFrom: before.dateFrom, reason };
  }
  await tx.snapshots.redate(before.num, capturedAt, dateFrom);
  const held = await tx.snapshots.holdings([before.num]);
  await tx.papers.recountSeen(held.get(before.num) ?? []);
  const reason = `these bytes were stored before; their capture date was corrected from ${before.capturedAt} to ${capturedAt}`;
  return { ...unchanged, capturedAt, dateFrom, reason };
}

/** Writes what an archive gathered. Returns what turns its numbers into the stored ones. */
async function write(tx: Store, changes: Changes): Promise<(num: number) => number> {
  const ids = await freeIds(tx, changes.minted);
  const nums = await tx.papers.insert(
    changes.minted.map(({ paper }, at) => ({ ...paper, id: ids[at] ?? '' })),
  );
  const stored = new Map(changes.minted.map(({ paper }, at) => [paper.num, nums[at] ?? 0]));
  const numOf = (num: number) => stored.get(num) ?? num;
  await tx.papers.update(changes.updated);
  await tx.papers.setKeys(new Map([...changes.owners].map(([key, num]) => [key, numOf(num)])));
  for (const [younger, elder] of changes.aliases) await tx.papers.makeAlias(numOf(younger), numOf(elder));
  await tx.words.count(changes.words);
  return numOf;
}

/** The public ids of new papers, in their order. */
async function freeIds(tx: Store, minted: readonly Minted[]): Promise<string[]> {
  const wanted = minted.map(({ entry }) => paperId(entry));
  const taken = await tx.papers.takenIds(wanted);
  const ids: string[] = [];
  for (const base of wanted) {
    let id = base;
    // Another work got this id first: two titles, one of them later told apart by a stronger id.
    for (let next = 2; taken.has(id); next++) {
      id = `${base}-${next}`;
      for (const stored of await tx.papers.takenIds([id])) taken.add(stored);
    }
    taken.add(id);
    ids.push(id);
  }
  return ids;
}

function shortened(remarks: readonly string[]): string[] {
  if (remarks.length <= MAX_REMARKS) return [...remarks];
  return [...remarks.slice(0, MAX_REMARKS), `and ${remarks.length - MAX_REMARKS} more.`];
}

function sighting(entry: Entry, paper: number): Sighting {
  const { line, rawTitle, url, comments, upvotes } = entry;
  return { paper, line, rawTitle, url, comments, upvotes };
}
