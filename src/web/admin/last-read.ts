import { INGEST_JOB } from '../../model/source-outcome.ts';
import { meaningOf, needsLook, sourcesReadLately, standingsOf } from '../../pipeline/source-standings.ts';
import { cleanText } from '../../render/clean-text.ts';
import type { Store } from '../../store/store.ts';
import type { OverviewView } from './views.ts';

/** How the sources stand since the schedule read them last. */
export async function lastRead(
  store: Pick<Store, 'slots' | 'readings'>,
  time: (at: number) => string,
): Promise<OverviewView['read']> {
  const standings = await standingsOf(store, await sourcesReadLately(store));
  const sources = standings.map(one => ({
    name: one.name,
    status: one.status ?? '',
    isOdd: needsLook(one),
    since: one.since ?? '',
    lastNew: one.lastNew === null ? 'never' : one.lastNew,
    counts: one.lastNew === null ? '' : `${one.fresh} of ${one.entries}`,
    why: cleanText(one.reason ?? meaningOf(one.status)),
  }));
  const [slot] = await store.slots.last(INGEST_JOB, 1);
  if (!slot) return { at: '', problem: '', sources };
  const { problem = null } = JSON.parse(slot.outcome ?? '{}') as { problem?: string | null };
  return {
    at: slot.endedAt === null ? `${time(slot.startedAt)}, not ended yet` : time(slot.endedAt),
    problem: problem ?? '',
    sources,
  };
}
