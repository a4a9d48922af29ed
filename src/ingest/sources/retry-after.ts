const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
const FIRST_REST_MS = 5 * MINUTE_MS;
/** A digest has to come the same morning: whoever is down for long is asked once an hour. */
const LONGEST_REST_MS = 60 * MINUTE_MS;

/**
 * The moment (ms) that a `Retry-After` header names, in seconds or as a date (RFC 9110 §10.2.3); null when it says nothing
 * that can be used. Never further away than a day: a source is not lost to a typing mistake.
 */
export function retryAfter(header: string | null, now: number): number | null {
  const text = header?.trim() ?? '';
  const at = /^\d+$/.test(text) ? now + Number(text) * SECOND_MS : dateIn(text);
  return Number.isNaN(at) || at <= now ? null : Math.min(at, now + DAY_MS);
}

/** Servers write three kinds of dates, all of them in GMT; the third does not say so. */
function dateIn(text: string): number {
  if (!/^(mon|tue|wed|thu|fri|sat|sun)/i.test(text)) return Number.NaN;
  return Date.parse(/\d{4}$/.test(text) ? `${text} GMT` : text);
}

/** How long a server is left alone after `failures` readings in a row that gave nothing (ms). */
export function restAfter(failures: number): number {
  return Math.min(FIRST_REST_MS * 2 ** Math.max(0, Math.min(failures, 20) - 1), LONGEST_REST_MS);
}
