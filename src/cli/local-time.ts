/** An instant (milliseconds since the epoch) for people: date and time on the clocks of a zone, and the zone. */
export function localTime(at: number, timeZone: string): string {
  // Swedish writes dates as the rest of the program does: 2026-06-02 07:00.
  const format = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return `${format.format(at)} ${timeZone}`;
}
