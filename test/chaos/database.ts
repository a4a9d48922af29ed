import { SQLITE } from '../support/databases.ts';
import type { ChaosDatabase } from './plan.ts';

/** The database `kind` names: a file of its own, or a database of its own on a PostgreSQL, one that is started or the one at `url`. */
export async function openDatabase(kind: string, _url?: string): Promise<ChaosDatabase> {
  if (kind === 'sqlite') return { name: 'SQLite', restart: null, ...(await SQLITE.fresh()) };
  throw new Error(`--database ${kind}: expected sqlite or postgres`);
}
