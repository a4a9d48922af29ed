import { findPostgres, startPostgres } from './postgres-server.ts';

/**
 * Before the integration tests: names a PostgreSQL for them in TEST_DATABASE_URL, where nobody did. Without one they
 * run on SQLite alone, which `REQUIRE_ALL=1` turns into an error.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TEST_DATABASE_URL) return undefined;
  const binaries = findPostgres();
  if (binaries === null) {
    if (process.env.REQUIRE_ALL) throw new Error('PostgreSQL is missing: apt-get install postgresql');
    console.warn('PostgreSQL not found: nothing is tested on it.');
    return undefined;
  }
  const server = await startPostgres(binaries);
  process.env.TEST_DATABASE_URL = server.url;
  return async () => {
    delete process.env.TEST_DATABASE_URL;
    await server.stop();
  };
}
