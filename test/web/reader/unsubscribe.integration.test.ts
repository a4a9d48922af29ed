import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eraseSubscriber, suppressSubscriber } from '../../../src/audience/manage.ts';
import { audienceStore } from '../../../src/audience/subscriber-store.ts';
import { EMAIL, openSiteWorld, type SiteWorld } from '../site.ts';

const BOUNDARY = '---FormBoundaryjWmhtjORrn';
const MULTIPART = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--${BOUNDARY}--\r\n`;

describe('unsubscribing', () => {
  let site: SiteWorld;
  beforeEach(async () => {
    site = await openSiteWorld();
  });
  afterEach(() => site.world.dispose());

  const status = async () => (await site.reader()).status;
  const audience = () => ({ store: audienceStore(site.world.parts.store), now: 0 });

  it('asks first: one button, no login, and no more of the address than its owner needs', async () => {
    const page = await site.get(site.links.unsubscribe);
    expect(page.status).toBe(200);
    expect(page.text.match(/<button/g)).toHaveLength(1);
    expect(page.text).toMatch(/<form method="post" action="\/unsubscribe\/v1\.[^"]+">/);
    expect(page.text).toContain('v…@example.org');
    expect(page.text).not.toContain(EMAIL);
    expect(page.text.split('</style>')[1]).not.toMatch(/type="(password|email|text)"/);
    expect(await status()).toBe('active');
  });

  it.each([
    ['urlencoded', 'application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
    ['multipart', `multipart/form-data; boundary=${BOUNDARY}`, MULTIPART],
    ['without a body', 'application/x-www-form-urlencoded', ''],
    ['with a body that cannot be read', 'multipart/form-data', 'nothing'],
  ])('is done by one POST, %s: at once, no redirect, no cookie, and again', async (_, type, body) => {
    for (let click = 1; click <= 3; click++) {
      const init = { method: 'POST', headers: { 'Content-Type': type }, body };
      const page = await site.ask(new Request(site.links.unsubscribe, init));
      expect(page.status).toBe(200);
      expect(page.headers.get('location')).toBeNull();
      expect(page.headers.get('set-cookie')).toBeNull();
      expect(page.text).toContain('You are unsubscribed');
      expect(await status()).toBe('unsubscribed');
    }
    expect(await site.get(site.links.unsubscribe)).toMatchObject({ status: 200 });
    expect(await status()).toBe('unsubscribed');
  });

  it('is done by the button of its own page, and of the preferences', async () => {
    for (const link of [site.links.unsubscribe, site.links.preferences]) {
      await site.world.parts.store.subscribers.update(1, { status: 'active' });
      const { text } = await site.get(link);
      const action = /action="(\/unsubscribe\/[^"]+)"/.exec(text)?.[1];
      expect((await site.post(new URL(action ?? '', link).href)).status).toBe(200);
      expect(await status()).toBe('unsubscribed');
    }
  });

  it.each(['pending', 'paused'] as const)('ends a %s subscription, too', async before => {
    await site.world.parts.store.subscribers.update(1, { status: before, pausedUntil: '2026-07-01' });
    await site.post(site.links.unsubscribe);
    expect(await site.reader()).toMatchObject({ status: 'unsubscribed', pausedUntil: null });
  });

  it('offers a way back that one button takes, with everything as it was', async () => {
    const before = await site.reader();
    const { text } = await site.post(site.links.unsubscribe);
    const action = /action="(\/preferences\/[^"]+)"/.exec(text)?.[1] ?? '';
    const back = await site.post(new URL(action, site.links.unsubscribe).href, { return: 'yes' });
    expect(back).toMatchObject({ status: 200 });
    expect(back.text).toContain('Welcome back');
    expect(await site.reader()).toEqual({ ...before, confirmedAt: site.world.app.clock.now() });
  });

  it('is on record once, with the way it was done; and so is coming back', async () => {
    const { consents } = site.world.parts.store;
    await site.post(site.links.unsubscribe, { 'List-Unsubscribe': 'One-Click' });
    await site.post(site.links.unsubscribe);
    await site.post(site.links.preferences, { return: 'yes' });
    await site.post(site.links.preferences, { return: 'yes' });
    await site.post(site.links.unsubscribe);
    const at = site.world.app.clock.now();
    expect(await consents.of(1)).toEqual([
      { at, act: 'withdrew', how: 'one-click', wording: null },
      { at, act: 'returned', how: 'preferences page', wording: null },
      { at, act: 'withdrew', how: 'unsubscribe page', wording: null },
    ]);
  });

  it('is done even if it cannot be recorded', async () => {
    const told: unknown[] = [];
    const broken = await openSiteWorld({ onError: error => void told.push(error) });
    try {
      const { DatabaseSync } = await import('@photostructure/sqlite');
      const db = new DatabaseSync(join(broken.world.folder, 'data', 'paperboy.db'));
      db.exec("CREATE TRIGGER full BEFORE INSERT ON consent BEGIN SELECT RAISE(ABORT, 'no room'); END");
      db.close();
      const page = await broken.post(broken.links.unsubscribe);
      expect(page.status).toBe(200);
      expect(page.text).toContain('You are unsubscribed');
      expect((await broken.reader()).status).toBe('unsubscribed');
      expect(String(told)).toContain('no room');
    } finally {
      await broken.world.dispose();
    }
  });

  it('refuses a token that is forged or made for something else, and changes nothing', async () => {
    const token = site.links.unsubscribe.split('/').at(-1) ?? '';
    const flipped = token.replace(/.(?=.{5}$)/, found => (found === 'A' ? 'B' : 'A'));
    const other = site.links.preferences.split('/').at(-1) ?? '';
    for (const bad of [flipped, token.slice(0, -1), `${token}x`, other, 'x', '1']) {
      const link = site.links.unsubscribe.replace(token, bad);
      for (const page of [await site.get(link), await site.post(link)]) {
        expect([bad, page.status]).toEqual([bad, 404]);
        expect(page.text).toContain('This link is damaged');
      }
    }
    expect(await status()).toBe('active');
  });

  it('leaves a suppressed address suppressed, whatever is pressed', async () => {
    await suppressSubscriber(EMAIL, 'complained', audience());
    const pages = [
      await site.get(site.links.unsubscribe),
      await site.post(site.links.unsubscribe),
      await site.get(site.links.preferences),
      await site.post(site.links.preferences, { return: 'yes' }),
    ];
    for (const page of pages) {
      expect(page.status).toBe(200);
      expect(page.text).toContain('No mail goes to this address');
    }
    expect(await status()).toBe('suppressed');
  });

  it('lets nobody back whose address is suppressed, even if their row does not say so', async () => {
    await suppressSubscriber(EMAIL, 'complained', audience());
    await site.world.parts.store.subscribers.update(1, { status: 'unsubscribed' });
    const page = await site.post(site.links.preferences, { return: 'yes' });
    expect(await status()).toBe('unsubscribed');
    expect(page.text).toContain('No mail goes to this address');
  });

  it('explains itself to who was erased, and to a number that nobody has', async () => {
    const tokens = await site.world.app.tokens();
    const nobody = site.links.unsubscribe.replace(/[^/]+$/, tokens.sign('unsubscribe', 4711));
    await eraseSubscriber(EMAIL, audience());
    for (const link of [site.links.unsubscribe, nobody]) {
      expect(await site.get(link)).toMatchObject({ status: 410 });
      const page = await site.post(link);
      expect(page.status).toBe(200);
      expect(page.text).toContain('You are not on our list');
    }
    for (const link of [site.links.preferences, site.links.view, site.links.tune('x')]) {
      expect(await site.get(link)).toMatchObject({ status: 410 });
    }
    expect((await site.reader()).status).toBe('unsubscribed');
  });
});
