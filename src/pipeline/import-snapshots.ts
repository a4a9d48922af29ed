import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MAPPED } from '../ingest/formats/json-mapping/json-mapping.ts';
import { hashOf } from '../ingest/keep/keep.ts';
import { shownSource } from '../ingest/sources/address.ts';
import type { SnapshotReport } from '../model/snapshot.ts';
import type { JsonMapping, Source } from '../model/source.ts';
import { ingest } from '../pipeline.ts';
import type { Parts } from './parts.ts';
import { type ListedSnapshot, readList } from './snapshot-list.ts';

/**
 * Reads a folder of exported snapshots in the order in which they were stored, each with its day: what they brought is made
 * again. `sources` are asked for when there is one whose fields only its source tells.
 */
export async function* importSnapshots(
  parts: Pick<Parts, 'store' | 'clock' | 'timeZone' | 'keep'>,
  folder: string,
  sources: () => Promise<readonly Source[]>,
): AsyncGenerator<SnapshotReport> {
  for (const snapshot of await readList(folder)) {
    const { file, source, format, capturedAt, hash } = snapshot;
    const bytes = await readFile(join(folder, file)).catch(() => null);
    const told = format === MAPPED.name ? mappingOf(source, await sources()) : { format };
    if (bytes === null) yield refused(snapshot, `${join(folder, file)} is missing or cannot be read`);
    else if (hashOf(bytes) !== hash)
      yield refused(snapshot, `${join(folder, file)} was changed: it is not what was exported`);
    else if (told === null)
      yield refused(
        snapshot,
        'no source in subscribers/sources.yaml tells where its fields stand: add the one it came from',
      );
    else yield await ingest(parts, { source, bytes, mtime: null, capturedAt, ...told });
  }
}

/** Where the fields of a snapshot stand, by the path or address it came from; null when no source says so. */
function mappingOf(from: string, sources: readonly Source[]): { mapping: JsonMapping } | null {
  for (const { location, mapping } of sources) {
    if (mapping === null) continue;
    const [before = '', ...after] = shownSource(location).split('{date}');
    const isSame =
      after.length === 0 ? from === before || from.startsWith(`${before}/`) : from.startsWith(before);
    if (isSame) return { mapping };
  }
  return null;
}

function refused({ source, format, capturedAt }: ListedSnapshot, reason: string): SnapshotReport {
  const nothing = { entries: 0, new: 0, known: 0, rejected: [] };
  return { source, format, capturedAt, dateFrom: 'option', status: 'refused', reason, ...nothing };
}
