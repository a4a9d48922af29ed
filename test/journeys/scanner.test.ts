import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Purpose } from '../../src/audience/link-token.ts';
import { CONFIRM_WITHIN_MS, LETTER_KINDS, type LetterKind } from '../../src/model/letter.ts';
import { DATABASES } from '../support/databases.ts';
import { digest, title } from '../support/digest.ts';
import { fingerprint } from '../support/fingerprint.ts';
import { openService, type Service } from '../support/service.ts';

const DAY = '2026-06-01';
const EMAIL = 'vera@example.org';

/** As those come along who look at every link of a mail before its reader does. */
const SCANNERS: Record<string, string>[] = [
  { 'User-Agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36' },
  { 'User-Agent': 'BarracudaCentral/1.0', Accept: '*/*', Range: 'bytes=0-1023' },
  { 'User-Agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)', 'Sec-Purpose': 'prefetch;prerender' },
];
const PURPOSES: readonly Purpose[] = ['unsubscribe', 'preferences', 'view', 'tune', 'confirm', 'account'];
/** Pages for everybody. */
const OPEN = [
  ...['/', '/?topic=llm', '/editions', '/editions?q=language', `/editions/${DAY}`, '/topics', '/topics/llm'],
  ...['/feed.atom', '/feed.json', '/topics/llm/feed.atom', '/try?q=language', '/health', '/robots.txt'],
];

/** Kinds of letters by the status of somebody who gets one. */
const LETTERS: Record<string, readonly LetterKind[]> = {
  active: ['known', 'link', 'move', 'moved', 'quiet'],
  pending: ['confirm'],
};

/** A service that has sent a mail of every kind. */
async function afterEveryMail(database: (typeof DATABASES)[number]): Promise<Service> {
  const service = await openService({ database });
  const { world } = service;
  const { letters } = world.parts.store;
  const wish = { topics: ['llm'], queries: ['"number 2"'], max: 30 };
  const vera = await world.subscribe(EMAIL, wish);
  const newcomer = await world.subscribe('new@example.org', { ...wish, status: 'pending' });
  await world.ingest(digest(title(1), title(2)), DAY);
  const now = world.app.clock.now();
  for (const [status, kinds] of Object.entries(LETTERS)) {
    for (const kind of kinds) {
      const subscriber = status === 'pending' ? newcomer : vera;
      const address = kind === 'move' || kind === 'moved' ? `${kind}@example.org` : null;
      const edition = kind === 'quiet' ? DAY : null;
      await letters.add({ kind, subscriber, address, edition, expiresAt: now + CONFIRM_WITHIN_MS }, now);
    }
  }
  await service.live(`${DAY}T08:05:00Z`);
  return service;
}

describe.each(DATABASES)('who looks at every link of every mail, on $name', database => {
  let service: Service;
  beforeAll(async () => {
    service = await afterEveryMail(database);
  });
  afterAll(() => service.dispose());

  it('changes nothing, however often', async () => {
    const mails = await Promise.all(
      [EMAIL, 'new@example.org', 'move@example.org', 'moved@example.org'].map(service.mails),
    );
    // The edition, and a letter of every kind.
    expect(mails.flat()).toHaveLength(1 + LETTER_KINDS.length);
    const links = new Set(
      mails.flat().flatMap(mail => [...mail.links, ...listed(mail.header('list-unsubscribe'))]),
    );
    const paths = new Set([...links].map(link => new URL(link).pathname.split('/')[1]));
    expect([...paths]).toEqual(expect.arrayContaining([...PURPOSES, 'papers']));
    // And what they find behind those.
    for (const link of [...links].filter(one => one.includes('/account/'))) links.add(`${link}?data=json`);
    for (const link of [...links].filter(one => one.includes('/papers/'))) links.add(`${link}/bibtex`);
    for (const path of OPEN) links.add(service.url + path);

    const { databaseUrl } = service.world.app.config('database');
    const before = await fingerprint(databaseUrl);
    for (let time = 0; time < 3; time++) {
      for (const link of links) {
        for (const method of ['GET', 'HEAD']) {
          const answer = await fetch(link, { method, headers: SCANNERS[time] ?? {}, redirect: 'manual' });
          expect([link, answer.status < 400]).toEqual([link, true]);
          await answer.arrayBuffer();
        }
      }
    }
    expect(await fingerprint(databaseUrl)).toBe(before);
    expect(service.broken).toEqual([]);
    // Who means it is heard, and the fingerprint does tell.
    const [mail] = await service.mails(EMAIL);
    const left = await fetch(mail?.link('/unsubscribe/') ?? '', {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    });
    expect(left.status).toBe(200);
    expect(await fingerprint(databaseUrl)).not.toBe(before);
  });
});

