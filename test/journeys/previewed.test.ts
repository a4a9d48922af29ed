import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import type { Reachable } from '../../src/model/subscriber.ts';
import type { Parts } from '../../src/pipeline/parts.ts';
import { openPreviewer } from '../../src/pipeline/preview.ts';
import { replay } from '../../src/pipeline/replay.ts';
import { capture } from '../support/captures.ts';
import { DATABASES } from '../support/databases.ts';
import { fingerprint } from '../support/fingerprint.ts';
import { openService, type Service } from '../support/service.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const FIRST = '2026-06-02';
const SECOND = '2026-06-03';
/** Previews in a row; what one leaves behind shows in so many. A server's answers take longer. */
const MANY = { SQLite: 1_000, PostgreSQL: 200 } as Record<string, number>;

describe.each(DATABASES)('what is previewed on $name', database => {
  let service: Service;
  beforeEach(async () => {
    // Nobody answers for Cy's first mail: the next one names its papers again.
    const faults = (address: string) =>
      address === 'cy@example.org' && !isAnswering ? ({ at: 'dot', drop: true } as const) : null;
    let isAnswering = false;
    service = await openService({ database, start: '2026-06-01T20:00:00Z', faults });
    const { world } = service;
    await world.ingest(capture('capture-2025-03-14.txt'), '2026-06-01');
    await world.subscribe('ada@example.org', {
      topics: ['llm', 'agents', 'reasoning'],
      name: 'Ada L\u00f8vel\u00e4ce',
    });
    await world.subscribe('bo@example.org', {
      queries: ['video', '"language models"'],
      excluded: ['diffusion'],
      max: 3,
    });
    await world.subscribe('cy@example.org', {
      topics: ['vision'],
      welcomeAt: Date.parse('2026-06-02T03:00:00Z'),
    });
    await world.subscribe('di@example.org', { topics: ['llm'], cadence: 'weekly' });
    await world.parts.store.notes.set(SECOND, 'A line with \u201cquotes\u201d, & more.', 0);
    await service.live('2026-06-02T06:00:00Z');
    isAnswering = true;
    await world.ingest(capture('capture-2025-08-11.txt'), SECOND);
    world.at('2026-06-02T22:00:00Z');
  });
  afterEach(() => service.dispose());

  /** The program as the studio opens it. */
  async function reading<T>(work: (parts: Parts) => Promise<T>): Promise<T> {
    const { parts, folder } = service.world;
    const { databaseUrl } = service.world.app.config('database');
    const url = databaseUrl.kind === 'sqlite' ? `sqlite:${databaseUrl.file}` : databaseUrl.url.reveal();
    const app = createApp({
      clock: parts.clock,
      readOnly: true,
      cwd: folder,
      env: {
        DATABASE_URL: url,
        PUBLIC_URL: service.url,
        BOUNCE_ADDRESS: 'bounces@example.org',
        TIMEZONE: 'Europe/Berlin',
      },
    });
    try {
      return await work(await app.parts());
    } finally {
      await app.close();
    }
  }

  async function everybody(): Promise<Reachable[]> {
    const people = await service.world.parts.store.subscribers.page(0, 100);
    return people.flatMap(one => (one.email === null ? [] : [{ ...one, email: one.email }]));
  }

  it('is what the mail server gets, byte for byte, before and after', async () => {
    const people = await everybody();
    const look = (edition: string) =>
      reading(async parts => {
        const previewer = openPreviewer();
        const found = new Map<string, Buffer | string>();
        for (const one of people) {
          const { outcome } = await previewer.preview(parts, one, edition, { asFrozen: true });
          found.set(one.email, outcome.kind === 'skip' ? outcome.reason : outcome.message.raw);
        }
        return found;
      });
    const before = await look(SECOND);
    const taken = service.server.accepted.length;
    await service.live('2026-06-03T06:00:00Z');
    const mails = new Map(service.server.accepted.slice(taken).map(({ to, raw }) => [to, raw]));
    expect([...mails.keys()].sort()).toEqual(['ada@example.org', 'bo@example.org', 'cy@example.org']);
    expect(before.get('di@example.org')).toBe('not-due');
    const after = await look(SECOND);
    for (const [email, raw] of mails) {
      expect(raw.equals(Buffer.from(before.get(email) ?? '')), `${email} before`).toBe(true);
      expect(raw.equals(Buffer.from(after.get(email) ?? '')), `${email} after`).toBe(true);
    }
    // The seldom parts are there: a first mail, a line from the editor, papers that may have been missed.
    const text = async (email: string) => (await service.newest(email)).text ?? '';
    expect(await text('cy@example.org')).toMatch(/You may have missed/);
    expect(await text('ada@example.org')).toMatch(/From the editor: A line/);
    const first = service.server.accepted.find(({ to }) => to === 'ada@example.org')?.raw;
    expect(first?.equals(Buffer.from((await look(FIRST)).get('ada@example.org') ?? ''))).toBe(true);
  });

  it('leaves no trace, however often, and takes no more and more memory', async () => {
    const { databaseUrl } = service.world.app.config('database');
    const before = await fingerprint(databaseUrl);
    const people = await everybody();
    const many = MANY[database.name] ?? 0;
    await reading(async parts => {
      const previewer = openPreviewer();
      const one = async (n: number) => {
        const person = people[n % people.length];
        if (!person) throw new Error('nobody is there');
        const changed =
          n % 10 === 0 ? { ...person, queries: [`word${n}`], topics: ['llm'], max: 1 + (n % 20) } : person;
        const edition = n % 100 < 50 ? FIRST : SECOND;
        await previewer.preview(parts, changed, edition, { asFrozen: changed === person });
      };
      for (let n = 0; n < many / 4; n++) await one(n);
      const early = settled();
      for (let n = many / 4; n < many; n++) await one(n);
      expect(settled()).toBeLessThan(early * 1.25 + 8e6);
      const [person] = people;
      if (person) await replay(parts, person, { ...person, topics: ['vision'] }, { to: SECOND, days: 31 });
    });
    expect(await fingerprint(databaseUrl)).toBe(before);
  });

  it('cannot be written, whoever tries', async () => {
    await expect(reading(parts => parts.store.notes.set(SECOND, 'changed', 0))).rejects.toThrow(
      /cannot be written|read-only/,
    );
    await expect(
      reading(parts => parts.store.transaction(tx => tx.editions.open('2026-06-09', 0))),
    ).rejects.toThrow(/cannot be written|read-only/);
  });
});

/** Bytes in use when everything that is not needed has gone. */
function settled(): number {
  for (let n = 0; n < 3; n++) collect();
  return process.memoryUsage().heapUsed;
}
