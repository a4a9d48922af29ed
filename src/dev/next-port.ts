import { UserError } from '../errors.ts';

/** So many ports are tried, the first one included. */
const TRIES = 20;

/**
 * Opens something on `port`, or on the next one that is not taken; 0 is any. `open` rejects with EADDRINUSE
 * where another program listens. Throws a UserError when all of them are taken.
 */
export async function onNextPort<T>(port: number, open: (port: number) => Promise<T>): Promise<T> {
  for (let tried = port; tried < port + TRIES && tried <= 65_535; tried++) {
    try {
      return await open(tried);
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
  throw new UserError(`The ports from ${port} on are taken: name a free one.`);
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
