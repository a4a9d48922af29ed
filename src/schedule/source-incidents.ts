import { troubleOf } from '../ingest/freshness/trouble.ts';
import { sourceIncident } from '../model/incident.ts';
import type { Source, Weekday } from '../model/source.ts';
import type { Parts } from '../pipeline/parts.ts';

/** Opens or closes the incident of a source, as its readings are: the operator is told of it once, and once when it is over. */
export async function settleIncident(
  { store, clock }: Pick<Parts, 'store' | 'clock'>,
  source: string,
  publishes: ReadonlySet<Weekday>,
): Promise<void> {
  const trouble = troubleOf(await store.readings.of(source), publishes);
  const key = sourceIncident(source);
  if (trouble.is === 'over') await store.incidents.close(key, clock.now());
  if (trouble.is === 'wrong') await store.incidents.open(key, trouble.what, clock.now());
}

/** Closes the incidents of sources that are read no more. */
export async function closeForgotten(
  { store, clock }: Pick<Parts, 'store' | 'clock'>,
  sources: readonly Source[],
): Promise<void> {
  const read = new Set(sources.map(({ name }) => sourceIncident(name)));
  for (const { key } of await store.incidents.current()) {
    if (key.startsWith(sourceIncident('')) && !read.has(key)) await store.incidents.close(key, clock.now());
  }
}