describe('who has a link that is not theirs', () => {
  let service: Service;
  /** A good token for each purpose. */
  const good = {} as Record<Purpose, string>;
  beforeAll(async () => {
    service = await afterEveryMail(DATABASES[0] as (typeof DATABASES)[number]);
    const [edition, ...letters] = await service.mails(EMAIL);
    const [asked] = await service.mails('new@example.org');
    const all = [edition, ...letters, asked].flatMap(mail => mail?.links ?? []);
    for (const purpose of PURPOSES) {
      const link = all.find(one => one.includes(`/${purpose}/`)) ?? '';
      good[purpose] = new URL(link).pathname.split('/').at(-1) ?? '';
    }
  });
  afterAll(() => service.dispose());

  const ask = async (purpose: Purpose, token: string, method: string) => {
    const answer = await fetch(`${service.url}/${purpose}/${token}`, { method, redirect: 'manual' });
    return { status: answer.status, html: await answer.text() };
  };
  const state = () => fingerprint(service.world.app.config('database').databaseUrl);

  /** Refused in words that help, with nothing of anybody's in them. */
  function expectRefused({ status, html }: { status: number; html: string }): void {
    expect([404, 405, 410]).toContain(status);
    expect(html).toMatch(/<h1[^>]*>[^<]{5,}<\/h1>\s*<p/);
    expect(html).not.toMatch(/(vera|new|moved?)@/);
  }

  it('is refused where the link is forged or cut', async () => {
    const before = await state();
    const forged = fc.oneof(
      // One character is another one.
      fc
        .tuple(fc.constantFrom(...PURPOSES), fc.nat(), fc.constantFrom(...'Aaz09-_'))
        .map(([purpose, at, by]) => {
          const token = good[purpose];
          const place = at % token.length;
          return { purpose, token: token.slice(0, place) + by + token.slice(place + 1) };
        }),
      // The end is missing, or there is more of it.
      fc
        .tuple(fc.constantFrom(...PURPOSES), fc.nat())
        .map(([purpose, at]) => ({ purpose, token: good[purpose].slice(0, at % good[purpose].length) })),
      fc
        .tuple(fc.constantFrom(...PURPOSES), fc.stringMatching(/^[\w.-]{1,5}$/))
        .map(([purpose, more]) => ({ purpose, token: good[purpose] + more })),
      // Made for something else, in whole or in parts.
      fc
        .tuple(fc.constantFrom(...PURPOSES), fc.constantFrom(...PURPOSES), fc.nat(4))
        .map(([purpose, other, from]) => ({
          purpose,
          token: [...good[purpose].split('.').slice(0, from), ...good[other].split('.').slice(from)].join(
            '.',
          ),
        })),
    );
    await fc.assert(
      fc.asyncProperty(forged, fc.constantFrom('GET', 'POST'), async ({ purpose, token }, method) => {
        if (token === good[purpose]) return;
        expectRefused(await ask(purpose, token, method));
      }),
      { numRuns: 300 },
    );
    expect(await state()).toBe(before);
    expect(service.broken).toEqual([]);
  });

  it.each(PURPOSES)('is refused at every other door with a link to %s', async purpose => {
    const before = await state();
    for (const door of PURPOSES.filter(one => one !== purpose)) {
      for (const method of ['GET', 'POST']) expectRefused(await ask(door, good[purpose], method));
    }
    expect(await state()).toBe(before);
  });

  it('is refused after the time is over, where a link has one', async () => {
    service.world.at('2027-06-01T08:00:00Z');
    const before = await state();
    for (const purpose of ['confirm', 'account'] as const) {
      for (const method of ['GET', 'POST']) {
        expectRefused(await ask(purpose, good[purpose], method));
      }
    }
    expect(await state()).toBe(before);
    // A mail of last year still ends the mails.
    const left = await ask('unsubscribe', good.unsubscribe, 'POST');
    expect(left.status).toBe(200);
    expect(await state()).not.toBe(before);
  });
});

/** Addresses of a List-Unsubscribe header. */
function listed(header = ''): string[] {
  return [...header.matchAll(/<(https?:[^>]+)>/g)].map(([, link = '']) => link);
}
