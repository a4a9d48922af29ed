import { createHash } from 'node:crypto';
import type { Entry, Paper } from '../model/paper.ts';
import type { ReadSnapshot, SnapshotReport } from '../model/snapshot.ts';
import type { MatchText } from '../model/topic.ts';
import type { Sighting } from '../store/snapshots.ts';
import type { Store } from '../store/store.ts';
import { mergePaper } from './identity/merge-paper.ts';
import { paperId } from './identity/paper-id.ts';
import { type KnownPaper, resolveEntry } from './identity/resolve.ts';
import { withoutSharedAbstracts } from './identity/shared-abstracts.ts';

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

/**
 * Stores what was read from a snapshot, all of it or nothing, in one transaction. Bytes known
 * already are `unchanged` and a refused snapshot stores nothing; every other one is `ingested`, with
 * the papers it held made known, brought up to date or united.
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
    reason: read.remarks.length > 0 ? read.remarks.join(' ') : null,
  };
  if (read.refusal) return { ...report, status: 'refused', reason: read.refusal };
  const hash = createHash('sha256').update(order.bytes).digest('hex');
  return store.transaction(async tx => {
    const before = await tx.snapshots.byHash(hash);
    if (before) {
      const reason = `these bytes were stored before, captured ${before.capturedAt}`;
      const entries = read.entries.length;
      return { ...report, status: 'unchanged', entries, known: entries, reason };
    }
    const entries = withoutSharedAbstracts(read.entries);
    const archive = await openArchive(tx, entries, order);
    const nums: number[] = [];
    for (const entry of entries) nums.push(await archive.place(entry));
    await archive.close();
    const snapshot = await tx.snapshots.insert({
      hash,
      source,
      format: read.format ?? 'unknown',
      capturedAt: read.capturedAt,
      dateFrom: read.dateFrom,
      entries: read.entries.length,
      remarks: read.remarks,
      storedAt: order.now,
    });
    await tx.snapshots.addSightings(
      snapshot,
      read.entries.map((entry, at) => sighting(entry, nums[at] ?? 0)),
    );
    const fresh = archive.minted();
    return { ...report, entries: read.entries.length, new: fresh, known: read.entries.length - fresh };
  });
}

function sighting(entry: Entry, paper: number): Sighting {
  const { line, rawTitle, url, comments, upvotes } = entry;
  return { paper, line, rawTitle, url, comments, upvotes };
}

/** The papers a snapshot touches, in memory: each entry is placed among them in its turn. */
async function openArchive(tx: Store, entries: readonly Entry[], order: StoreOrder) {
  const papers = new Map<number, Paper>();
  const owner = new Map<string, number>();
  const words = new Map<string, number>();
  let minted = 0;
  const keysOf = new Map<number, Set<string>>();
  for (const { paper, keys } of await tx.papers.byKeys(entries.flatMap(entry => entry.keys))) {
    papers.set(paper.num, paper);
    for (const key of keys) own(paper.num, key);
  }

  function own(num: number, key: string): void {
    owner.set(key, num);
    keysOf.set(num, (keysOf.get(num) ?? new Set()).add(key));
  }

  function known(num: number): KnownPaper {
    const paper = papers.get(num);
    if (!paper) throw new Error(`paper ${num} is not loaded`);
    const { id, arxivId, doi } = paper;
    return { num, id, arxivId, doi, keys: [...(keysOf.get(num) ?? [])] };
  }

  function countWords(text: MatchText, by: 1 | -1): void {
    for (const word of order.wordsOf(text)) words.set(word, (words.get(word) ?? 0) + by);
  }

  async function mint(entry: Entry): Promise<number> {
    const { line: _line, rawTitle: _raw, keys: _keys, ...facts } = entry;
    let id = paperId(entry);
    // Another work got this id first: two titles, one of them later told apart by a stronger id.
    for (let next = 2; await tx.papers.idTaken(id); next++) id = `${paperId(entry)}-${next}`;
    const day = order.read.capturedAt;
    const paper = { ...facts, id, firstSeen: day, lastSeen: day };
    const num = await tx.papers.insert(paper);
    papers.set(num, { ...paper, num });
    countWords(entry, 1);
    minted++;
    return num;
  }

  async function rewrite(before: Paper, after: Paper): Promise<void> {
    papers.set(before.num, after);
    if (after.title !== before.title || after.abstract !== before.abstract) {
      countWords(before, -1);
      countWords(after, 1);
    }
    await tx.papers.update(after);
  }

  async function unite(elder: number, younger: number): Promise<void> {
    const lesser = papers.get(younger);
    const greater = papers.get(elder);
    if (!lesser || !greater) throw new Error(`papers ${elder} and ${younger} are not loaded`);
    const asEntry = { ...lesser, line: 0, rawTitle: lesser.title, keys: known(younger).keys };
    const withFirst = {
      ...greater,
      firstSeen: lesser.firstSeen < greater.firstSeen ? lesser.firstSeen : greater.firstSeen,
    };
    await rewrite(greater, mergePaper(withFirst, asEntry, lesser.lastSeen));
    await tx.papers.makeAlias(younger, elder);
    countWords(lesser, -1);
    for (const key of asEntry.keys) own(elder, key);
    papers.delete(younger);
  }

  return {
    /** Number of the paper an entry is, after making it known. */
    async place(entry: Entry): Promise<number> {
      const nums = new Set(entry.keys.flatMap(key => owner.get(key) ?? []));
      const resolved = resolveEntry(entry, [...nums].map(known));
      const num = resolved.kind === 'new' ? await mint(entry) : resolved.num;
      if (resolved.kind === 'known') {
        for (const younger of resolved.merge) await unite(num, younger);
        const paper = papers.get(num);
        if (paper) await rewrite(paper, mergePaper(paper, entry, order.read.capturedAt));
      }
      // A key that leads to another work stays there: a title that two works share tells neither.
      const keys = entry.keys.filter(key => (owner.get(key) ?? num) === num);
      for (const key of keys) own(num, key);
      await tx.papers.setKeys(num, keys);
      return num;
    },
    /** Writes what was gathered on the way. */
    close: () => tx.words.count(words),
    minted: () => minted,
  };
}
