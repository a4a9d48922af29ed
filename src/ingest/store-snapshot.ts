import { createHash } from 'node:crypto';
import type { Entry, EntryRole } from '../model/paper.ts';
import type { ReadSnapshot, Rejected, SnapshotReport } from '../model/snapshot.ts';
import type { MatchText } from '../model/topic.ts';
import type { Sighting, StoredSnapshot } from '../store/snapshots.ts';
import type { Store } from '../store/store.ts';
import { type Archive, type Changes, type Minted, openArchive } from './archive.ts';
import type { TrustOf } from './identity/origins.ts';
import { paperId } from './identity/paper-id.ts';
import { withoutSharedKeys } from './identity/shared-keys.ts';

export interface StoreOrder {
  /** Where the bytes came from, for people and provenance. */
  source: string;
  bytes: Uint8Array;
  read: ReadSnapshot;
  /** Why it is old, in words, though it is stored, when so many of its papers were not known; null when it is not. */
  stale?: (fresh: number) => string | null;
  /** Milliseconds since the epoch. */
  now: number;
  /** The words a paper adds to the statistics of matching. */
  wordsOf: (text: MatchText) => Set<string>;
  /** How far a format is believed beside others. */
  trustOf: TrustOf;
}

/** Why news of a paper that nobody knows is not kept. */
const UNKNOWN: Readonly<Record<EntryRole, string>> = {
  paper: 'a paper that could not be placed',
  revision: 'a new version of a paper from before, which is not known here',
  withdrawn: 'withdrawn by its authors',
};

/** More papers taken as one are only counted. */
const MAX_REMARKS = 5;

/**
 * Stores what was read from a snapshot, all of it or nothing, in one transaction. Bytes known
 * already are `unchanged`, though an option may correct their date, and a refused snapshot stores
 * nothing; every other one is `ingested`, or `quiet` or `stale`, with the papers it held made known, brought up to date or
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
  return store.transaction(async tx => {
    const before = await tx.snapshots.byHash(hash);
    if (before) return { ...report, ...(await settleDate(tx, before, read)) };
    const keyed = withoutSharedKeys(read.entries);
    const stored = await tx.papers.byKeys(keyed.flatMap(entry => entry.keys));
    const telling = { format: read.format ?? 'unknown', capturedAt: read.capturedAt };
    const archive = openArchive(stored, telling, order);
    const { kept, rejected } = placeAll(archive, keyed);
    const changes = archive.changes();
    const numOf = await write(tx, changes);
    const remarks = [...read.remarks, ...missing(read), ...shortened(changes.remarks)];
    const sightings = kept.filter(({ entry }) => entry.role === 'paper');
    const fresh = changes.minted.length;
    const stale = order.stale?.(fresh) ?? null;
    const status = read.quiet !== null ? 'quiet' : stale !== null ? 'stale' : 'ingested';
    const snapshot = await tx.snapshots.insert({
      hash,
      source,
      ...telling,
      dateFrom: read.dateFrom,
      entries: sightings.length,
      remarks,
      storedAt: order.now,
      status,
      declared: read.declared,
    });
    await tx.snapshots.addSightings(
      snapshot,
      sightings.map(({ entry, paper }) => sighting(entry, numOf(paper))),
    );
    await tx.updates.add(
      changes.news.map(({ kind, detail, paper }) => ({
        kind,
        detail,
        paper: numOf(paper),
        snapshot,
        day: read.capturedAt,
        at: order.now,
      })),
    );
    const why = read.quiet ?? (stale === null ? null : `${stale}.`);
    return {
      ...report,
      status,
      entries: kept.length,
      new: fresh,
      known: kept.length - fresh,
      rejected: [...read.rejected, ...rejected].sort((a, b) => a.line - b.line),
      reason: [...(why === null ? [] : [why]), ...remarks].join(' ') || null,
    };
  });
}

/** An entry and the paper it is. */
interface Placed {
  entry: Entry;
  paper: number;
}

/** Papers before what is only news of them: a page may have the news first. */
function placeAll(archive: Archive, entries: readonly Entry[]): { kept: Placed[]; rejected: Rejected[] } {
  const kept: Placed[] = [];
  const rejected: Rejected[] = [];
  const isPaper = ({ role }: Entry) => role === 'paper';
  for (const entry of [...entries.filter(isPaper), ...entries.filter(each => !isPaper(each))]) {
    const paper = archive.place(entry);
    if (paper === null) rejected.push({ line: entry.line, reason: UNKNOWN[entry.role] });
    else kept.push({ entry, paper });
  }
  return { kept, rejected };
}

/** What a page says it holds and does not. */
function missing({ declared, entries }: ReadSnapshot): string[] {
  return declared !== null && declared > entries.length
    ? [`it says that it holds ${declared} papers; ${entries.length} could be read.`]
    : [];
}

/** What to report of bytes known already. A date that nobody had stated gives way to an option. */
async function settleDate(tx: Store, before: StoredSnapshot & { isForgotten: boolean }, read: ReadSnapshot) {
  const { capturedAt, dateFrom } = read;
  const forgotten = before.isForgotten
    ? `. An operator had them forgotten, so they bring nothing: paperboy snapshots restore ${before.num} makes them count again`
    : '';
  const entries = read.entries.filter(({ role }) => role === 'paper').length;
  const unchanged = { status: 'unchanged' as const, entries, known: entries };
  if (dateFrom !== 'option' || before.dateFrom === 'option' || capturedAt === before.capturedAt) {
    const reason = `these bytes were stored before, captured ${before.capturedAt}${forgotten}`;
    return { ...unchanged, capturedAt: before.capturedAt, dateFrom: before.dateFrom, reason };
  }
  await tx.snapshots.redate(before.num, capturedAt, dateFrom);
  const held = await tx.snapshots.holdings([before.num], { all: true });
  await tx.papers.recountSeen(held.get(before.num) ?? []);
  const reason = `these bytes were stored before; their capture date was corrected from ${before.capturedAt} to ${capturedAt}${forgotten}`;
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
