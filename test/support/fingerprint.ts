import { createHash } from 'node:crypto';
import { DatabaseSync } from '@photostructure/sqlite';
import type { DatabaseUrl } from '../../src/store/store.ts';

/** Stands for everything in a database: two are the same when nothing has changed in between. */
export async function fingerprint(database: DatabaseUrl): Promise<string> {
  return database.kind === 'sqlite' ? fingerprintOfFile(database.file) : ofPostgres(database.url.reveal());
}

/** The same of a file of SQLite. */
export function fingerprintOfFile(file: string): string {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = db.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name").all();
    const hash = createHash('sha256').update(JSON.stringify(tables));
    for (const { name } of tables as { name: string }[]) {
      hash.update(JSON.stringify(db.prepare(`SELECT * FROM "${name}"`).all()));
    }
    return hash.digest('hex');
  } finally {
    db.close();
  }
}

async function ofPostgres(url: string): Promise<string> {
  const { Client } = await import('pg');
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1",
    );
    const hash = createHash('sha256');
    for (const { name } of tables.rows) {
      // An update that changes nothing moves a row, so the order is one of our own.
      const rows = await client.query(`SELECT t::text AS row FROM "${name}" t ORDER BY 1`);
      hash.update(JSON.stringify([name, rows.rows]));
    }
    return hash.digest('hex');
  } finally {
    await client.end();
  }
}
