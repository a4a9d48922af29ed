import { INGEST_JOB, type SourceOutcome } from '../../model/source-outcome.ts';
import type { Store } from '../../store/store.ts';
import type { OverviewView } from './views.ts';

/** What came of the sources when the schedule read them last. */
export async function lastRead(
  { slots }: Pick<Store, 'slots'>,
  time: (at: number) => string,
): Promise<OverviewView['read']> {
  const [slot] = await slots.last(INGEST_JOB, 1);
  if (!slot) return { at: '', problem: '', sources: [] };
  const { sources = [], problem = null } = JSON.parse(slot.outcome ?? '{}') as {
    sources?: SourceOutcome[];
    problem?: string | null;
  };
  return {
    at: slot.endedAt === null ? `${time(slot.startedAt)}, not ended yet` : time(slot.endedAt),
    problem: problem ?? '',
    sources: sources.map(one => ({
      name: one.source,
      ok: one.ok,
      counts: `${one.ingested} new, ${one.unchanged} unchanged, ${one.refused} refused; ${one.newPapers} new papers`,
      problem: one.problem ?? '',
    })),
  };
}
