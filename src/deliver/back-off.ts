const MINUTE_MS = 60_000;
/** The first rest of a deferred delivery; it doubles with every attempt. Greylisting ends within it. */
const FIRST_MS = 5 * MINUTE_MS;
const LONGEST_MS = 120 * MINUTE_MS;
/** Share of the rest by which deliveries are spread, so that they do not all come back at once. */
const SPREAD = 0.2;

/** No delivery rests longer, in milliseconds. */
export const LONGEST_REST_MS = LONGEST_MS * (1 + SPREAD);

/**
 * How long a deferred delivery rests, in milliseconds, after so many `attempts` (1 after the first): 5
 * minutes, doubling up to 2 hours, give or take a fifth. The spread follows from the subscriber's number: the same
 * delivery always rests equally long.
 */
export function restAfter(attempts: number, subscriber: number): number {
  const rest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts - 1, 10));
  // Knuth's multiplicative hash: neighbours end up far apart.
  const share = (Math.imul(subscriber, 2_654_435_761) >>> 0) / 2 ** 32;
  return Math.round(rest * (1 - SPREAD + 2 * SPREAD * share));
}

/** How long everybody rests when the server cannot be used at all, in milliseconds. */
export const RELAY_REST_MS = MINUTE_MS;
