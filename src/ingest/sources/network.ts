import type { LookupAddress } from 'node:dns';
import { openPace, type Pace, type Waiting } from './pace.ts';
import { NO_PROXIES, type Proxies } from './proxies.ts';

/** The network that servers are asked over. */
export interface Network {
  proxies: Proxies;
  /** Turns with hosts; null: nobody waits. */
  pace: Pace | null;
  /** The addresses of a host by name. Fails as `dns.lookup` does. */
  resolve: (host: string) => Promise<LookupAddress[]>;
}

/** The network as it is, without waiting: for a program that asks once. */
export const PLAIN_NETWORK: Network = {
  proxies: NO_PROXIES,
  pace: null,
  resolve: async host => {
    const { lookup } = await import('node:dns/promises');
    return lookup(host, { all: true });
  },
};

/** The same through `proxies`, at a pace that nobody minds. */
export function openNetwork(proxies: Proxies, waiting: Waiting): Network {
  return { ...PLAIN_NETWORK, proxies, pace: openPace(waiting) };
}
