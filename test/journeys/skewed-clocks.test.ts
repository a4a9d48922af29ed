import { describe, expect, it } from 'vitest';
import { pause } from '../../src/clock.ts';
import { smtpTransport } from '../../src/deliver/smtp/smtp-transport.ts';
import { prepare, send } from '../../src/pipeline.ts';
import { openStore } from '../../src/store/store.ts';
import { DATABASES } from '../support/databases.ts';
import { digest, title } from '../support/digest.ts';
import { startMailServer } from '../support/mail-server.ts';
import { openWorld } from '../support/world.ts';

const DAY = '2026-06-02';
const MINUTE_MS = 60_000;

// On SQLite all processes are on one machine, and so have one clock.
describe.each(DATABASES.filter(({ name }) => name !== 'SQLite'))(
  'senders on two machines, on $name',
  database => {
    it('deliver once each with clocks five minutes apart: leases go by the database', async () => {
      const world = await openWorld(Date.parse(`${DAY}T08:00:00Z`), {}, database);
      for (let n = 0; n < 60; n++)
        await world.subscribe(`r${n}@example.org`, { queries: ['"language models"'] });
      await world.ingest(digest(title(1)), DAY);
      await prepare(world.parts, { edition: DAY, at: null });
      const server = await startMailServer(address =>
        /^r[0-9]@/.test(address) ? { at: 'dot', wait: pause(300) } : null,
      );
      const url = world.app.config('database').databaseUrl;
      const run = async (owner: string, aheadMs: number) => {
        const store = await openStore(url);
        const transport = smtpTransport(`smtp://127.0.0.1:${server.port}?connections=3`);
        const clock = { now: () => Date.now() + aheadMs };
        try {
          const hooks = { transport, owner, sleep: pause };
          return await send({ ...world.parts, store, clock }, { edition: DAY, at: null }, hooks);
        } finally {
          await transport.close();
          await store.close();
        }
      };
      const reports = await Promise.all([run('ahead', 5 * MINUTE_MS), run('behind', -5 * MINUTE_MS)]);
      for (const { state, states } of reports)
        expect([state, states]).toEqual(['complete', { accepted: 60 }]);
      expect(server.accepted).toHaveLength(60);
      expect(new Set(server.accepted.map(({ to }) => to)).size).toBe(60);
      await server.stop();
      await world.dispose();
    });
  },
);
