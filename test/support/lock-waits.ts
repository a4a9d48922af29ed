import { Client } from 'pg';

/** Resolves when a session on the PostgreSQL database at `url` waits for what another one has locked. */
export async function somebodyWaits(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (;;) {
      const { rows } = await client.query(
        `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      if (rows.length > 0) return;
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  } finally {
    await client.end();
  }
}
