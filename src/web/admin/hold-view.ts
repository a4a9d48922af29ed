import type { CalendarDate } from '../../model/date.ts';
import { CHECK, editionIncident } from '../../model/incident.ts';
import type { Parts } from '../../pipeline/parts.ts';
import { plannedOf } from '../../pipeline/planned.ts';
import type { AdminEditionView } from './views.ts';
import { clockTime } from './words.ts';

/** What the operator was told of an edition, and may say of it. */
export async function holdView(
  { store, clock, timeZone }: Parts,
  id: CalendarDate,
): Promise<AdminEditionView['hold']> {
  const [planned] = await plannedOf(store, [id], clock.now());
  const { approvedAt = null, previewedAt = null } = (await store.editions.standings([id])).get(id) ?? {};
  const paused = (await store.editions.holds([id])).get(id)?.pausedWhy ?? null;
  const waits = await store.incidents.find(editionIncident(id, 'canary'));
  const part = waits !== null && waits.closedAt === null ? waits.what : '';
  const byCheck = paused?.startsWith(CHECK) ?? false;
  const at = (moment: number | null | undefined) => (moment == null ? '' : clockTime(moment, timeZone));
  return {
    goes: at(planned?.goesAt),
    waiting: waitingInWords(planned?.deliveries ?? 0),
    shown: at(previewedAt),
    approved: at(approvedAt),
    part,
    letRest: part !== '' && paused === null,
    byCheck,
    canApprove: byCheck || (paused === null && planned !== undefined && approvedAt === null),
    confirm: false,
  };
}

function waitingInWords(mails: number): string {
  return mails === 1 ? 'one mail waits for its hour' : `${mails} mails wait for their hour`;
}
