import { Resolver } from 'node:dns/promises';

const TIMEOUT_MS = 3_000;

/** TXT records of `name`; rejects with the resolver's code, at the latest after three seconds. */
export async function resolveTxt(name: string): Promise<string[][]> {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 1 });
  // Several servers may be asked one after the other, each with a time of its own.
  const limit = setTimeout(() => resolver.cancel(), TIMEOUT_MS);
  try {
    return await resolver.resolveTxt(name);
  } finally {
    clearTimeout(limit);
  }
}
