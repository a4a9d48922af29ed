import { fingerprint, type Listed } from '../ingest/freshness/fingerprint.ts';
import { judge } from '../ingest/freshness/judge.ts';
import { publishingDays } from '../ingest/freshness/publishing-days.ts';
import { type Habits, staleness } from '../ingest/freshness/staleness.ts';
import { isAddress } from '../ingest/sources/address.ts';
import { findSource, openSource, sourceOn } from '../ingest/sources/open-sources.ts';
import type { CalendarDate } from '../model/date.ts';
import type { ReadSnapshot, SnapshotReport } from '../model/snapshot.ts';
import type { Source } from '../model/source.ts';
import type { SourceOutcome } from '../model/source-outcome.ts';
import type { Parts } from '../pipeline/parts.ts';
import { ingest } from '../pipeline.ts';
import { settleIncident } from './source-incidents.ts';

/** Which reading of a source it is. */
export interface ReadingOrder {
  /** The day whose digest is due. */
  day: CalendarDate;
  /** False while the schedule comes back to it the same day; true by default. */
  isLast?: boolean;
  signal?: AbortSignal;
}

/** What the snapshots of one reading came to. */
interface Found {
  ingested: number;
  unchanged: number;
  quiet: number;
  refused: number;
  quietReason: string | null;
  /** Papers not known before. */
  fresh: number;
  problems: string[];
  papers: Listed[];
  declared: number | null;
  stated: CalendarDate | null;
}

/** What reading a source takes. */
type IngestParts = Pick<Parts, 'store' | 'clock' | 'timeZone' | 'keep' | 'network'>;

const MOST_TOLD = 3;
/** A page shows its newest; what is in a folder is brought by people, who are not always there. */
const PAGE_PATIENCE = 1;
const FOLDER_PATIENCE = 3;
/** What says that nothing stands at an address, and that no file is there. */
const ABSENT = /\banswered (?:400|404|410)\b|: no such file\b/;

/** The service has no keyboard. */
async function* nothing(): AsyncGenerator<string> {}

/**
 * Reads every snapshot of a source as it is on its day, judges whether it brought what was to be expected, and puts that on
 * record. Whatever goes wrong is told in the outcome.
 */
export async function readSource(
  parts: IngestParts,
  source: Source,
  order: ReadingOrder,
): Promise<SourceOutcome> {
  const { day, isLast = true } = order;
  const history = await parts.store.readings.of(source.name);
  const publishes = publishingDays(source, history, day);
  const adds = await isFolder(source, day);
  const habits = { history, publishes, patience: adds ? FOLDER_PATIENCE : PAGE_PATIENCE, isLast };
  return conclude(parts, source, order, habits, await readAll(parts, source, order, { adds, habits }));
}

/** Puts on record that a source could not be read: it was broken off. */
export async function leaveUnread(
  parts: Pick<Parts, 'store' | 'clock'>,
  source: Source,
  order: ReadingOrder,
  problem: string,
): Promise<SourceOutcome> {
  const history = await parts.store.readings.of(source.name);
  const publishes = publishingDays(source, history, order.day);
  const habits = { history, publishes, patience: PAGE_PATIENCE, isLast: order.isLast ?? true };
  return conclude(parts, source, order, habits, { ...nothingFound(), problems: [problem] });
}

/** Judges what was found, puts it on record, and tells of it. */
async function conclude(
  parts: Pick<Parts, 'store' | 'clock'>,
  source: Source,
  { day, isLast = true, signal }: ReadingOrder,
  habits: Habits,
  found: Found,
): Promise<SourceOutcome> {
  const { ingested, unchanged, refused, fresh, declared } = found;
  const problem = inShort(found.problems);
  const entries = found.papers.length;
  const isAbsent = source.location.includes('{date}') && problem !== null && ABSENT.test(problem);
  const judged = judge(
    { ...found, day, entries, problem, isAbsent, newest: fingerprint(found.papers) },
    habits,
  );
  if (!signal?.aborted) {
    const at = parts.clock.now();
    await parts.store.readings.add({ source: source.name, at, day, entries, fresh, declared, ...judged });
    // What is not out yet may be, later that day; and a weekend without it mends nothing.
    const isAwaited = isAbsent && (judged.status === 'refused' ? !isLast : judged.status === 'quiet');
    if (!isAwaited) await settleIncident(parts, source.name, habits.publishes);
  }
  const isWrong = judged.status === 'refused' || judged.status === 'stale';
  return {
    source: source.name,
    status: judged.status,
    ok: judged.status !== 'refused',
    ingested,
    unchanged,
    refused,
    newPapers: fresh,
    problem: isWrong ? judged.reason : judged.status === 'quiet' ? null : problem,
  };
}

