import { createTransport } from 'nodemailer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Catcher, openCatcher } from '../../../src/dev/catcher.ts';
import { openPreviewer } from '../../../src/pipeline/preview.ts';
import { replay } from '../../../src/pipeline/replay.ts';
import { type Live, openLive } from '../../../src/studio/live.ts';
import { openStudio, type Studio } from '../../../src/studio/studio.ts';
import { openWorld, type World } from '../../support/world.ts';

const PLACES = {
  smtp: 'smtp://127.0.0.1:2525',
  pages: 'http://127.0.0.1:8080',
  trouble: [{ address: 'reject@example.org', does: 'is refused for good (550)' }],
};
const HOSTILE = '<script>alert(1)</script> "&\'';

describe('the mailbox', () => {
  let catcher: Catcher;
  let world: World;
  let live: Live;
  let studio: Studio;
  beforeAll(async () => {
    world = await openWorld();
    live = await openLive(world.app);
  });
  afterAll(async () => {
    live.close();
    await world.dispose();
  });
  beforeEach(async () => {
    catcher = await openCatcher({ keep: 3, hideStarttls: true, now: () => Date.UTC(2026, 5, 2) });
    studio = await openStudio({
      app: world.app,
      live,
      previewer: openPreviewer(),
      replay,
      mailbox: { source: catcher, ...PLACES },
      isExample: true,
    });
  });
  afterEach(async () => {
    studio.end();
    await catcher.close();
  });

  const request = async (path: string, init?: RequestInit) =>
    studio.fetch(new Request(`http://127.0.0.1:8025${path}`, init));
  const page = async (path: string) => (await request(path)).text();

  async function mail(subject: string, fields: { html?: string; text?: string; headers?: object } = {}) {
    const transport = createTransport(catcher.url);
    const { text = 'plain words', html, headers = {} } = fields;
    await transport.sendMail({
      from: 'Paperboy <list@example.org>',
      to: 'Ada <ada@example.org>',
      subject,
      text,
      headers: { ...headers },
      envelope: { from: 'bounces+1@example.org', to: 'ada@example.org' },
      ...(html && { html }),
    });
    transport.close();
  }

  it('says what to try while it is empty', async () => {
    const html = await page('/mailbox');
    for (const words of ['No mail yet', PLACES.smtp, PLACES.pages, 'reject@example.org', '550']) {
      expect(html).toContain(words);
    }
  });

  it('lists mails newest first, with whom they are for, from whom, and how large', async () => {
    await mail('First');
    await mail('Second');
    const html = await page('/mailbox');
    expect([...html.matchAll(/class="subject"[^>]*>([^<]*)/g)].map(([, text]) => text)).toEqual([
      'Second',
      'First',
    ]);
    for (const words of ['Ada &lt;ada@example.org&gt;', 'bounces+1@example.org', '2 mails', ' B</span>']) {
      expect(html).toContain(words);
    }
  });

  it('keeps no more than the catcher does', async () => {
    for (const subject of ['one', 'two', 'three', 'four']) await mail(subject);
    expect(await page('/mailbox')).not.toContain('>one<');
    expect((await request('/mailbox/1')).status).toBe(404);
    expect((await request('/mailbox/4')).status).toBe(200);
  });

  it('searches, and keeps the search on the way into a mail', async () => {
    await mail('About diffusion');
    await mail('About agents', { text: 'and robots' });
    const html = await page('/mailbox?q=ROBOTS+agents');
    expect(html).toContain('1 of 2 mails');
    // An escaped equals sign.
    expect(html).toContain('href="/mailbox/2?q&#x3D;ROBOTS+agents"');
    expect(html).not.toContain('diffusion');
    expect(await page('/mailbox?q=nothing')).toContain('No mail with these words');
  });

  it('shows every part of a mail', async () => {
    await mail('A mail', { html: '<p>in colour</p>', text: 'in black' });
    const first = await page('/mailbox/1');
    expect(first).toMatch(
      /<iframe src="\/mailbox\/1\/html"[^>]* sandbox="allow-popups allow-popups-to-escape-sandbox"/,
    );
    expect(await page('/mailbox/1?part=phone')).toContain('<iframe class="narrow"');
    expect(await page('/mailbox/1?part=text')).toContain('in black');
    expect(await page('/mailbox/1?part=headers')).toMatch(
      /<dt>Subject<\/dt>\s*<dd>\s*<span[^>]*>A mail<\/span>\s*<p class="meaning">[^<]+<i>RFC 5322/,
    );
    expect(await page('/mailbox/1?part=source')).toContain('Content-Type: multipart/alternative');
    expect(await page('/mailbox/1?part=nonsense')).toContain('<iframe');
  });

  it('shows a mail without HTML as text', async () => {
    await mail('Plain');
    const html = await page('/mailbox/1');
    expect(html).not.toContain('<iframe');
    expect(html).toContain('plain words');
    expect((await request('/mailbox/1/html')).status).toBe(404);
  });

  it('lets the HTML of a mail run and fetch nothing, and opens its links elsewhere', async () => {
    await mail('A mail', {
      html: '<html><head><title>t</title></head><body><a href="https://x">x</a></body></html>',
    });
    const response = await request('/mailbox/1/html');
    const rules = response.headers.get('content-security-policy');
    expect(rules).toMatch(
      /^default-src 'none'; style-src 'unsafe-inline'; img-src data:; .*sandbox allow-popups/,
    );
    expect(rules).not.toMatch(/allow-scripts|allow-same-origin|script-src/);
    expect(await response.text()).toContain('<head><base target="_blank">');
    await mail('A piece', { html: '<p>no head</p>' });
    expect(await page('/mailbox/2/html')).toMatch(/^<base target="_blank"><p>/);
  });

  it('runs nothing that stands in a mail, in none of its pages', async () => {
    await mail(HOSTILE, { text: HOSTILE, headers: { 'X-Odd': HOSTILE } });
    const asked = `?q=${encodeURIComponent(HOSTILE)}`;
    const parts = ['text', 'headers', 'source'].map(part => `/mailbox/1?part=${part}`);
    for (const path of ['/mailbox', `/mailbox${asked}`, '/mailbox/1', ...parts]) {
      const response = await request(path);
      const html = await response.text();
      expect(html).not.toContain('<script>alert');
      expect(response.headers.get('content-security-policy')).toMatch(/script-src 'self'/);
    }
  });

  it('gives a mail away as it came', async () => {
    await mail('A mail');
    const response = await request('/mailbox/1.eml');
    expect(response.headers.get('content-type')).toBe('message/rfc822');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="1.eml"');
    expect(Buffer.from(await response.arrayBuffer()).equals(catcher.mails[0]?.raw ?? Buffer.of())).toBe(true);
    expect((await request('/mailbox/2.eml')).status).toBe(404);
  });

  it('offers to unsubscribe as a mail program does, where the mail does', async () => {
    await mail('Without');
    expect(await page('/mailbox/1')).not.toContain('one click');
    const unsubscribe = 'http://127.0.0.1:8080/unsubscribe/token';
    const headers = {
      'List-Unsubscribe': `<${unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    };
    await mail('With', { headers });
    const html = await page('/mailbox/2');
    expect(html).toContain(`<form method="post" action="${unsubscribe}" target="_blank">`);
    expect(html).toContain('name="List-Unsubscribe" value="One-Click"');
  });

  it('lets no mail press the buttons of these pages by its own', async () => {
    const headers = {
      'List-Unsubscribe': '<http://127.1:8025/mailbox/clear>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    };
    await mail('Odd', { headers });
    expect(await page('/mailbox/1')).not.toContain('one click');
  });

  it('removes all mails for its own page only', async () => {
    await mail('A mail');
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const foreign = { method: 'POST', headers: { ...form, Origin: 'https://elsewhere.example' } };
    expect((await request('/mailbox/clear', foreign)).status).toBe(403);
    expect(catcher.mails).toHaveLength(1);
    const own = { method: 'POST', headers: { ...form, Origin: 'http://127.0.0.1:8025' } };
    const response = await request('/mailbox/clear', own);
    expect([response.status, response.headers.get('location')]).toEqual([303, '/mailbox']);
    expect(catcher.mails).toEqual([]);
  });

  it('tells open pages of every new mail, until it is ended', async () => {
    const response = await request('/events');
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toMatch(/^event: change\n/);
    const news = reader?.read();
    await mail('A mail');
    expect((await news)?.value).toMatch(/^event: mail\ndata: 1\n/);
    const rest = reader?.read();
    studio.end();
    expect((await rest)?.done).toBe(true);
  });

  it('needs nothing from elsewhere', async () => {
    await mail('A mail', { html: '<p>x</p>' });
    for (const path of ['/mailbox', '/mailbox/1']) {
      const sources = [...(await page(path)).matchAll(/\s(?:src|href)="([^"]*)"/g)].map(
        ([, link = '']) => link,
      );
      const foreign = sources.filter(link => !/^(\/|#|data:)/.test(link));
      expect(foreign.filter(link => link !== PLACES.pages)).toEqual([]);
    }
    for (const path of ['/studio.css', '/studio.js']) {
      const response = await request(path);
      expect(response.status).toBe(200);
      expect(await response.text()).not.toMatch(/https?:\/\/|@import|url\(/);
    }
  });
});
