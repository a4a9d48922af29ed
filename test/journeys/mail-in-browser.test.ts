import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../src/model/message.ts';
import { plan } from '../../src/pipeline.ts';
import { capture, FIVE_CAPTURES } from '../support/captures.ts';
import { findChromium, layOut } from '../support/chromium.ts';
import { openWorld, type World } from '../support/world.ts';

const chromium = findChromium();
const DAY = '2026-06-02';

describe.runIf(chromium)('mails in a browser', () => {
  let world: World;
  const mails = new Map<string, Message>();
  beforeAll(async () => {
    world = await openWorld();
    const topics = (await world.app.catalogue()).topics.map(topic => topic.id);
    await world.subscribe('usual@example.org', { topics: ['llm', 'vision', 'agents'] });
    await world.subscribe('heavy@example.org', { topics, max: 1000 });
    await world.subscribe('one@example.org', { topics: ['inference'], max: 1 });
    for (const name of FIVE_CAPTURES) await world.ingest(capture(name), DAY);
    for await (const page of plan(world.parts, { edition: DAY, at: null })) {
      for (const line of page) if (line.kind === 'delivery') mails.set(line.email, await line.message());
    }
  });
  afterAll(() => world.dispose());

  it.each(['usual', 'heavy', 'one'])(
    'the %s mail fits a phone and a reading pane, in sizes one can read',
    name => {
      const html = mails.get(`${name}@example.org`)?.html ?? '';
      expect(Buffer.byteLength(html)).toBeLessThan(102_400);
      for (const width of [320, 390, 700]) {
        const layout = layOut(chromium ?? '', html, width);
        expect(layout.width).toBeLessThanOrEqual(width);
        expect(layout.height).toBeGreaterThan(300);
        expect(layout.smallestText).toBeGreaterThanOrEqual(13);
      }
    },
  );
});
