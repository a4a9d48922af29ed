import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashOf } from '../ingest/keep/keep.ts';
import type { SnapshotReport } from '../model/snapshot.ts';
import { ingest } from '../pipeline.ts';
import type { Parts } from './parts.ts';
import { type ListedSnapshot, readList } from './snapshot-list.ts';

/** Reads a folder of exported snapshots in the order in which they were stored, each with its day: what they brought is made again. */
export async function* importSnapshots(
  parts: Pick<Parts, 'store' | 'clock' | 'timeZone' | 'keep'>,
  folder: string,
): AsyncGenerator<SnapshotReport> {
  for (const snapshot of await readList(folder)) {
    const { file, source, format, capturedAt, hash } = snapshot;
    const bytes = await readFile(join(folder, file)).catch(() => null);
    if (bytes === null) yield refused(snapshot, `${join(folder, file)} is missing or cannot be read`);
    else if (hashOf(bytes) !== hash)
      yield refused(snapshot, `${join(folder, file)} was changed: it is not what was exported`);
    else yield await ingest(parts, { source, bytes, mtime: null, capturedAt, format });
  }
}

function refused({ source, format, capturedAt }: ListedSnapshot, reason: string): SnapshotReport {
  const nothing = { entries: 0, new: 0, known: 0, rejected: [] };
  return { source, format, capturedAt, dateFrom: 'option', status: 'refused', reason, ...nothing };
}
