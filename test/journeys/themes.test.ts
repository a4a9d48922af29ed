import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FRESH_LINK_MS, LETTER_KINDS, type Letter } from '../../src/model/letter.ts';
import { plan } from '../../src/pipeline.ts';
import { readTheme } from '../../src/render/theme.ts';
import { type Listening, listen } from '../../src/web/listen.ts';
import { openWeb } from '../../src/web/open-web.ts';
import { barriers, barriersOfLooks } from '../support/axe.ts';
import { CHROMIUM, openBrowser, openWindow } from '../support/browser.ts';
import { capture } from '../support/captures.ts';
import { overflow } from '../support/layout.ts';
import { mistakes } from '../support/validate-html.ts';
import { openWorld, type World } from '../support/world.ts';

const FOLDER = new URL('../../templates/themes/', import.meta.url).pathname;
const THEMES = readdirSync(FOLDER);
const DAY = '2026-06-02';
/** Gmail cuts a mail there. */
const CLIPPED_AT = 102_400;

let browser: Browser | undefined;
/** One for all themes. */
async function started(): Promise<Browser> {
  browser ??= await openBrowser();
  return browser;
}
afterAll(() => browser?.close());

describe.each(THEMES)('everything in the theme %s', file => {
  let world: World;
  let server: Listening | undefined;
  /** Mails and letters by what they are. */
  const mails = new Map<string, string>();
  beforeAll(async () => {
    world = await openWorld();
    const topics = (await world.app.catalogue()).topics.map(topic => topic.id);
    await world.subscribe('usual@example.org', { topics: ['llm', 'agents'], name: 'Vera' });
    await world.subscribe('heavy@example.org', { topics, queries: ['"state space" -survey'], max: 1000 });
    await world.ingest(capture('capture-2026-06-02.txt'), DAY);
    const parts = await world.app.freshParts(join(FOLDER, file));
    for await (const page of plan(parts, { edition: DAY, at: null })) {
      for (const line of page)
        if (line.kind === 'delivery') mails.set(line.email, (await line.message()).html);
    }
    for (const kind of LETTER_KINDS) {
      const letter: Letter = {
        num: 1,
        kind,
        subscriber: 1,
        address: null,
        edition: kind === 'quiet' ? DAY : null,
        createdAt: Date.parse(DAY),
        expiresAt: Date.parse(DAY) + FRESH_LINK_MS,
        usedAt: null,
        state: 'pending',
        attempts: 0,
      };
      mails.set(kind, parts.letter(letter, 'usual@example.org').html);
    }
  });
  afterAll(async () => {
    await server?.close();
    await world.dispose();
  });

  it('stays below the size at which mails are cut off', () => {
    expect(mails.size).toBe(2 + LETTER_KINDS.length);
    for (const [name, html] of mails) expect(Buffer.byteLength(html), name).toBeLessThan(CLIPPED_AT);
  });

  it('has the colours of that theme and no others', async () => {
    const { day, night } = await readTheme(join(FOLDER, file));
    const known = [...Object.values(day), ...Object.values(night)];
    for (const [name, html] of mails) {
      expect(html).not.toContain('{{');
      for (const [colour] of html.matchAll(/(?<=[:"\s])#[0-9a-f]{6}\b/gi))
        expect(known, name).toContain(colour);
    }
  });

  it.skipIf(!CHROMIUM)('fits the smallest phone', async () => {
    const opened = await started();
    const page = await opened.newPage({ viewport: { width: 320, height: 640 } });
    for (const [name, html] of mails) {
      await page.setContent(html);
      expect(await overflow(page), name).toEqual([]);
    }
    await page.close();
  });

  it.skipIf(!CHROMIUM)('can be read in mails and on pages, by day and at night', async () => {
    const opened = await started();
    const web = await openWeb(world.app, { theme: await readTheme(join(FOLDER, file)) });
    server = await listen(web.fetch, { host: '127.0.0.1', port: 0 });
    const window = await openWindow(opened, server.url);
    const { html } = await window.open(`${server.url}/`);
    expect(await mistakes(html)).toEqual([]);
    expect(await barriers(window.page)).toEqual([]);
    await window.page.emulateMedia({ colorScheme: 'dark' });
    expect(await barriersOfLooks(window.page)).toEqual([]);
    expect(await overflow(window.page)).toEqual([]);
    expect(window.complaints).toEqual([]);
    // Nothing of the page's policy is to hold for mails.
    await window.page.goto('about:blank');
    for (const colorScheme of ['light', 'dark'] as const) {
      await window.page.emulateMedia({ colorScheme });
      for (const name of ['usual@example.org', 'confirm']) {
        await window.page.setContent(mails.get(name) ?? '');
        expect(await barriersOfLooks(window.page), `${name}, ${colorScheme}`).toEqual([]);
      }
    }
    await window.close();
  });
});
