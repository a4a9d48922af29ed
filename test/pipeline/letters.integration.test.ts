import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { suppressSubscriber } from '../../src/audience/manage.ts';
import { audienceStore } from '../../src/audience/subscriber-store.ts';
import type { Transport } from '../../src/deliver/transport.ts';
import type { LetterKind } from '../../src/model/letter.ts';
import { deliverLetters } from '../../src/pipeline/letters.ts';
import { DATABASES } from '../support/databases.ts';
import { type Fault, type MailServer, startMailServer } from '../support/mail-server.ts';
import { openWorld, type World } from '../support/world.ts';

const START = Date.parse('2026-06-02T08:00:00Z');
const HOUR_MS = 3_600_000;
const later = (minutes: number) => new Date(START + minutes * 60_000).toISOString();

for (const database of DATABASES) {
  describe(`letters over SMTP, on ${database.name},`, () => {
    let world: World;
    let server: MailServer;
    let transport: Transport;
    let fault: Fault | null;

    beforeEach(async () => {
      fault = null;
      server = await startMailServer(() => fault);
      world = await openWorld(START, { SMTP_URL: `smtp://127.0.0.1:${server.port}` }, database);
      transport = await world.app.transport();
    });
    afterEach(async () => {
      await transport.close();
      await world.dispose();
      await server.stop();
    });

    const write = async (kind: LetterKind, subscriber: number, fields = {}) =>
      world.parts.store.letters.add({ kind, subscriber, expiresAt: START + 20 * HOUR_MS, ...fields }, START);
    const go = (owner = 'test') => deliverLetters(world.parts, { transport, owner });
    const stateOf = async (num: number) => (await world.parts.store.letters.byNum(num))?.state;
    const mails = () => Promise.all(server.accepted.map(({ raw }) => PostalMime.parse(raw)));

    it('arrive, each once, with a link that is theirs', async () => {
      const ada = await world.subscribe('ada@example.org', { status: 'pending' });
      const bob = await world.subscribe('bob@example.org');
      const confirm = await write('confirm', ada);
      const link = await write('link', bob);
      expect(await go()).toBe(2);
      expect(await go()).toBe(0);
      expect(server.accepted.map(({ to }) => to)).toEqual(['ada@example.org', 'bob@example.org']);
      const tokens = await world.app.tokens();
      const [first, second] = await mails();
      const token = (text: string | undefined, path: string) =>
        new RegExp(`http://localhost:8080/${path}/(\\S+)`).exec(text ?? '')?.[1] ?? '';
      expect(tokens.verify('confirm', token(first?.text, 'confirm'))).toMatchObject({
        subscriber: ada,
        extra: String(confirm),
      });
      expect(tokens.verify('account', token(second?.text, 'account'))).toMatchObject({
        subscriber: bob,
        extra: String(link),
      });
    });

    it('are not delivered to who must not or need not get them any more', async () => {
      const active = await world.subscribe('active@example.org');
      const left = await world.subscribe('left@example.org', { status: 'unsubscribed' });
      const gone = await world.subscribe('gone@example.org');
      await world.parts.store.subscribers.update(gone, { email: null, addressKey: null });
      const never = await world.subscribe('never@example.org', { status: 'pending' });
      const deps = { store: audienceStore(world.parts.store), now: START };
      await suppressSubscriber('never@example.org', 'complaint', deps);
      const letters = {
        confirmed: await write('confirm', active),
        left: await write('quiet', left),
        gone: await write('link', gone),
        never: await write('confirm', never),
        elsewhere: await write('move', active, { address: 'never@example.org' }),
        late: await write('link', active, { expiresAt: START }),
      };
      expect(await go()).toBe(0);
      const states = await Promise.all(Object.values(letters).map(stateOf));
      expect(states).toEqual(['cancelled', 'cancelled', 'cancelled', 'suppressed', 'suppressed', 'expired']);
      expect(server.connections()).toBe(0);
    });

    it('go to another address only where they say so', async () => {
      const num = await world.subscribe('old@example.org');
      await write('move', num, { address: 'new@example.org' });
      await write('moved', num, { address: 'older@example.org' });
      expect(await go()).toBe(2);
      expect(server.accepted.map(({ to }) => to)).toEqual(['new@example.org', 'older@example.org']);
    });

    it('are tried again after a "later", and given up after a "no"', async () => {
      const num = await world.subscribe('ada@example.org', { status: 'pending' });
      const letter = await write('confirm', num);
      fault = { at: 'rcpt', code: 451, says: '4.7.1 greylisted' };
      expect(await go()).toBe(0);
      expect(await stateOf(letter)).toBe('deferred');
      world.at(later(3));
      expect(await go()).toBe(0);
      fault = null;
      world.at(later(7));
      expect(await go()).toBe(1);
      const other = await world.subscribe('bob@example.org', { status: 'pending' });
      const refused = await write('confirm', other);
      fault = { at: 'rcpt', code: 550, says: '5.1.1 no such user' };
      expect(await go()).toBe(0);
      expect(await stateOf(refused)).toBe('rejected');
    });

    it('that nobody knows the fate of are sent again where somebody waits, and not elsewhere', async () => {
      const ada = await world.subscribe('ada@example.org', { status: 'pending' });
      const bob = await world.subscribe('bob@example.org');
      const confirm = await write('confirm', ada);
      const quiet = await write('quiet', bob);
      fault = { at: 'dot', drop: true };
      await go();
      expect([await stateOf(confirm), await stateOf(quiet)]).toEqual(['deferred', 'unknown']);
      fault = null;
      world.at(later(7));
      expect(await go()).toBe(1);
      const again = await PostalMime.parse(server.swallowed[0]?.raw ?? '');
      const [mail] = await mails();
      expect(mail?.messageId).toBe(again.messageId);
      expect(server.accepted[0]?.raw).toEqual(server.swallowed[0]?.raw);
    });

    it('survive a server that is away, and wait for it', async () => {
      const num = await world.subscribe('ada@example.org', { status: 'pending' });
      const letter = await write('confirm', num);
      await server.stop();
      const hasty = await impatient(transport, world);
      expect(await deliverLetters(world.parts, { transport: hasty, owner: 'test' })).toBe(0);
      await hasty.close();
      expect(await stateOf(letter)).toBe('deferred');
      await server.start();
      world.at(later(15));
      expect(await go()).toBe(1);
    });

    it('go at the pace of the mail server, all of them, and waiting is no attempt', async () => {
      await transport.close();
      transport = { ...(await world.app.transport()), perSecond: 1 };
      const nums: number[] = [];
      for (let n = 0; n < 6; n++) {
        const num = await world.subscribe(`r${n}@example.org`, { status: 'pending' });
        nums.push(await write('confirm', num));
      }
      let seconds = 0;
      const sleep = async (ms: number) => {
        seconds += ms / 1_000;
        world.at(new Date(START + seconds * 1_000).toISOString());
      };
      expect(await deliverLetters(world.parts, { transport, owner: 'test', sleep })).toBe(6);
      expect(seconds).toBeGreaterThanOrEqual(5);
      const attempts = nums.map(async num => (await world.parts.store.letters.byNum(num))?.attempts);
      expect(await Promise.all(attempts)).toEqual([1, 1, 1, 1, 1, 1]);
    });

    it('go once, though a slow server outlasts a lease and another process looks', async () => {
      const first = await world.subscribe('slow@example.org', { status: 'pending' });
      const second = await world.subscribe('next@example.org', { status: 'pending' });
      await write('confirm', first);
      await write('confirm', second);
      const { store } = world.parts;
      const claimed: number[] = [];
      const slow: Transport = {
        ...transport,
        async hand(...args) {
          if (args[1].envelope.to === 'slow@example.org') {
            // Its lease and that of the one behind it are over: another process takes what it may.
            const owner = 'other';
            const now = (await store.now()) + 6 * 60_000;
            const others = await store.letters.claim({ owner, now, until: now + 60_000, limit: 5 });
            claimed.push(...others.map(({ subscriber }) => subscriber));
          }
          return transport.hand(...args);
        },
      };
      await deliverLetters(world.parts, { transport: slow, owner: 'test' });
      expect(claimed.sort()).toEqual([first, second].sort());
      // Whoever has them now delivers them; nothing went out behind their back.
      expect(server.accepted).toEqual([]);
    });

    it('are not lost with the worker that held them', async () => {
      const num = await world.subscribe('ada@example.org', { status: 'pending' });
      await write('confirm', num);
      await world.parts.store.letters.claim({ owner: 'dead', now: START, until: START + 60_000, limit: 5 });
      expect(await go()).toBe(0);
      world.at(later(2));
      expect(await go('next')).toBe(1);
    });
  });
}

describe('letters into the outbox', () => {
  it('lie beside the editions, each in a folder of its own', async () => {
    const world = await openWorld(START);
    const num = await world.subscribe('ada@example.org', { status: 'pending' });
    const letter = { kind: 'confirm', subscriber: num, expiresAt: START + HOUR_MS } as const;
    await world.parts.store.letters.add(letter, START);
    const transport = await world.app.transport();
    expect(await deliverLetters(world.parts, { transport, owner: 'test' })).toBe(1);
    const folder = join(world.folder, 'data', 'outbox', 'letters');
    expect(existsSync(folder) && readdirSync(folder)).toEqual(['1-confirm']);
    expect(readdirSync(join(folder, '1-confirm'))).toEqual(['ada@example.org.eml']);
    await transport.close();
    await world.dispose();
  });
});

/** The same server, without patience: tests do not wait for it to restart. */
async function impatient(transport: Transport, world: World): Promise<Transport> {
  const { smtpTransport } = await import('../../src/deliver/smtp/smtp-transport.ts');
  const { smtpUrl } = world.app.config('delivery');
  await transport.close();
  return smtpTransport(smtpUrl?.reveal() ?? '', []);
}
