import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../src/app.ts';
import { type EditionReport, ingest, prepare } from '../../src/pipeline.ts';
import { reader } from '../support/builders.ts';
import { capture } from '../support/captures.ts';
import type { ChaosDatabase } from './plan.ts';

/** An edition that is prepared for everybody and delivered to nobody yet. */
export interface Ground {
  /** Where processes run. */
  folder: string;
  /** Their environment, without the mail server. */
  env: Record<string, string>;
  edition: string;
  /** Rows by state, read now. */
  states: () => Promise<EditionReport['states']>;
  /** True when nothing is under way, and few are left or nobody is due for some minutes. */
  isAtRest: () => Promise<boolean>;
  dispose: () => Promise<void>;
}

/** So that no provider is all of the audience. */
const DOMAINS = 40;
const PAGE = 5_000;
/** Senders look once a minute. */
const SOON_MS = 90_000;
/** What a mail server put off one by one comes back one by one: it is left to `send`. */
const FEW = 0.02;

/** Reads a real snapshot, subscribes `deliveries` readers and freezes the edition of this hour for them. */
export async function prepareGround(database: ChaosDatabase, deliveries: number): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-chaos-'));
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    NO_COLOR: '1',
    DATABASE_URL: database.url,
    DATA_DIR: join(folder, 'data'),
    SECRET_KEY: randomBytes(24).toString('hex'),
    TIMEZONE: 'UTC',
    LOG_LEVEL: 'debug',
  };
  const app = createApp({ env, cwd: folder });
  const edition = await freezeFor(app, deliveries);
  const store = await app.store();
  return {
    folder,
    env,
    edition,
    states: async () => (await store.editions.accounts(edition)).states,
    async isAtRest() {
      const { due, leasedUntil } = await store.deliveries.owed(edition, null);
      if (leasedUntil !== null) return false;
      const { pending = 0, deferred = 0 } = (await store.editions.accounts(edition)).states;
      const isFew = pending === 0 && deferred <= deliveries * FEW;
      return isFew || due === null || due - app.clock.now() > SOON_MS;
    },
    dispose: async () => {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freezeFor(app: App, deliveries: number): Promise<string> {
  const parts = await app.parts();
  // Slots are those of this hour: due now, and worth delivering for a long time to come.
  const now = new Date(app.clock.now());
  const edition = now.toISOString().slice(0, 10);
  const topics = parts.catalogue.topics.map(({ id }) => id);
  const rows = Array.from({ length: deliveries }, (_, n) =>
    reader(`r${n}@d${n % DOMAINS}.example`, { topics, hour: now.getUTCHours(), max: 1 }),
  );
  for (let from = 0; from < rows.length; from += PAGE) {
    await parts.store.transaction(tx => tx.subscribers.insertMany(rows.slice(from, from + PAGE)));
  }
  const bytes = capture('capture-2026-06-02.txt');
  await ingest(parts, { source: 'chaos', bytes, mtime: null, capturedAt: edition });
  const { states } = await prepare(parts, { edition, at: null });
  if (states.pending !== deliveries) throw new Error(`frozen: ${JSON.stringify(states)}`);
  return edition;
}
