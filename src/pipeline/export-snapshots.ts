import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Keep } from '../ingest/keep/keep.ts';
import type { CalendarDate } from '../model/date.ts';
import type { Store } from '../store/store.ts';
import { writeWhole } from '../write-whole.ts';
import { type ListedSnapshot, listIn } from './snapshot-list.ts';

/** What of an archive could be written out, and what could not. */
export interface Exported {
  written: ListedSnapshot[];
  lost: { num: number; capturedAt: CalendarDate; source: string; problem: string }[];
}

/**
 * Writes the snapshots captured up to `until` into a folder, as they were read, with a list of them: what they brought can be
 * made again from it. Forgotten ones are left out.
 */
export async function exportSnapshots(
  { store, keep }: { store: Store; keep: Keep },
  folder: string,
  until: CalendarDate | null,
): Promise<Exported> {
  const written: ListedSnapshot[] = [];
  const lost: Exported['lost'] = [];
  for (const snapshot of await store.snapshots.records()) {
    const { num, capturedAt, source, format, status, hash } = snapshot;
    if (snapshot.forgottenAt !== null || (until !== null && capturedAt > until)) continue;
    const kept = await keep.get(hash);
    if ('problem' in kept) {
      lost.push({ num, capturedAt, source, problem: kept.problem });
      continue;
    }
    const file = `${capturedAt}-${num}.${extensionOf(kept.bytes)}`;
    await writeWhole(join(folder, file), kept.bytes);
    // Whoever ingests the folder without its list still gets the right days.
    const noon = new Date(`${capturedAt}T12:00:00Z`);
    await utimes(join(folder, file), noon, noon);
    written.push({ file, num, source, format, capturedAt, status, hash });
  }
  await writeWhole(listIn(folder), `${JSON.stringify({ snapshots: written }, null, 2)}\n`);
  return { written, lost };
}

/** How a file with these bytes is usually called, so that programs open it. */
function extensionOf(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 2000)).toString('latin1').trimStart().replace(/^ï»¿/, '');
  if (/^<(!doctype html|html|head|body)/i.test(start)) return 'html';
  if (start.startsWith('<')) return 'xml';
  return /^[[{]\s*["[{\]}]/.test(start) ? 'json' : 'txt';
}