async function readAll(
  parts: IngestParts,
  source: Source,
  { day, signal }: ReadingOrder,
  { adds, habits }: { adds: boolean; habits: Habits },
): Promise<Found> {
  const found = nothingFound();
  const tell = (name: string, problem: string | null) =>
    found.problems.push(adds ? `${name}: ${problem}` : `${problem}`);
  try {
    const io = {
      stdin: nothing(),
      now: parts.clock.now,
      memory: parts.store.sources,
      ...(parts.network && { network: parts.network }),
      ...(signal && { signal }),
    };
    for await (const file of openSource(source, day, io)) {
      const { name, mtime, problem } = file;
      if (signal?.aborted) break;
      if (problem !== null) {
        tell(name, file.putOff ? `${whyBefore(habits)}${problem}` : problem);
        continue;
      }
      const bytes = file.unmodified ? await bytesBefore(parts, name) : file.bytes;
      if (bytes === null) {
        found.unchanged++;
        continue;
      }
      const seen: ReadSnapshot[] = [];
      const report = await ingest(parts, {
        source: name,
        bytes,
        mtime,
        charset: file.charset,
        ...(source.format && { format: source.format }),
        ...(source.mapping && { mapping: source.mapping }),
        staleness: read => {
          seen.push(read);
          const shown = { day, newest: fingerprint(read.entries), stated: adds ? null : statedBy(read) };
          return fresh => staleness({ ...shown, fresh }, habits);
        },
      });
      if (report.status !== 'refused') await file.kept();
      else {
        found.refused++;
        tell(name, report.reason);
      }
      for (const read of seen) count(found, read, report, adds);
    }
  } catch (error) {
    found.problems.push(error instanceof Error ? error.message : String(error));
  }
  return found;
}

/** What was wrong when a server was asked last, which now is left alone. */
function whyBefore({ history: [last] }: Habits): string {
  const reason = last?.status === 'refused' ? last.reason?.split('; not asked again')[0] : null;
  return reason ? `${reason}; ` : '';
}

/** What a server showed when it was stored, which it says it still shows; null when that is not kept. */
async function bytesBefore({ store, keep }: IngestParts, name: string): Promise<Uint8Array | null> {
  const before = await store.snapshots.newestOf(name);
  const kept = before && keep ? await keep.get(before.hash) : null;
  return kept && 'bytes' in kept ? kept.bytes : null;
}

function nothingFound(): Found {
  return {
    ingested: 0,
    unchanged: 0,
    quiet: 0,
    refused: 0,
    quietReason: null,
    fresh: 0,
    problems: [],
    papers: [],
    declared: null,
    stated: null,
  };
}

/** Adds a snapshot that was stored, or known. Of what is known in a folder nothing is told: it is there every day. */
function count(found: Found, read: ReadSnapshot, report: SnapshotReport, adds: boolean): void {
  const isKnown = report.status === 'unchanged';
  if (isKnown && adds) {
    found.unchanged++;
    return;
  }
  // The same empty list as on another day is empty all the same.
  if (read.quiet !== null) {
    found.quiet++;
    found.quietReason ??= read.quiet;
    return;
  }
  if (isKnown) found.unchanged++;
  else found.ingested++;
  found.fresh += report.new;
  found.papers.push(...read.entries);
  if (read.declared !== null) found.declared = (found.declared ?? 0) + read.declared;
  if (!adds) found.stated = statedBy(read);
}

/** The day that a digest says it is of. */
function statedBy({ capturedAt, dateFrom }: ReadSnapshot): CalendarDate | null {
  return dateFrom === 'content' ? capturedAt : null;
}

/** True for what grows by files, instead of showing others. */
async function isFolder(source: Source, day: CalendarDate): Promise<boolean> {
  if (isAddress(source.location)) return false;
  const found = await findSource(sourceOn(source.location, day)).catch(() => null);
  return found?.isDirectory() ?? false;
}

/** The first few problems in words, and how many there are besides; null when there is none. */
function inShort(problems: readonly string[]): string | null {
  if (problems.length === 0) return null;
  const more = problems.length - MOST_TOLD;
  return problems.slice(0, MOST_TOLD).join('; ') + (more > 0 ? `; and ${more} more` : '');
}
