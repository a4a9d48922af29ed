import { addDays, type CalendarDate } from '../model/date.ts';
import type { SkipReason } from '../model/edition.ts';
import type { SourceReading } from '../model/source-reading.ts';

/** Why there is nothing new for anybody: nothing came out, or what did come out did not reach us. */
export type Absence = Extract<SkipReason, 'quiet' | 'stale-source'>;

/** What a reading tells of it. */
export type ReadOn = Pick<
  SourceReading,
  'source' | 'at' | 'day' | 'publishing' | 'status' | 'fresh' | 'newest'
>;

/** The days whose readings tell of an edition: where it is tomorrow already, those of yesterday are the newest. */
export function daysThatTell(edition: CalendarDate): CalendarDate[] {
  return [addDays(edition, -1), edition];
}

/** The readings that tell of an edition: those for its day, or for the day before as long as there is none. */
function tellingOf<One extends ReadOn>(edition: CalendarDate, readings: readonly One[]): One[] {
  const of = (day: CalendarDate) => readings.filter(reading => reading.day === day);
  const [before = '', on = ''] = daysThatTell(edition);
  return of(on).length > 0 ? of(on) : of(before);
}

/** Of the readings that tell of an edition the newest of each source. */
export function lastTelling<One extends ReadOn>(edition: CalendarDate, readings: readonly One[]): One[] {
  const last = new Map<string, One>();
  for (const reading of tellingOf(edition, readings)) {
    if (reading.at >= (last.get(reading.source)?.at ?? reading.at)) last.set(reading.source, reading);
  }
  return [...last.values()];
}

/**
 * Why an edition has nothing new, by what was read for it. `stale-source` when a source failed or was old and none brought
 * anything; `quiet` when all were empty in good order, or had no day of publication; null when something came, when the
 * sources only had nothing new, and when nothing was read.
 */
export function absenceOn(edition: CalendarDate, readings: readonly ReadOn[]): Absence | null {
  const told = tellingOf(edition, readings);
  if (told.length === 0 || told.some(({ status, fresh }) => status === 'ingested' || fresh > 0)) return null;
  const newest = lastTelling(edition, readings);
  if (newest.some(({ status }) => status === 'refused' || status === 'stale')) return 'stale-source';
  // Of a source that never brought anything nobody knows when it does.
  const isQuiet = ({ status, publishing, newest: known }: ReadOn) =>
    status === 'quiet' || (!publishing && known !== null);
  return newest.every(isQuiet) ? 'quiet' : null;
}
