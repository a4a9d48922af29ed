import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DATABASES } from '../support/databases.ts';

const RELAY = 'relay mail.example.org:587';
const HOUR_MS = 3_600_000;
/** Long after all that is told below. */
const LATER = 10 * HOUR_MS;

for (const database of DATABASES) {
  describe(`incidents on ${database.name}`, () => {
    let world: Awaited<ReturnType<typeof database.open>>;
    beforeEach(async () => {
      world = await database.open();
    });
    afterEach(() => world.dispose());

    const one = async () => {
      const [incident] = await world.store.incidents.recent(1);
      if (!incident) throw new Error('there is no incident');
      return incident;
    };

    it('counts what is seen again, with the newest words', async () => {
      const { incidents } = world.store;
      await incidents.open(RELAY, 'nobody listens there', 1_000);
      await incidents.open(RELAY, 'it hung up', 5_000);
      await incidents.open('edition 2026-06-02', 'paused', 6_000);
      expect(await incidents.current()).toEqual([
        {
          key: RELAY,
          what: 'it hung up',
          openedAt: 1_000,
          lastAt: 5_000,
          times: 2,
          toldAt: null,
          closedAt: null,
        },
        expect.objectContaining({ key: 'edition 2026-06-02', times: 1 }),
      ]);
    });

    it('keeps no address, whatever a server says', async () => {
      const { incidents } = world.store;
      await incidents.open(RELAY, '550 <ann.b@example.net>: "a b"@example.com is unknown', 1_000);
      await incidents.open(RELAY, 'smtps://name:geheim@mail.example.org refused bob@example.net.', 1_000);
      expect((await one()).what).toBe('…@mail.example.org refused …@example.net.');
    });

    it('is over once, when it is closed first', async () => {
      const { incidents } = world.store;
      await incidents.open(RELAY, 'it hung up', 1_000);
      await incidents.close(RELAY, 2_000);
      await incidents.close(RELAY, 3_000);
      await incidents.close('relay of nobody', 3_000);
      expect(await incidents.current()).toEqual([]);
      expect(await incidents.recent(9)).toMatchObject([{ key: RELAY, closedAt: 2_000 }]);
    });

    it('is to be told when it opens, and when it is over', async () => {
      const { incidents } = world.store;
      await incidents.open(RELAY, 'it hung up', 1_000);
      expect(await incidents.untold(9, LATER)).toMatchObject([{ key: RELAY, closedAt: null }]);
      await incidents.told(await one(), 2_000);
      await incidents.open(RELAY, 'it hung up', 3_000);
      expect(await incidents.untold(9, LATER)).toEqual([]);

      await incidents.close(RELAY, 4_000);
      expect(await incidents.untold(9, LATER)).toMatchObject([
        { key: RELAY, toldAt: 2_000, closedAt: 4_000 },
      ]);
      await incidents.told(await one(), 5_000);
      expect(await incidents.untold(9, LATER)).toEqual([]);
    });

    it('is told once as a whole when it was over before anybody was told', async () => {
      const { incidents } = world.store;
      await incidents.open(RELAY, 'it hung up', 1_000);
      await incidents.close(RELAY, 2_000);
      expect(await incidents.untold(9, LATER)).toMatchObject([{ toldAt: null, closedAt: 2_000 }]);
      await incidents.told(await one(), 3_000);
      expect(await incidents.untold(9, LATER)).toEqual([]);
    });

    it('is opened anew after it was over, with nothing told', async () => {
      const { incidents } = world.store;
      await incidents.open(RELAY, 'it hung up', 1_000);
      await incidents.open(RELAY, 'it hung up', 1_500);
      await incidents.told(await one(), 2_000);
      await incidents.close(RELAY, 3_000);
      await incidents.told(await one(), 3_500);
      await incidents.open(RELAY, 'nobody listens there', 4_000);
      const fresh = { what: 'nobody listens there', openedAt: 4_000, lastAt: 4_000, times: 1 };
      expect(await incidents.untold(9, LATER)).toEqual([
        { key: RELAY, ...fresh, toldAt: null, closedAt: null },
      ]);
    });

    it('that comes and goes is told once an hour, as it then stands', async () => {
      const { incidents } = world.store;
      const MINUTE_MS = 60_000;
      const told: [minute: number, isOver: boolean][] = [];
      for (let minute = 0; minute < 150; minute++) {
        const now = minute * MINUTE_MS;
        if (minute % 2 === 0) await incidents.open(RELAY, 'it hung up', now);
        else await incidents.close(RELAY, now);
        for (const incident of await incidents.untold(9, now)) {
          await incidents.told(incident, now);
          told.push([minute, incident.closedAt !== null]);
        }
      }
      expect(told).toEqual([
        [0, false],
        [60, false],
        [120, false],
      ]);
    });

    it('says nothing of another one', async () => {
      const { incidents } = world.store;
      await incidents.open(RELAY, 'it hung up', 1_000);
      await incidents.told(await one(), 1_000);
      await incidents.open('edition 2026-06-02', 'paused', 2_000);
      expect((await incidents.untold(9, 2_000)).map(({ key }) => key)).toEqual(['edition 2026-06-02']);
    });

    it('keeps an end that came while the operator was being told of the opening', async () => {
      const { incidents } = world.store;
      await incidents.open(RELAY, 'it hung up', 1_000);
      const read = await one();
      await incidents.close(RELAY, 2_000);
      await incidents.told(read, 2_000);
      expect(await incidents.untold(9, LATER)).toMatchObject([{ toldAt: 2_000, closedAt: 2_000 }]);
    });

    it('keeps a new opening that came while the operator was being told of the end', async () => {
      const { incidents } = world.store;
      await incidents.open(RELAY, 'it hung up', 1_000);
      await incidents.close(RELAY, 2_000);
      const read = await one();
      await incidents.open(RELAY, 'it hung up', 3_000);
      await incidents.told(read, 4_000);
      expect(await incidents.untold(9, LATER)).toMatchObject([{ toldAt: null, closedAt: null }]);
    });

    it('tells as many as asked for, the oldest first', async () => {
      const { incidents } = world.store;
      for (const at of [3, 1, 2]) await incidents.open(`edition 2026-06-0${at}`, 'paused', at);
      const keys = (await incidents.untold(2, LATER)).map(({ key }) => key);
      expect(keys).toEqual(['edition 2026-06-01', 'edition 2026-06-02']);
      expect((await incidents.recent(1)).map(({ key }) => key)).toEqual(['edition 2026-06-03']);
    });
  });
}
