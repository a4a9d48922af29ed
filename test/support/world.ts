import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../src/app.ts';
import { nullTransport, type Transport } from '../../src/deliver/transport.ts';
import type { CalendarDate } from '../../src/model/date.ts';
import type { Parts } from '../../src/pipeline/parts.ts';
import { type EditionReport, ingest, send } from '../../src/pipeline.ts';
import { reader } from './builders.ts';
import type { TestDatabase } from './databases.ts';

/** The whole program in one process, on a database of its own and a clock that tests set. */
export interface World {
  app: App;
  parts: Parts;
  folder: string;
  /** Sets the clock to an instant (RFC 3339). */
  at: (instant: string) => void;
  ingest: (bytes: Uint8Array, capturedAt: CalendarDate, source?: string) => ReturnType<typeof ingest>;
  subscribe: (email: string, fields?: Parameters<typeof reader>[1]) => Promise<number>;
  send: (edition: CalendarDate, transport?: Transport) => Promise<EditionReport>;
  /** Everything the ledger carried: [subscriber, paper id] pairs, one for each time. */
  carried: () => Promise<string[]>;
  dispose: () => Promise<void>;
}

/**
 * Opens it in a folder of its own, on SQLite in that folder where no other `database` is named. `before` is the folder of a world that was
 * closed: this one goes on from there.
 */
export async function openWorld(
  start = Date.parse('2026-06-02T08:00:00Z'),
  env: Record<string, string> = {},
  database?: TestDatabase,
  before?: string,
): Promise<World> {
  let now = start;
  const fresh = await database?.fresh();
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-world-'));
  if (before !== undefined) cpSync(before, folder, { recursive: true });
  const app = createApp({
    clock: { now: () => now },
    env: { PUBLIC_URL: 'http://localhost:8080', ...(fresh && { DATABASE_URL: fresh.url }), ...env },
    cwd: folder,
  });
  const parts = await app.parts();
  return {
    app,
    parts,
    folder,
    at: instant => {
      now = Date.parse(instant);
    },
    ingest: (bytes, capturedAt, source = 'test') => ingest(parts, { source, bytes, mtime: null, capturedAt }),
    subscribe: async (email, fields) => {
      const row = await parts.store.subscribers.insert(reader(email, fields));
      if (!row) throw new Error(`${email} is taken`);
      return row.num;
    },
    send: (edition, transport = nullTransport()) =>
      send(parts, { edition, at: null }, { transport, owner: 'test', sleep: async () => {} }),
    carried: async () => {
      const { deliveryReports } = await import('../../src/cli/deliveries.ts');
      const rows = await deliveryReports(parts.store, {});
      return rows.flatMap(row => row.papers.map(id => `${row.email} ${id}`));
    },
    dispose: async () => {
      await app.close();
      await fresh?.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
