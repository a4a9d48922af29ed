import type { SnapshotStatus } from './snapshot.ts';

/** The schedule's name for reading the sources: the job of its slots. */
export const INGEST_JOB = 'ingest';

/** What came of reading one source. */
export interface SourceOutcome {
  /** The source by its name, without a password. */
  source: string;
  /** What came of it as a whole: the best of its snapshots; `refused` also when it could not be read. */
  status: SnapshotStatus;
  /** False when it gave nothing: it could not be read, or all of it had to be refused. */
  ok: boolean;
  ingested: number;
  unchanged: number;
  refused: number;
  /** Papers not known before. */
  newPapers: number;
  /** What was wrong, in words; null when nothing was. */
  problem: string | null;
}
