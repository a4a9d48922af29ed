import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { openWeb } from '../../src/web/open-web.ts';
import type { WebApp } from '../../src/web/web-app.ts';
import { DAY, openSiteWorld, type SiteWorld } from './site.ts';

const OLD = 'the first key of all, that long';
const NEW = 'the key that came after the first one';
const NEWEST = 'and the one that came after that one';
const env = { PUBLIC_URL: 'http://localhost:8080', BOUNCE_ADDRESS: 'bounces@example.org' };

describe('a new key', () => {
  let site: SiteWorld;
  beforeEach(async () => {
    site = await openSiteWorld({ env: { ...env, SECRET_KEY: `${OLD}!` } });
  });
  afterEach(() => site.world.dispose());

  /** The same data under other keys. */
  async function under(
    keys: Record<string, string>,
  ): Promise<{ web: WebApp; close: () => Promise<void>; app: ReturnType<typeof createApp> }> {
    const app = createApp({ clock: site.world.app.clock, env: { ...env, ...keys }, cwd: site.world.folder });
    return { app, web: await openWeb(app), close: app.close };
  }

  const statusOf = async (web: WebApp, link: string, method = 'GET') =>
    (await web.fetch(new Request(link, { method }))).status;

  it('leaves the links in delivered mails and their return paths as good as they were', async () => {
    const { view, preferences, unsubscribe, tune } = site.links;
    const returnPath = site.world.parts.envelopeFrom(1, DAY);
    const next = await under({ SECRET_KEY: NEW, SECRET_KEY_PREVIOUS: `${OLD}!` });
    try {
      for (const link of [view, preferences, tune(site.papers[0] ?? ''), unsubscribe]) {
        expect(await statusOf(next.web, link)).toBe(200);
      }
      const paths = await next.app.returnPaths();
      expect(paths?.verify(returnPath)).toEqual({ subscriber: 1, edition: DAY });
      const parts = await next.app.parts();
      expect(parts.envelopeFrom(1, DAY)).not.toBe(returnPath);
      expect(parts.links(1, DAY).unsubscribe).not.toBe(unsubscribe);
      expect(await statusOf(next.web, parts.links(1, DAY).view)).toBe(200);
      expect(await statusOf(next.web, unsubscribe, 'POST')).toBe(200);
      expect((await site.reader()).status).toBe('unsubscribed');
    } finally {
      await next.close();
    }
  });

  it('makes the old one worthless where it is not named, or two changes ago', async () => {
    const returnPath = site.world.parts.envelopeFrom(1, DAY);
    for (const keys of [{ SECRET_KEY: NEW }, { SECRET_KEY: NEWEST, SECRET_KEY_PREVIOUS: NEW }]) {
      const next = await under(keys);
      try {
        expect(await statusOf(next.web, site.links.view)).toBe(404);
        expect(await statusOf(next.web, site.links.unsubscribe, 'POST')).toBe(404);
        expect((await next.app.returnPaths())?.verify(returnPath)).toBeNull();
      } finally {
        await next.close();
      }
    }
    expect((await site.reader()).status).toBe('active');
  });
});
