import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eraseByLink } from '../../../src/audience/fresh-link.ts';
import { suppressSubscriber } from '../../../src/audience/manage.ts';
import { audienceStore } from '../../../src/audience/subscriber-store.ts';
import { STATUSES } from '../../../src/model/subscriber.ts';
import { settleSignUps } from '../../../src/pipeline/sign-ups.ts';
import { openWeb } from '../../../src/web/open-web.ts';
import type { WebApp } from '../../../src/web/web-app.ts';
import { capture } from '../../support/captures.ts';
import { digest, title } from '../../support/digest.ts';
import { openWorld, type World } from '../../support/world.ts';

const START = Date.parse('2026-06-01T08:00:00Z');
const SITE = 'http://localhost:8080';
const GOOD = {
  email: 'Ada@example.org',
  topics: 'llm',
  cadence: 'weekly',
  timezone: 'Europe/Paris',
  wording: '1',
};

type Fields = Record<string, string | string[]>;

interface Page {
  status: number;
  headers: Headers;
  text: string;
}

describe('the sign-up page', () => {
  let world: World;
  let web: WebApp;
  let asked: number;
  let clients: number;
  beforeEach(async () => {
    world = await openWorld(START, { TIMEZONE: 'Europe/Berlin' });
    await world.ingest(digest(title(1), title(2), title(3)), '2026-06-01');
    asked = 0;
    clients = 0;
    web = await openWeb(world.app, {
      onError: error => Promise.reject(error),
      onAsked: () => {
        asked++;
      },
    });
  });
  afterEach(() => world.dispose());

  async function ask(request: Request, client = `10.0.${clients >> 8}.${clients++ & 255}`): Promise<Page> {
    const answer = await web.fetch(request, { incoming: { socket: { remoteAddress: client } } });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  }
  const home = () => ask(new Request(`${SITE}/`));
  const post = (fields: Fields, client?: string) => {
    const body = new URLSearchParams();
    for (const [name, values] of Object.entries(fields)) {
      for (const value of [values].flat()) body.append(name, value);
    }
    return ask(new Request(`${SITE}/subscribe`, { method: 'POST', body }), client);
  };
  const waiting = () => world.parts.store.signUps.count();
  const rows = () => world.parts.store.transaction(tx => tx.signUps.take(500));

  it('offers the topics with what they brought last week, and is light', async () => {
    await world.ingest(capture('capture-2026-06-02.txt'), '2026-06-01');
    const { status, text } = await home();
    expect(status).toBe(200);
    const cards = text.split('<div class="card">').slice(1);
    expect(cards).toHaveLength(world.parts.catalogue.topics.length);
    const brought = cards.map(card =>
      /(\d+) papers? last week<\/a>(, such as <cite dir="auto">.+<\/cite>)?/.exec(card),
    );
    for (const found of brought) expect(found?.[2] !== undefined).toBe(Number(found?.[1]) > 0);
    expect(brought.filter(found => found?.[2]).length).toBeGreaterThan(10);
    expect(text).toContain('<option value="" selected>As usual here: Europe/Berlin</option>');
    expect(text.indexOf('type="email"')).toBeLessThan(text.indexOf('type="checkbox"'));
    // No box is ticked for anybody (GDPR, recital 32).
    expect(text).not.toMatch(/type="checkbox"[^>]*checked/);
    expect(Buffer.byteLength(text)).toBeLessThan(60_000);
  });

  it('has nothing to count before there is a paper', async () => {
    const empty = await openWorld(START);
    const other = await openWeb(empty.app);
    const answer = await other.fetch(new Request(`${SITE}/`));
    expect(answer.status).toBe(200);
    expect(await answer.text()).not.toContain('class="brought"');
    await empty.dispose();
  });

  it('keeps what was asked for, and by which words, and has somebody wake up', async () => {
    const { status, text, headers } = await post({
      ...GOOD,
      topics: ['llm', 'rl'],
      query: ' "state  space" ',
    });
    expect(status).toBe(200);
    expect(text).toContain('Ada@example.org');
    expect(headers.get('set-cookie')).toBeNull();
    expect(asked).toBe(1);
    const [row, ...others] = await rows();
    expect(others).toEqual([]);
    expect(row).toMatchObject({ email: 'Ada@example.org', addressKey: 'ada@example.org', at: START });
    expect(JSON.parse(row?.preferences ?? '')).toEqual({
      topics: ['llm', 'rl'],
      queries: ['"state space"'],
      cadence: 'weekly',
      timezone: 'Europe/Paris',
    });
    const shown = /<p class="quiet">(By pressing[^<]+)</.exec((await home()).text)?.[1];
    expect(row?.wording).toBe(`Sign-up page, wording 1: ${shown}`);
  });

  it('takes a form in either encoding, and less than everything', async () => {
    const body = new FormData();
    for (const [name, value] of Object.entries(GOOD)) body.append(name, value);
    expect(await ask(new Request(`${SITE}/subscribe`, { method: 'POST', body }))).toMatchObject({
      status: 200,
    });
    expect(await post({ email: 'ben@example.org', query: 'diffusion' })).toMatchObject({ status: 200 });
    const [first, second] = await rows();
    expect(JSON.parse(first?.preferences ?? '')).toMatchObject({ topics: ['llm'], queries: [] });
    expect(JSON.parse(second?.preferences ?? '')).toEqual({
      topics: [],
      queries: ['diffusion'],
      cadence: 'daily',
      timezone: '',
    });
  });

  it.each<[string, Fields, string, string]>([
    ['no address', { ...GOOD, email: '' }, 'email', 'The mail address is missing'],
    [
      'half an address',
      { ...GOOD, email: 'ada@' },
      'email',
      'This is no usable mail address: the domain needs a dot',
    ],
    ['two addresses', { ...GOOD, email: 'a@b.org,c@d.org' }, 'email', 'exactly one address'],
    ['nothing to follow', { ...GOOD, topics: [] }, 'topics', 'Choose at least one topic'],
    ['a topic of nobody', { ...GOOD, topics: 'nothing' }, 'topics', 'Choose at least one topic'],
    ['a query that cannot be read', { ...GOOD, query: '"state' }, 'query', ''],
    ['a cadence that there is not', { ...GOOD, cadence: 'yearly' }, 'cadence', 'Write daily'],
    ['a zone that there is not', { ...GOOD, timezone: 'Mars/Base' }, 'timezone', 'Is unknown'],
  ])('tells %s at its field, and keeps what was typed', async (_, fields, field, told) => {
    const { status, text } = await post(fields);
    expect(status).toBe(422);
    expect(text).toContain(`<a href="#${field}">`);
    expect(text.match(/ id="[a-z]+-error"/g)).toEqual([` id="${field}-error"`]);
    expect(new RegExp(`id="${field}-error">([^<]+)`).exec(text)?.[1]).toContain(told);
    expect(text).toContain(
      `aria-describedby="${field === 'timezone' || field === 'query' ? `${field}-hint ` : ''}${field}-error"`,
    );
    if (field !== 'email') expect(text).toContain('value="Ada@example.org"');
    if (field !== 'topics') expect(text).toMatch(/name="topics" value="llm" checked/);
    if (field !== 'cadence') expect(text).toMatch(/name="cadence" value="weekly" checked/);
    expect(await waiting()).toBe(0);
    expect(asked).toBe(0);
  });

  it('tries a query, keeps the rest of the form, and changes nothing', async () => {
    const { status, text } = await post({ ...GOOD, email: 'not yet', query: '"number 2"', try: 'yes' });
    expect(status).toBe(200);
    expect(text).toContain('In the last 7 days this would have brought:');
    expect(text).toMatch(/<b>1 of 3 papers<\/b>: <a href="\/papers\//);
    expect(text).toContain('value="not yet"');
    expect(text).toContain('value="&quot;number 2&quot;"');
    expect(await waiting()).toBe(0);
    const wrong = await post({ ...GOOD, query: '"number', try: 'yes' });
    expect([wrong.status, /class="error">/.test(wrong.text)]).toEqual([200, true]);
  });

  it('says the same of every address, and does the same work', async () => {
    const { store, clock } = world.parts;
    for (const status of STATUSES) await world.subscribe(`${status}@example.org`, { status });
    const erased = await world.subscribe('erased@example.org');
    await eraseByLink(store, erased, clock.now());
    await store.transaction(tx =>
      suppressSubscriber('never@example.org', 'complaint', { store: audienceStore(tx), now: 1 }),
    );
    const names = [...STATUSES, 'erased', 'never', 'nobody'];
    for (const round of [1, 2]) {
      const answers: string[] = [];
      for (const name of names) {
        const email = `${name}@example.org`;
        const { status, headers, text } = await post({ ...GOOD, email });
        const fixed = [...headers].filter(([header]) => header !== 'date');
        answers.push(JSON.stringify([status, fixed, text.replaceAll(email, '…')]));
      }
      expect(new Set(answers).size, `round ${round}`).toBe(1);
      expect(await waiting()).toBe(names.length);
      expect(asked).toBe(names.length * round);
      await settleSignUps(world.parts);
    }
  });

  it('stops one client, says when to come again, and nothing of any address', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 6; n++)
      statuses.push((await post({ ...GOOD, email: `r${n}@d${n}.example` }, '192.0.2.1')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    const known = await post({ ...GOOD, email: 'r0@d0.example' }, '192.0.2.1');
    const unknown = await post({ ...GOOD, email: 'new@new.example' }, '192.0.2.1');
    expect(known.text).toBe(unknown.text);
    expect(known.text).not.toContain('example"');
    expect(known.text).toContain('in 6 minutes');
    expect(known.headers.get('retry-after')).toBe('360');
    expect(await post(GOOD, '192.0.2.2')).toMatchObject({ status: 200 });
    world.at('2026-06-01T08:06:00Z');
    expect(await post({ ...GOOD, email: 'r6@d6.example' }, '192.0.2.1')).toMatchObject({ status: 200 });
    // What only is read or tried goes on.
    expect(await home()).toMatchObject({ status: 200 });
  });

  it('leaves a fourth sign-up of an address on the same day without a word', async () => {
    const answers = new Set<string>();
    for (let n = 0; n < 20; n++) answers.add((await post({ ...GOOD, email: 'victim@example.org' })).text);
    expect(answers.size).toBe(1);
    expect(await waiting()).toBe(3);
    await settleSignUps(world.parts);
    const victim = await world.parts.store.subscribers.byKey('victim@example.org');
    expect(await world.parts.store.letters.of(victim?.num ?? 0)).toHaveLength(1);
  });

  it('drops what a program typed into the field that nobody sees', async () => {
    const good = await post(GOOD);
    await rows();
    const trapped = await post({ ...GOOD, homepage: 'https://spam.example' });
    expect([trapped.status, trapped.text]).toEqual([200, good.text]);
    expect(await waiting()).toBe(0);
  });

  it('leads whoever comes by GET to the form, and nobody elsewhere', async () => {
    for (const query of ['', '?next=https://evil.example', '?email=a@b.org&topics=llm']) {
      const { status, headers } = await ask(new Request(`${SITE}/subscribe${query}`));
      expect([status, headers.get('location')]).toEqual([303, '/']);
    }
    expect(await waiting()).toBe(0);
  });

  it('stands whatever is typed: no 5xx, nothing unescaped, nothing kept that is not checked', async () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        '<script>alert(1)</script>@x.org',
        '"><img src=x onerror=alert(1)>',
        "' OR 1=1 --",
        'a@b.org\r\nBcc: c@d.org',
        '{{site.css}}',
        '‮@example.org',
        '-'.repeat(3_000),
      ),
    );
    const form = fc.record(
      {
        email: nasty,
        topics: fc.array(fc.oneof(nasty, fc.constant('llm')), { maxLength: 3 }),
        query: nasty,
        cadence: nasty,
        timezone: nasty,
        wording: fc.oneof(nasty, fc.constantFrom('__proto__', 'constructor', '2')),
        try: nasty,
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(form, async fields => {
        const present = Object.entries(fields).filter(
          (one): one is [string, string | string[]] => one[1] !== undefined,
        );
        const { status, text } = await post({ ...GOOD, ...Object.fromEntries(present) });
        expect([200, 422, 429]).toContain(status);
        expect(/<script>|<img|:root/.test(text.split('</style>')[1] ?? '')).toBe(false);
      }),
      { numRuns: 60 },
    );
    for (const { email, preferences, wording } of await rows()) {
      expect(email).toMatch(/^[^\s<>"]+@[a-z0-9.-]+$/);
      expect(Object.keys(JSON.parse(preferences))).toEqual(['topics', 'queries', 'cadence', 'timezone']);
      expect(wording).toMatch(/^Sign-up page, wording 1: By pressing/);
    }
  });
});
