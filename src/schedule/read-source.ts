import { shownSource } from '../ingest/sources/http.ts';
import { openSources, sourceOn } from '../ingest/sources/open-sources.ts';
import type { CalendarDate } from '../model/date.ts';
import type { Parts } from '../pipeline/parts.ts';
import { ingest } from '../pipeline.ts';

/** What came of reading one source. */
export interface SourceOutcome {
  /** The source as SOURCES names it, without name and password. */
  source: string;
  /** False when it could not be read, or gave nothing but what had to be refused. */
  ok: boolean;
  ingested: number;
  unchanged: number;
  refused: number;
  /** Papers not known before. */
  newPapers: number;
  /** What was wrong, in words; null when nothing was. */
  problem: string | null;
}

/** The service has no keyboard. */
async function* nothing(): AsyncGenerator<string> {}

/** Reads every snapshot of a source as it is on `day`. Whatever goes wrong is told in the outcome. */
export async function readSource(
  parts: Pick<Parts, 'store' | 'clock' | 'timeZone'>,
  source: string,
  { day, signal }: { day: CalendarDate; signal?: AbortSignal },
): Promise<SourceOutcome> {
  const shown = shownSource(source);
  const counts = { ingested: 0, unchanged: 0, refused: 0 };
  const problems: string[] = [];
  const tell = (name: string, problem: string | null) =>
    problems.push(name === shown ? `${problem}` : `${name}: ${problem}`);
  let newPapers = 0;
  let isReadable = true;
  try {
    const io = { stdin: nothing(), ...(signal && { signal }) };
    for await (const { name, bytes, mtime, problem } of openSources(sourceOn(source, day), io)) {
      if (signal?.aborted) break;
      if (problem !== null) {
        isReadable = false;
        tell(name, problem);
        continue;
      }
      const report = await ingest(parts, { source: name, bytes, mtime });
      newPapers += report.new;
      if (report.status === 'refused') {
        counts.refused++;
        tell(name, report.reason);
      } else if (report.status === 'unchanged') counts.unchanged++;
      else counts.ingested++;
    }
  } catch (error) {
    isReadable = false;
    problems.push(error instanceof Error ? error.message : String(error));
  }
  const isAllRefused = counts.refused > 0 && counts.ingested + counts.unchanged === 0;
  const problem = problems.length > 0 ? problems.join('; ') : null;
  return { source: shown, ok: isReadable && !isAllRefused, ...counts, newPapers, problem };
}
