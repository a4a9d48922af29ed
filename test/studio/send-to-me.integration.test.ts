import { afterEach, describe, expect, it } from 'vitest';
import { type SenderToMe, senderToMe } from '../../src/studio/send-to-me.ts';
import { fingerprint } from '../support/fingerprint.ts';
import { type Fault, type MailServer, startMailServer } from '../support/mail-server.ts';
import { openWorld, type World } from '../support/world.ts';

const MAIL = Buffer.from(
  'From: a@example.org\r\nTo: ada@example.org\r\nSubject: Test\r\n\r\nOne.\r\n.dot\r\nTwo.\r\n',
);
const ME = 'operator@example.org';

describe('send to me', () => {
  const closers: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  async function open(
    faults: (address: string) => Fault | null = () => null,
    env: Record<string, string> = {},
    patienceMs?: number,
  ): Promise<{ server: MailServer; world: World; sender: SenderToMe }> {
    const server = await startMailServer(faults);
    closers.push(server.stop);
    const settings = {
      SMTP_URL: `smtp://127.0.0.1:${server.port}`,
      OPERATOR_EMAIL: ME,
      MAIL_FROM: 'Paperboy <paper@example.org>',
      BOUNCE_ADDRESS: 'bounces@example.org',
    };
    const world = await openWorld(undefined, { ...settings, ...env });
    closers.push(world.dispose);
    return { server, world, sender: senderToMe(world.app, patienceMs) };
  }
  const words = async (sender: SenderToMe) => (await sender.send(MAIL)).words.join(' ');

  it('hands over the very bytes, to the operator alone, and leaves the database as it was', async () => {
    const { server, world, sender } = await open();
    await world.subscribe('ada@example.org');
    const { databaseUrl } = world.app.config('database');
    const before = await fingerprint(databaseUrl);
    expect(sender.way()).toMatchObject({
      to: ME,
      from: 'paper@example.org',
      server: `127.0.0.1:${server.port}`,
    });
    const outcome = await sender.send(MAIL);
    expect(outcome).toMatchObject({
      done: true,
      words: [expect.stringContaining(ME), expect.stringContaining('250')],
    });
    expect(server.accepted).toHaveLength(1);
    const [taken] = server.accepted;
    // The plain address, no return path: what comes back says nothing of a delivery.
    expect([taken?.from, taken?.to]).toEqual(['paper@example.org', ME]);
    expect(taken?.raw.equals(MAIL)).toBe(true);
    expect(await fingerprint(databaseUrl)).toBe(before);
  });

  it.each([
    [{ OPERATOR_EMAIL: '' }, /OPERATOR_EMAIL/, /SMTP_URL/],
    [{ SMTP_URL: '' }, /SMTP_URL/, /OPERATOR_EMAIL/],
    [{ SMTP_URL: '', OPERATOR_EMAIL: '' }, /SMTP_URL.*OPERATOR_EMAIL/, /nothing-else/],
    [{ OPERATOR_EMAIL: 'a@example.org, b@example.org' }, /OPERATOR_EMAIL/, /nothing-else/],
    [{ SMTP_URL: 'smtp://localhost:25?odd=1' }, /SMTP_URL.*odd/, /nothing-else/],
  ])('says what is missing or wrong: %j', async (env, named, unnamed) => {
    const { server, sender } = await open(undefined, env);
    const way = sender.way();
    const said = 'missing' in way ? way.missing : '';
    expect(said).toMatch(named);
    expect(said).not.toMatch(unnamed);
    expect(await sender.send(MAIL)).toEqual({ done: false, words: [said] });
    expect(server.connections()).toBe(0);
  });

  it('passes on what the server said when it refuses', async () => {
    const { sender } = await open(() => ({ at: 'rcpt', code: 550, says: '5.7.1 not from you' }));
    const said = await words(sender);
    expect(said).toMatch(/refused.*550 5\.7\.1 not from you/);
    // Refused is over: the next one is tried.
    expect(await words(sender)).toBe(said);
  });

  it('tells a server that is away from one that leaves without an answer', async () => {
    const { server, sender } = await open(() => ({ at: 'dot', drop: true }));
    expect(await words(sender)).toMatch(/did not answer: it may come or not/);
    expect(server.swallowed).toHaveLength(1);
    await server.stop();
    expect(await words(sender)).toMatch(/not mailed: .*nobody listens there/);
    await server.start();
  });

  it('sends one at a time, and waits no longer than people do', async () => {
    let answer = () => {};
    const wait = new Promise<void>(resolve => {
      answer = resolve;
    });
    let isSlow = true;
    const { server, sender } = await open(() => (isSlow ? { at: 'dot', wait } : null), {}, 200);
    const first = sender.send(MAIL);
    expect(await words(sender)).toMatch(/on its way/);
    expect((await first).words[0]).toMatch(/did not answer: it may come or not/);
    // It is under way until the server has answered, not until somebody gave up.
    expect(await words(sender)).toMatch(/on its way/);
    isSlow = false;
    answer();
    await expect.poll(() => words(sender)).toMatch(/took it/);
    expect(server.accepted).toHaveLength(2);
  });

  it('hangs up when it is ended, however long the server would take', async () => {
    let answer = () => {};
    const pending = new Promise<void>(resolve => {
      answer = resolve;
    });
    let tellTaken = () => {};
    const taken = new Promise<void>(resolve => {
      tellTaken = resolve;
    });
    const { server, sender } = await open(() => ({
      at: 'dot',
      /** Asked for when the message is all there. */
      get wait() {
        tellTaken();
        return pending;
      },
    }));
    const outcome = sender.send(MAIL);
    await taken;
    sender.end();
    expect((await outcome).words[0]).toMatch(/did not answer: it may come or not/);
    answer();
    // Nothing is begun any more, either.
    expect(await words(sender)).toMatch(/not mailed/);
    expect(server.connections()).toBe(1);
  }, 30_000);

  it('sends thirty an hour, and no more', async () => {
    const { server, world, sender } = await open();
    for (let sent = 0; sent < 30; sent++) expect((await sender.send(MAIL)).done).toBe(true);
    expect(await words(sender)).toMatch(/30 mails.*Try again later/);
    world.at('2026-06-02T08:59:59Z');
    expect((await sender.send(MAIL)).done).toBe(false);
    world.at('2026-06-02T09:00:00Z');
    expect((await sender.send(MAIL)).done).toBe(true);
    expect(server.accepted).toHaveLength(31);
  });
});
