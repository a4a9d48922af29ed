import { openSource } from '../ingest/sources/open-sources.ts';
import type { CalendarDate } from '../model/date.ts';
import type { Source } from '../model/source.ts';
import type { SourceOutcome } from '../model/source-outcome.ts';
import type { Parts } from '../pipeline/parts.ts';
import { ingest } from '../pipeline.ts';

const MOST_TOLD = 3;

/** The service has no keyboard. */
async function* nothing(): AsyncGenerator<string> {}

/** Reads every snapshot of a source as it is on `day`. Whatever goes wrong is told in the outcome. */
export async function readSource(
  parts: Pick<Parts, 'store' | 'clock' | 'timeZone'>,
  source: Source,
  { day, signal }: { day: CalendarDate; signal?: AbortSignal },
): Promise<SourceOutcome> {
  const shown = source.name;
  const counts = { ingested: 0, unchanged: 0, refused: 0, quiet: 0 };
  const problems: string[] = [];
  const tell = (name: string, problem: string | null) =>
    problems.push(name === shown ? `${problem}` : `${name}: ${problem}`);
  let newPapers = 0;
  try {
    const io = {
      stdin: nothing(),
      now: parts.clock.now,
      memory: parts.store.sources,
      ...(signal && { signal }),
    };
    for await (const file of openSource(source, day, io)) {
      const { name, bytes, mtime, problem } = file;
      if (signal?.aborted) break;
      if (problem !== null) {
        tell(name, problem);
        continue;
      }
      if (file.unmodified) {
        counts.unchanged++;
        continue;
      }
      const report = await ingest(parts, {
        source: name,
        bytes,
        mtime,
        ...(source.format && { format: source.format }),
      });
      newPapers += report.new;
      if (report.status !== 'refused') await file.kept();
      if (report.status === 'refused') {
        counts.refused++;
        tell(name, report.reason);
      } else if (report.status === 'unchanged') counts.unchanged++;
      else if (report.status === 'quiet') counts.quiet++;
      else counts.ingested++;
    }
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  // One bad file among good ones is no outage.
  const { ingested, unchanged, refused, quiet } = counts;
  const ok = problems.length === 0 || ingested + unchanged + quiet > 0;
  const status = ingested > 0 ? 'ingested' : quiet > 0 ? 'quiet' : ok ? 'unchanged' : 'refused';
  return { source: shown, status, ok, ingested, unchanged, refused, newPapers, problem: inShort(problems) };
}

/** The first few problems in words, and how many there are besides; null when there is none. */
function inShort(problems: readonly string[]): string | null {
  if (problems.length === 0) return null;
  const more = problems.length - MOST_TOLD;
  return problems.slice(0, MOST_TOLD).join('; ') + (more > 0 ? `; and ${more} more` : '');
}
