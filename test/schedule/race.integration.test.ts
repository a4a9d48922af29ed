import { expect, it } from 'vitest';
import { nullTransport } from '../../src/deliver/transport.ts';
import { createLog } from '../../src/log.ts';
import { addDays } from '../../src/model/date.ts';
import { papersOf } from '../../src/model/edition.ts';
import { unpackSelection } from '../../src/model/packed-selection.ts';
import { openSchedule } from '../../src/schedule/service.ts';
import { tick } from '../../src/schedule/tick.ts';
import { DATABASES } from '../support/databases.ts';
import { digest, title } from '../support/digest.ts';
import { openWorld } from '../support/world.ts';

// At once where connections wait for each other without holding up the thread. SQLite's do, so that its processes race in test/cli.
const servers = DATABASES.filter(({ name }) => !/sqlite/i.test(name));
const log = createLog('silent', { isTTY: false, write: () => true });
const READERS = 8;

it.each(servers)(
  'two schedulers at once on $name double nothing in a week, and leave nothing out',
  async database => {
    const world = await openWorld(Date.parse('2026-06-01T06:00:00Z'), { TIMEZONE: 'UTC' }, database);
    try {
      const { store } = world.parts;
      for (let n = 0; n < READERS; n++) {
        await world.subscribe(`r${n}@example.org`, {
          queries: ['"language models"'],
          hour: 7 + (n % 2),
          max: 1,
        });
      }
      const handed: string[] = [];
      const open = async () => ({
        ...(await openSchedule(world.app, { log, sleep: async () => {} })),
        transport: {
          ...nullTransport(),
          hand: async (
            ...[edition, message, commit]: Parameters<ReturnType<typeof nullTransport>['hand']>
          ) => {
            const reply = await nullTransport().hand(edition, message, commit);
            if (reply) handed.push(`${edition} ${message.envelope.to}`);
            return reply;
          },
        },
      });
      const pair = [await open(), await open()];
      for (let day = '2026-06-01'; day <= '2026-06-07'; day = addDays(day, 1)) {
        const first = Number(day.slice(-2)) * 10;
        await world.ingest(digest(title(first), title(first + 1)), day);
        for (const hour of ['07', '08']) {
          world.at(`${day}T${hour}:00:00Z`);
          await Promise.all(pair.map(one => tick(one)));
        }
      }
      expect(new Set(handed).size).toBe(handed.length);
      expect(handed).toHaveLength(7 * READERS);
      const rows = await store.deliveries.list({});
      expect(rows.filter(({ state }) => state === 'accepted')).toHaveLength(7 * READERS);
      const carried = rows.flatMap(row =>
        papersOf(unpackSelection(row.papers)).map(num => `${row.subscriber} ${num}`),
      );
      expect(new Set(carried).size).toBe(carried.length);
    } finally {
      await world.dispose();
    }
  },
);
