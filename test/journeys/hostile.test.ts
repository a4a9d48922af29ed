import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, ask, askRaw, type Wild } from '../support/ask.ts';
import { CHROMIUM, openBrowser, openWindow } from '../support/browser.ts';
import { digest, title } from '../support/digest.ts';
import { ADDRESSES, MARKUP, PATHS, REQUESTS, TEXTS, UNESCAPED } from '../support/hostile.ts';
import { openService, type Service } from '../support/service.ts';

const DAY = '2026-06-01';
const EMAIL = 'vera@example.org';
const ADMIN_TOKEN = 'a-token-of-the-tests-0123456789abcdef';
/** Every parameter of an address, and every field of a form, that some page reads; and some that none does. */
const FIELDS = [
  ...[
    'q',
    'p',
    'topic',
    'before',
    'page',
    'state',
    'status',
    'email',
    'name',
    'id',
    'n',
    'return',
    '__proto__',
  ],
  ...['topics', 'queries', 'query', 'excluded', 'max', 'cadence', 'days', 'hour', 'timezone', 'pause', 'try'],
  ...['act', 'kind', 'field', 'seen', 'token', 'note', 'erase', 'address', 'constructor'],
];

describe('hostile input', () => {
  let service: Service;
  /** Pages that read something, below the site. */
  let doors: string[];
  const send = (wild: Wild) => ask(service.url, wild);

  beforeAll(async () => {
    service = await openService({ env: { TRUSTED_PROXY: '127.0.0.1', ADMIN_TOKEN } });
    const { world } = service;
    const vera = await world.subscribe(EMAIL, {
      name: MARKUP,
      topics: ['llm'],
      queries: ['"number 2"', '"<script>window" OR study', `title:"${'x'.repeat(50)}"`],
      max: 30,
    });
    await world.ingest(
      digest(title(1), title(2), `${title(3)} ${MARKUP}`, `${title(4)} "' onmouseover="x`),
      DAY,
    );
    const now = world.app.clock.now();
    const letter = await world.parts.store.letters.add(
      { kind: 'link', subscriber: vera, expiresAt: now + 1e9 },
      now,
    );
    await service.live(`${DAY}T08:01:00Z`);
    const { pageLinks } = await import('../../src/audience/mail-links.ts');
    const links = pageLinks('', await world.app.tokens());
    const paper = (await world.carried())[0]?.split(' ')[1] ?? '';
    doors = [
      '/',
      links.subscribe,
      links.preferences(vera, DAY),
      links.unsubscribe(vera, DAY),
      links.view(vera, DAY),
      links.tune(vera, DAY)(paper).replace(/\?.*/, ''),
      links.account(vera, letter),
      links.confirm(vera, letter),
      links.editions,
      links.edition(DAY),
      links.paper(paper),
      '/topics',
      links.topic('llm'),
      '/try',
      '/admin',
      '/admin/subscribers',
    ];
  });
  afterAll(() => service.dispose());

  /** Answered, without a fault of ours, and with nothing of theirs in a place where it acts. */
  function expectUnharmed(wild: Wild, answer: Answer | null): void {
    const told = JSON.stringify(wild).slice(0, 300);
    if (answer === null) return;
    expect(answer.status, told).toBeLessThan(500);
    expect(answer.headers['x-injected'], told).toBeUndefined();
    expect(UNESCAPED.exec(answer.text)?.[0], told).toBeUndefined();
    const { location } = answer.headers;
    if (location !== undefined) expect(location, told).toMatch(/^\/(?![/\\])[\w./?=&%-]*$/);
    if (/html/.test(answer.headers['content-type'] ?? '')) {
      expect(answer.headers['content-security-policy'], told).toContain("default-src 'none'");
    }
  }

  async function expectAllUnharmed(wilds: readonly Wild[]): Promise<void> {
    for (let start = 0; start < wilds.length; start += 8) {
      const some = wilds.slice(start, start + 8);
      const answers = await Promise.all(some.map(send));
      for (const [n, answer] of answers.entries()) expectUnharmed(some[n] as Wild, answer);
    }
    expect(service.broken).toEqual([]);
  }

  it('in addresses of pages', () =>
    expectAllUnharmed(PATHS.flatMap(one => ['GET', 'HEAD', 'POST'].map(method => ({ method, path: one })))));

  it('in every parameter of every page', () =>
    expectAllUnharmed(
      doors.flatMap(door =>
        TEXTS.filter(text => text.length < 6_000).map(text => {
          const query = new URLSearchParams();
          // One long text is enough for an address: Node takes no more than 16 KB of head.
          for (const field of text.length > 200 ? ['q', 'p'] : FIELDS) query.set(field, text);
          return { path: `${door}?${query}`.slice(0, 12_000) };
        }),
      ),
    ));

  it('in every field of every form', () =>
    expectAllUnharmed(
      doors.flatMap(door =>
        TEXTS.map(text => {
          const fields = text.length > 200 ? ['queries', 'excluded'] : FIELDS;
          const body = new URLSearchParams(fields.map((field): [string, string] => [field, text]));
          return form(door, String(body));
        }),
      ),
    ));

  it('in the address of a sign-up and of a move', async () => {
    const moves = doors.filter(door => /subscribe$|account/.test(door));
    await expectAllUnharmed(
      moves.flatMap(door =>
        ADDRESSES.map(email =>
          form(
            door,
            String(new URLSearchParams({ email, address: email, topics: 'llm', act: 'move', name: 'move' })),
          ),
        ),
      ),
    );
    await service.live(`${DAY}T08:03:00Z`);
    for (const { to, raw } of service.server.accepted) {
      // The server tells international domains in their own letters.
      expect(to).toMatch(/^[\x21-\x7e]+@[\p{L}\d.-]+$/u);
      expect(raw.toString('latin1')).not.toMatch(/^(bcc|x-injected):/im);
    }
  });

  it('in bodies that are no forms', () => {
    const boundary = 'multipart/form-data; boundary=x';
    const part = (name: string, value: string) =>
      `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const many = Array.from({ length: 10_000 }, (_, n) => `f${n}=1`);
    const bodies: [type: string, body: string][] = [
      ['application/x-www-form-urlencoded', '%'],
      ['application/x-www-form-urlencoded', '%ff%fe=%00&&&=&=='],
      ['application/x-www-form-urlencoded', many.join('&').slice(0, 60_000)],
      ['application/x-www-form-urlencoded', Array(10_000).fill('topics').join('=&').slice(0, 60_000)],
      ['application/x-www-form-urlencoded', 'email[$ne]=x&email[]=y&__proto__[a]=b'],
      ['application/x-www-form-urlencoded', 'x'.repeat(100_000)],
      ['multipart/form-data', part('email', EMAIL)],
      [boundary, 'nothing of the kind'],
      [boundary, part('email', EMAIL)],
      [boundary, `${part('email', EMAIL).slice(0, -4)}--x--`],
      [boundary, `${part('email"; filename="a.txt', MARKUP)}--x--\r\n`],
      [boundary, `${part('__proto__', 'x')}${part('constructor', 'x')}--x--\r\n`],
      [boundary, `${Array.from({ length: 1_000 }, (_, n) => part(`f${n}`, '1')).join('')}--x--\r\n`],
      [`multipart/form-data; boundary=${'y'.repeat(5_000)}`, 'x'],
      ['application/json', '{"email":{"$ne":null},"__proto__":{"a":1}}'],
      ['application/json', '['.repeat(50_000)],
      ['text/xml', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
      ['', 'email=x'],
      [MARKUP.replaceAll('"', ''), MARKUP],
    ];
    return expectAllUnharmed(
      doors.flatMap(door =>
        bodies.map(([type, body]) => ({
          method: 'POST',
          path: door,
          headers: { 'Content-Type': type },
          body,
        })),
      ),
    );
  });

  it('from the operator, too', async () => {
    const login = await send(form('/admin/login', `password=${ADMIN_TOKEN}`));
    const cookie = String(login?.headers['set-cookie']).split(';')[0] ?? '';
    const asOperator = (wild: Wild): Wild => ({ ...wild, headers: { ...wild.headers, Cookie: cookie } });
    const page = await send(asOperator({ path: '/admin' }));
    const token = /name="form" value="([^"]+)"/.exec(page?.text ?? '')?.[1] ?? '';
    expect([page?.status, token.length > 10]).toEqual([200, true]);
    const rooms = [
      '',
      '/editions',
      `/editions/${DAY}`,
      '/subscribers',
      '/subscribers/1',
      '/suppressions',
      '/topics',
    ];
    const fields = ['do', 'why', 'note', 'search', 'state', 'status', 'after', 'date'];
    const posted = (word: string, text: string) =>
      String(new URLSearchParams({ form: token, do: word, note: text, why: text, search: text }));
    await expectAllUnharmed([
      ...rooms.flatMap(room =>
        TEXTS.map(text => {
          const query = new URLSearchParams(
            fields.map((field): [string, string] => [field, text.slice(0, 300)]),
          );
          return asOperator({ path: `/admin${room}?${query}` });
        }),
      ),
      ...['/subscribers', '/suppressions', `/editions/${DAY}`].flatMap(room =>
        [...TEXTS, ...ADDRESSES].map(text => asOperator(form(`/admin${room}`, posted('note', text)))),
      ),
      ...TEXTS.map(text => asOperator(form(`/admin/editions/${DAY}`, posted('pause', text)))),
    ]);
    // What was typed stands there as it was typed.
    const shown = await send(
      asOperator(form('/admin/subscribers', `form=${token}&search=${encodeURIComponent(MARKUP)}`)),
    );
    expect(shown?.text).toContain('&lt;img src');
  });

  it('in headers', () => {
    const texts = TEXTS.filter(text => /^[\x20-\x7e]{1,4000}$/.test(text));
    const names = ['Host', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'X-Forwarded-For', 'Forwarded', 'Origin'];
    const others = ['Referer', 'User-Agent', 'Cookie', 'Accept', 'Accept-Language', 'If-None-Match', 'Range'];
    return expectAllUnharmed(
      ['/', '/editions', '/feed.atom', '/admin'].flatMap(door =>
        [...names, ...others, 'X-Original-URL', 'X-HTTP-Method-Override'].flatMap(name =>
          texts.map(text => ({ path: door, headers: { [name]: text } })),
        ),
      ),
    );
  });

  it('in what is no request at all', async () => {
    for (const one of REQUESTS) {
      const answer = await askRaw(service.url, one);
      const told = JSON.stringify(one.slice(0, 80));
      expect(answer, told).not.toMatch(/^HTTP\/1\.\d 5|^location: .*evil/im);
      expect(answer, told).not.toContain('X-Secret');
    }
    expect(service.broken).toEqual([]);
    expect((await send({ path: '/health' }))?.status).toBe(200);
  });

  it.runIf(CHROMIUM)('that was stored runs in no page, and shows as it was typed', async () => {
    const browser = await openBrowser();
    try {
      const window = await openWindow(browser, service.url);
      let shown = 0;
      for (const door of doors.filter(one => !one.endsWith('/subscribe'))) {
        await window.open(service.url + door);
        await window.page.mouse.move(100, 300);
        expect(await window.page.evaluate('window.taken'), door).toBeUndefined();
        if ((await window.page.evaluate<string>('document.body.innerText')).includes('<img src=x')) shown++;
      }
      expect(shown).toBeGreaterThan(1);
      expect(window.complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  it('leaves a service that works, and a reader who is still there', async () => {
    expect((await send({ path: '/health' }))?.text).toContain('ok');
    const found = await service.world.parts.store.subscribers.byNums([1]);
    expect(found).toMatchObject([{ email: EMAIL }]);
  });
});

/** A form as a browser sends it. */
function form(path: string, body: string): Wild {
  return { method: 'POST', path, headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body };
}
