import { countOne, networkOf, type Rate } from '../limits.ts';

/** How often a password may be guessed: only wrong guesses count. */
export interface Tries {
  /** In how many milliseconds this client may guess; 0 for now. */
  wait: (client: string) => number;
  failed: (client: string) => void;
}

/** Wrong guesses of one client: ten at once, then one in three minutes. */
const CLIENT: Rate = { burst: 10, perHour: 20 };
/** Of everybody together: many clients guess no faster than this. */
const ALL: Rate = { burst: 100, perHour: 300 };
const MOST_CLIENTS = 10_000;

/** Counts in the memory of this process, and remembers so many clients. */
export function createTries(now: () => number): Tries {
  let all = 0;
  // In the order in which they failed last.
  const clients = new Map<string, number>();
  return {
    wait: client =>
      Math.max(
        countOne(clients.get(networkOf(client)) ?? 0, CLIENT, now()).wait,
        countOne(all, ALL, now()).wait,
      ),
    failed(client) {
      const key = networkOf(client);
      const { until } = countOne(clients.get(key) ?? 0, CLIENT, now());
      all = countOne(all, ALL, now()).until;
      clients.delete(key);
      clients.set(key, until);
      const [oldest] = clients.keys();
      if (clients.size > MOST_CLIENTS && oldest !== undefined) clients.delete(oldest);
    },
  };
}
