import { addDays, type CalendarDate } from '../model/date.ts';

/** A stored snapshot and the date it was captured on. */
export interface Capture {
  capturedAt: CalendarDate;
  snapshot: number;
}

/** The snapshots whose papers are candidates. Equal keys hold equal snapshots. */
export interface CaptureWindow {
  key: string;
  snapshots: number[];
}

/** Days of a window, its last one included. */
const USUAL_DAYS = 7;
const MOST_DAYS = 31;

/**
 * The window of an edition for a subscriber: the snapshots captured in the 7 days up to and
 * including the edition's date, or since the last edition if that is longer, 31 days at most.
 * If there is none, those of the newest capture date up to the edition, else of the newest at all;
 * null when nothing was ever captured.
 *
 * The day of the last edition itself is included: a snapshot may have come in after it went out,
 * and what it did carry is taken away anyway.
 */
export function windowOf(
  captures: readonly Capture[],
  edition: CalendarDate,
  lastEdition: CalendarDate | null,
): CaptureWindow | null {
  const usual = addDays(edition, 1 - USUAL_DAYS);
  const earliest = addDays(edition, 1 - MOST_DAYS);
  const since = lastEdition === null || lastEdition > usual ? usual : lastEdition;
  const from = since > earliest ? since : earliest;

  const past = captures.filter(capture => capture.capturedAt <= edition);
  const recent = past.filter(capture => capture.capturedAt >= from);
  return toWindow(recent) ?? toWindow(newest(past)) ?? toWindow(newest(captures));
}

/** The widest window of an edition: it holds every snapshot of every subscriber's window. */
export function widestWindow(captures: readonly Capture[], edition: CalendarDate): CaptureWindow | null {
  return windowOf(captures, edition, addDays(edition, 1 - MOST_DAYS));
}

function toWindow(captures: readonly Capture[]): CaptureWindow | null {
  if (captures.length === 0) return null;
  const dates = captures.map(capture => capture.capturedAt).sort();
  return { key: `${dates.at(0)}..${dates.at(-1)}`, snapshots: captures.map(capture => capture.snapshot) };
}

function newest(captures: readonly Capture[]): Capture[] {
  const date = captures
    .map(capture => capture.capturedAt)
    .sort()
    .at(-1);
  return captures.filter(capture => capture.capturedAt === date);
}
