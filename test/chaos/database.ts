import { freshPostgres, SQLITE } from '../support/databases.ts';
import { findPostgres, startPostgres } from '../support/postgres-server.ts';
import type { ChaosDatabase } from './plan.ts';

/**
 * The database `kind` names: a file of its own, or a database of its own on a PostgreSQL, which is the one at `url`, or
 * started for the occasion. Throws where there is none.
 */
export async function openDatabase(kind: string, url?: string): Promise<ChaosDatabase> {
  if (kind === 'sqlite') return { name: 'SQLite', restart: null, ...(await SQLITE.fresh()) };
  if (kind !== 'postgres') throw new Error(`--database ${kind}: expected sqlite or postgres`);
  if (url) {
    const database = await freshPostgres(url);
    // Somebody's server is not ours to restart; to the senders this is the same.
    return { name: 'PostgreSQL', ...database, restart: () => database.run(HANG_UP) };
  }
  const binaries = findPostgres();
  if (binaries === null)
    throw new Error('PostgreSQL not found: install it, or name one in CHAOS_DATABASE_URL');
  const server = await startPostgres(binaries);
  const database = await freshPostgres(server.url).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  return { name: 'PostgreSQL', ...database, restart: server.restart, dispose: server.stop };
}

/** Ends every connection to this database but the one that says so. */
const HANG_UP = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()`;
