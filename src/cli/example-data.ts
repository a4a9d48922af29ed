import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type App, BUNDLED, EXAMPLE_READERS } from '../app.ts';
import { importSubscribers } from '../audience/import.ts';
import { audienceStore } from '../audience/subscriber-store.ts';
import type { Transport } from '../deliver/transport.ts';
import { addDays, type CalendarDate } from '../model/date.ts';
import { ingest, send } from '../pipeline.ts';
import { today } from '../plan/calendar.ts';
import { rules } from './audience.ts';

/**
 * The example readers, and the bundled captures as those of the last days, the newest as that of today; safe to repeat.
 * With a transport, the editions before today are delivered by it where there is none yet: so there is a history, and nobody
 * catches up with them. Returns today.
 */
export async function addExampleData(app: App, transport: Transport | null = null): Promise<CalendarDate> {
  const parts = await app.parts();
  const now = app.clock.now();
  const edition = today(now, parts.timeZone);
  // Whoever came since has had no mail of those days, and is owed what was in them.
  const isNew = (await parts.store.editions.newest(1, edition)).length === 0;
  const deps = { store: audienceStore(parts.store), now, rules: await rules(app) };
  await importSubscribers(await readFile(EXAMPLE_READERS), EXAMPLE_READERS, deps, { confirmed: true });
  for (const [at, file] of BUNDLED.entries()) {
    const capturedAt = addDays(edition, at + 1 - BUNDLED.length);
    await ingest(parts, { source: file, bytes: await readFile(file), mtime: null, capturedAt });
    if (transport === null || !isNew || capturedAt === edition) continue;
    const owner = `example:${randomBytes(4).toString('hex')}`;
    await send(parts, { edition: capturedAt, at: null }, { transport, owner, sleep: async () => {} });
  }
  return edition;
}
