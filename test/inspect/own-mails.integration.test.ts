import { afterAll, beforeAll, expect, test } from 'vitest';
import { nullTransport } from '../../src/deliver/transport.ts';
import { inspect } from '../../src/inspect/inspect.ts';
import { inOutlook } from '../../src/inspect/outlook/outlook.ts';
import type { Message } from '../../src/model/message.ts';
import { capture, FIVE_CAPTURES } from '../support/captures.ts';
import { openWorld, type World } from '../support/world.ts';

const PUBLIC_URL = 'https://papers.example.org';
let world: World;
const messages: Message[] = [];

beforeAll(async () => {
  const env = { PUBLIC_URL, SECRET_KEY: 'k'.repeat(40) };
  world = await openWorld(Date.parse('2026-06-02T08:00:00Z'), env);
  const topics = (await world.app.catalogue()).topics.map(topic => topic.id);
  for (const name of FIVE_CAPTURES) await world.ingest(capture(name), '2026-06-01');
  for (const topic of topics) await world.subscribe(`${topic}@example.org`, { topics: [topic] });
  await world.subscribe('everything@example.org', { topics, max: 1000 });
  const transport = nullTransport();
  await world.send('2026-06-02', {
    ...transport,
    hand: (edition, message, commit) => {
      messages.push(message);
      return transport.hand(edition, message, commit);
    },
  });
});
afterAll(() => world.dispose());

test('mails of real papers are without fault or warning, the longest, too', async () => {
  expect(messages.length).toBeGreaterThan(5);
  for (const { raw, subject } of messages) {
    const { findings, size } = await inspect(raw, { publicUrl: PUBLIC_URL, dkim: null });
    const bad = findings.filter(({ level }) => level === 'warning' || level === 'fault');
    expect({ subject, bad }).toEqual({ subject, bad: [] });
    expect(size.html).toBeLessThan(size.limit);
  }
  expect(Math.max(...messages.map(({ html }) => html.length))).toBeGreaterThan(50_000);
});

test('their conditions for Outlook fit together', () => {
  for (const { html } of messages) expect(inOutlook(html).problems).toEqual([]);
});
