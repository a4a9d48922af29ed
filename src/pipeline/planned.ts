import type { CalendarDate } from '../model/date.ts';
import type { Store } from '../store/store.ts';

/** An edition that is planned, and waits for its hour. */
export interface PlannedEdition {
  edition: CalendarDate;
  /** How many mails wait for an hour that is still to come, and when the first of them goes, in milliseconds. */
  deliveries: number;
  goesAt: number;
  /** When the operator was shown it, and approved of it; null for not yet. */
  previewedAt: number | null;
  approvedAt: number | null;
}

/** Which of these editions wait for an hour that is still to come, in the order given. */
export async function plannedOf(
  store: Pick<Store, 'volumes' | 'editions'>,
  editions: readonly CalendarDate[],
  now: number,
): Promise<PlannedEdition[]> {
  const standings = await store.editions.standings(editions);
  const holds = await store.editions.holds(editions);
  const planned: PlannedEdition[] = [];
  for (const edition of editions) {
    if (holds.get(edition)?.cancelled) continue;
    const { deliveries, goesAt } = await store.volumes.ahead(edition, now);
    if (goesAt === null) continue;
    const { previewedAt = null, approvedAt = null } = standings.get(edition) ?? {};
    planned.push({ edition, deliveries, goesAt, previewedAt, approvedAt });
  }
  return planned;
}
