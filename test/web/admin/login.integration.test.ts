import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY, openSiteWorld } from '../site.ts';
import { type OperatorWorld, openOperatorWorld, PASSWORD, SITE } from './operator.ts';

const PAGES = [
  '',
  '/editions',
  `/editions/${DAY}`,
  '/subscribers',
  '/subscribers/1',
  '/suppressions',
  '/papers',
  '/topics',
].map(path => `/admin${path}`);
const FORMS = [
  `/admin/editions/${DAY}`,
  '/admin/subscribers',
  '/admin/suppressions',
  '/admin/papers',
  '/admin/logout',
];

describe('the way to the operator’s pages', () => {
  let site: OperatorWorld;
  beforeEach(async () => {
    site = await openOperatorWorld();
  });
  afterEach(() => site.world.dispose());

  it('is not there while no password is set', async () => {
    const open = await openSiteWorld();
    try {
      for (const path of [...PAGES, '/admin/login', '/admin/nothing']) {
        expect(await open.get(SITE + path)).toMatchObject({ status: 404 });
      }
      expect(await open.post(`${SITE}/admin/login`, { password: '' })).toMatchObject({ status: 404 });
    } finally {
      await open.world.dispose();
    }
  });

  it('leads whoever is not logged in to the password, and shows nothing', async () => {
    for (const path of PAGES) {
      const { status, headers, text } = await site.get(SITE + path);
      expect([status, headers.get('location'), text]).toEqual([303, '/admin/login', '']);
    }
    for (const path of FORMS) {
      const { status, headers } = await site.post(SITE + path, { do: 'pause', search: 'vera@example.org' });
      expect([status, headers.get('location')]).toEqual([303, '/admin/login']);
    }
    expect((await site.world.parts.store.editions.holds([DAY])).size).toBe(0);
  });

  it('opens with the password, for a cookie that nothing but these pages gets', async () => {
    const { status, headers } = await site.login();
    expect([status, headers.get('location')]).toEqual([303, '/admin']);
    expect(headers.get('set-cookie')).toMatch(
      /^paperboy-admin=v1\.\d+\.[\w-]{43}\.[\w-]{43}; Max-Age=43200; Path=\/admin; HttpOnly; SameSite=Strict$/,
    );
    for (const path of PAGES) expect(await site.look(path)).toMatchObject({ status: 200 });
    expect(site.did).toEqual(['logged in']);
  });

  it('says of its cookie on https that only we set it, over TLS, below our path', async () => {
    const env = { PUBLIC_URL: 'https://example.org/daily', SECRET_KEY: 'k'.repeat(40) };
    const secure = await openOperatorWorld(env);
    try {
      const { headers } = await secure.login();
      expect(headers.get('location')).toBe('/daily/admin');
      expect(headers.get('set-cookie')).toMatch(
        /^__Secure-paperboy-admin=.*; Path=\/daily\/admin; HttpOnly; Secure; SameSite=Strict$/,
      );
      expect(await secure.look('/daily/admin')).toMatchObject({ status: 200 });
      expect((await secure.look('/admin')).text).toContain('href="/daily/admin/editions"');
    } finally {
      await secure.world.dispose();
    }
  });

  it('stays closed to anything else, and says so without the words that were typed', async () => {
    for (const password of [
      '',
      'open-sesame',
      PASSWORD.toUpperCase(),
      `${PASSWORD} `,
      '<script>alert(1)</script>',
    ]) {
      const { status, headers, text } = await site.login(password);
      expect([status, headers.get('set-cookie')]).toEqual([403, null]);
      expect(text).toContain('That is not the password');
      if (password) expect(text).not.toContain(password);
    }
    expect(new Set(site.did)).toEqual(new Set(['a login was refused: wrong password']));
  });

  it('is shut for a while after many wrong guesses, the right one included', async () => {
    for (let n = 0; n < 10; n++) expect((await site.login(`guess ${n}`)).status).toBe(403);
    const { status, headers, text } = await site.login();
    expect([status, headers.get('retry-after')]).toEqual([429, '180']);
    expect(text).toContain('Wait 3 minutes');
    // And so is the other way to guess it.
    const metrics = await site.get(`${SITE}/metrics`, { authorization: `Bearer ${PASSWORD}` });
    expect(metrics.status).toBe(404);
    site.world.at(`${DAY}T08:03:00Z`);
    expect((await site.login()).status).toBe(303);
  });

  it('counts guesses that come in all at once, one after the other', async () => {
    const guesses = Array.from({ length: 60 }, (_, at) => site.login(`guess ${at}`));
    const answers = (await Promise.all(guesses)).map(({ status }) => status);
    expect(answers.filter(status => status === 403)).toHaveLength(10);
    expect(answers.filter(status => status === 429)).toHaveLength(50);
  });

  it('takes no password that another site sends', async () => {
    const { status, headers } = await site.login(PASSWORD, {
      'Sec-Fetch-Site': 'cross-site',
      Origin: 'https://evil.example',
    });
    expect([status, headers.get('set-cookie')]).toEqual([403, null]);
  });

  it('closes after twelve hours, and at a word', async () => {
    await site.login();
    site.world.at(`${DAY}T19:59:59Z`);
    expect((await site.look('/admin')).status).toBe(200);
    const { status, headers } = await site.send('/admin/logout', {});
    expect([status, headers.get('location')]).toEqual([303, '/admin/login']);
    expect(headers.get('set-cookie')).toMatch(/^paperboy-admin=; Max-Age=0; Path=\/admin; HttpOnly$/);
    site.world.at(`${DAY}T20:00:00Z`);
    expect((await site.look('/admin')).status).toBe(303);
  });

  it('lets no form in that was not made here, in this session, and says what to do', async () => {
    await site.login();
    const before = site.fingerprint();
    const [, form = ''] = /name="form" value="([^"]+)"/.exec((await site.look('/admin')).text) ?? [];
    const pause = { do: 'pause', why: 'evil' };
    const forged = [
      await site.raw(`/admin/editions/${DAY}`, pause),
      await site.raw(`/admin/editions/${DAY}`, { ...pause, form: '' }),
      await site.raw(`/admin/editions/${DAY}`, { ...pause, form: `${form}A` }),
      await site.send(`/admin/editions/${DAY}`, pause, { Origin: 'https://evil.example' }),
      await site.send(`/admin/editions/${DAY}`, pause, { 'Sec-Fetch-Site': 'same-site' }),
      await site.send(`/admin/editions/${DAY}`, pause, { 'Sec-Fetch-Site': 'cross-site', Origin: 'null' }),
    ];
    await site.login();
    // The token of the session before this one.
    forged.push(await site.raw(`/admin/editions/${DAY}`, { ...pause, form }));
    for (const { status, text } of forged) {
      expect(status).toBe(403);
      expect(text).toContain('This form is not from here');
      expect(text).toContain('Nothing was changed');
    }
    expect(site.fingerprint()).toBe(before);
    const ours = await site.send(`/admin/editions/${DAY}`, pause, {
      'Sec-Fetch-Site': 'same-origin',
      Origin: SITE,
    });
    expect(ours.status).toBe(200);
  });

  it('is kept and found by nobody, framed nowhere, and tells its address to no other site', async () => {
    await site.login();
    for (const path of [...PAGES, '/admin/login', '/admin/nothing']) {
      const { headers, text } = await site.look(path);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-robots-tag')).toContain('noindex');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/);
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(text).not.toMatch(
        / style="|<script(?! src="[^"]*\/page\.js)|javascript:|\son\w+=|\{\{|undefined|\[object/,
      );
      expect(text.length).toBeLessThan(60_000);
      expect(text.match(/<h1/g)).toHaveLength(1);
    }
    expect((await site.get(`${SITE}/robots.txt`)).text).toContain('Disallow: /admin/\n');
  });

  it('changes nothing when a page is looked at, by whatever means', async () => {
    await site.login();
    const before = site.fingerprint();
    for (const path of PAGES) {
      for (const query of [
        '',
        '?do=pause&why=x',
        '?do=accept-all&state=unknown&after=0',
        '?search=vera',
        '?status=active&after=-1',
      ]) {
        expect((await site.look(path + query)).status).toBeLessThan(500);
      }
    }
    expect(site.fingerprint()).toBe(before);
  });
});
