import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportCsv, exportSubscriber } from '../../src/audience/export.ts';
import { importSubscribers } from '../../src/audience/import.ts';
import { addSubscriber } from '../../src/audience/manage.ts';
import type { SubscriberStore } from '../../src/audience/subscriber-store.ts';
import { WEEKDAYS } from '../../src/model/subscriber.ts';
import { memoryStore } from './memory-store.ts';

const NOW = Date.UTC(2025, 7, 11);
const topicIds = ['llm', 'rl', '3d', 'vision'];
const rules = { topicIds, checkQuery: () => {} };

async function csvOf(store: SubscriberStore): Promise<string> {
  let text = '';
  for await (const piece of exportCsv(store)) text += piece;
  return text;
}

const nasty = fc.string({
  unit: fc.oneof(
    fc.constantFrom('=', '+', '-', '@', "'", '"', ',', ' ', '\t', '\n', '😀', 'ש'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 20,
});
const subscriber = fc.record({
  local: fc.stringMatching(/^[a-z0-9=+'-]{1,10}$/),
  name: nasty,
  topics: fc.shuffledSubarray(topicIds),
  queries: fc.array(
    // Composed first: U+037E, the Greek question mark, is a semicolon then.
    nasty.map(text => text.normalize('NFC').replaceAll(';', '')),
    { maxLength: 3 },
  ),
  excluded: fc.array(
    nasty.map(text => `${text.normalize('NFC').replaceAll(';', '')}x`),
    { maxLength: 3 },
  ),
  signOfLife: fc.boolean(),
  outside: fc.boolean(),
  learnOpened: fc.boolean(),
  updates: fc.boolean(),
  cadence: fc.oneof(
    fc.constantFrom('daily', 'weekdays', 'weekly'),
    fc.subarray([...WEEKDAYS], { minLength: 1 }),
  ),
  hour: fc.integer({ min: 0, max: 23 }),
  timezone: fc.constantFrom('', 'Europe/Berlin', 'America/Port-au-Prince'),
  max: fc.integer({ min: 1, max: 1000 }),
  status: fc.constantFrom('active', 'pending', 'paused', 'unsubscribed'),
} as const);

describe('exportCsv', () => {
  it('writes what import reads back as it was', async () => {
    const people = fc.uniqueArray(subscriber, { maxLength: 5, selector: one => one.local });
    await fc.assert(
      fc.asyncProperty(people, async listed => {
        const deps = { store: memoryStore(), now: NOW, rules };
        for (const { local, status, ...loose } of listed) {
          const confirmed = status !== 'pending';
          const email = `${local}@example.org`;
          const { num } = (await addSubscriber({ ...loose, email, confirmed }, deps)).subscriber;
          const pausedUntil = status === 'paused' ? '2025-09-01' : null;
          const left = status === 'unsubscribed' ? { confirmedAt: NOW } : {};
          await deps.store.update(num, { status, pausedUntil, ...left });
        }
        const copy = { ...deps, store: memoryStore() };
        const csv = await csvOf(deps.store);
        const report = await importSubscribers(Buffer.from(csv), 'all.csv', copy, { confirmed: true });
        expect(report).toMatchObject({ rows: listed.length, added: listed.length });
        expect(copy.store.all()).toEqual(deps.store.all().map(one => ({ ...one, origin: 'import all.csv' })));
        expect(await csvOf(copy.store)).toBe(csv);
      }),
      { numRuns: 200 },
    );
  });

  it('writes no cell that a spreadsheet would run', async () => {
    const deps = { store: memoryStore(), now: NOW, rules };
    const queries = ['x', '=HYPERLINK("http://evil.example")'];
    await addSubscriber({ email: '+1@example.org', name: '@SUM(1)', queries }, deps);
    expect(await csvOf(deps.store)).toBe(
      'email,name,topics,cadence,hour,timezone,max,queries,excluded,signOfLife,status,pausedUntil,outside,learnOpened,updates\r\n' +
        `'+1@example.org,'@SUM(1),,daily,7,,12,"x;'=HYPERLINK(""http://evil.example"")",,no,pending,,no,no,no\r\n`,
    );
  });
});

describe('exportSubscriber', () => {
  it('holds everything stored about one person', async () => {
    const deps = { store: memoryStore(), now: NOW, rules };
    const loose = { email: 'ada@example.org', name: 'Ada', topics: 'llm' };
    const { subscriber } = await addSubscriber(loose, deps);
    expect(await exportSubscriber('ADA@example.org', deps)).toEqual({ ...subscriber, suppression: null });
    await expect(exportSubscriber('bob@example.org', deps)).rejects.toMatchObject({ exitCode: 1 });
  });
});
