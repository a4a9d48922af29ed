import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leave } from '../../src/audience/by-link.ts';
import { smtpTransport } from '../../src/deliver/smtp/smtp-transport.ts';
import type { Transport } from '../../src/deliver/transport.ts';
import { send } from '../../src/pipeline.ts';
import { DATABASES } from '../support/databases.ts';
import { digest, title } from '../support/digest.ts';
import { type Fault, type MailServer, startMailServer } from '../support/mail-server.ts';
import { openWorld, type World } from '../support/world.ts';

const DAY = '2026-06-02';
const START = Date.parse('2026-06-02T08:00:00Z');
const MINUTE_MS = 60_000;
const QUERY = { queries: ['"language models"'] };

/** What mail servers do to a whole edition, over real SMTP; time passes only when the program waits. */
describe.each(DATABASES)('storms, on $name', database => {
  let world: World;
  let server: MailServer;
  let transport: Transport;
  let now = START;
  let faults: (address: string) => Fault | null = () => null;

  const pass = (ms: number) => {
    now += ms;
    world.at(new Date(now).toISOString());
  };
  const connect = (connections: number) => {
    transport = smtpTransport(`smtp://127.0.0.1:${server.port}?connections=${connections}`, [1, 1]);
  };
  beforeEach(async () => {
    now = START;
    faults = () => null;
    world = await openWorld(START, {}, database);
    server = await startMailServer(address => faults(address));
    connect(3);
    await world.ingest(digest(title(1)), DAY);
  });
  afterEach(async () => {
    await transport.close();
    await server.stop();
    await world.dispose();
  });

  const subscribe = async (count: number, domain: string) => {
    for (let n = 0; n < count; n++) await world.subscribe(`r${n}@${domain}`, QUERY);
  };
  const run = (more: { at?: number; retryBefore?: number } = {}) =>
    send(
      world.parts,
      { edition: DAY, at: more.at ?? null },
      {
        transport,
        owner: 'test',
        sleep: async ms => pass(ms),
        ...(more.retryBefore !== undefined && { retryBefore: more.retryBefore }),
      },
    );
  const suppressed = async () => !(await world.parts.store.suppressions.none());

  it('a storm of policy refusals pauses the edition, tells the operator and suppresses nobody', async () => {
    await subscribe(200, 'example.org');
    faults = () => ({ at: 'dot', code: 550, says: '5.7.26 this mail is not authenticated' });
    const report = await run();
    expect(report).toMatchObject({ state: 'paused', audience: 200 });
    expect(report.states.rejected).toBeLessThan(10);
    expect((report.states.rejected ?? 0) + (report.states.pending ?? 0) + (report.states.deferred ?? 0)).toBe(
      200,
    );
    expect(await suppressed()).toBe(false);
    expect((await world.parts.store.incidents.current()).map(({ key }) => key)).toContain(`edition ${DAY}`);
    // Repeating the command does not wear it down.
    const again = await run({ retryBefore: now + 1 });
    expect([again.state, again.states.rejected]).toEqual(['paused', report.states.rejected]);

    faults = () => null;
    pass(MINUTE_MS);
    await world.parts.store.editions.resume(DAY, now);
    const healed = await run({ retryBefore: now });
    expect(healed.state).toBe('complete_with_failures');
    expect(healed.states.accepted).toBe(200 - (report.states.rejected ?? 0));
    expect(server.accepted).toHaveLength(healed.states.accepted ?? 0);
  });

  it('a quota of the relay makes everybody wait: nobody is dropped, nothing is called complete', async () => {
    await subscribe(20, 'example.org');
    faults = address =>
      /^r[0-4]@/.test(address) ? null : { at: 'rcpt', code: 452, says: '4.3.1 daily message quota exceeded' };
    const report = await run();
    expect(report.state).toBe('sending');
    // What was under way when the first was refused is not handed over any more.
    const { accepted = 0, deferred = 0 } = report.states;
    expect([Object.keys(report.states).length, accepted + deferred]).toEqual([2, 20]);
    faults = () => null;
    // A service that looks before the window is over leaves the relay in peace.
    pass(MINUTE_MS);
    const early = server.connections();
    expect((await run({ at: now })).states).toEqual(report.states);
    expect(server.connections()).toBe(early);
    pass(20 * MINUTE_MS);
    expect(await run({ at: now })).toMatchObject({ state: 'complete', states: { accepted: 20 } });
    expect(new Set(server.accepted.map(({ to }) => to)).size).toBe(20);
  });

  it('a daily limit is no refusal, however finally it is said; nor is one full mailbox a limit', async () => {
    await subscribe(10, 'example.org');
    faults = () => ({ at: 'dot', code: 550, says: '5.4.5 Daily user sending limit exceeded' });
    expect((await run()).states).toEqual({ deferred: 10 });
    faults = address =>
      address.startsWith('r3@') ? { at: 'rcpt', code: 452, says: 'Mailbox quota exceeded' } : null;
    pass(60 * MINUTE_MS);
    expect((await run({ at: now })).states).toEqual({ accepted: 9, deferred: 1 });
  });

  it('a relay that calls everybody dead is not believed for long', async () => {
    await subscribe(100, 'example.org');
    faults = () => ({ at: 'rcpt', code: 550, says: '5.1.1 not in our table' });
    const report = await run();
    expect(report.state).toBe('paused');
    expect(report.states.rejected).toBeLessThan(30);
  });

  it('a pause that ends while others are delivered is heard at once', async () => {
    await subscribe(30, 'example.org');
    const { editions } = world.parts.store;
    const running = send(
      world.parts,
      { edition: DAY, at: null },
      {
        transport,
        owner: 'test',
        sleep: async ms => {
          pass(ms);
          // Somebody looked, and lets it go on; the slow one is still under way.
          if (await editions.resume(DAY, now)) release();
        },
      },
    );
    let release = () => {};
    const wait = new Promise<void>(resolve => {
      release = resolve;
    });
    let isPaused = false;
    faults = address => {
      if (address.startsWith('r0@')) return { at: 'dot', wait };
      if (!isPaused) void editions.pause(DAY, 'look first', now);
      isPaused = true;
      return null;
    };
    expect(await running).toMatchObject({ state: 'complete', states: { accepted: 30 } });
  });

  it('a provider that takes its time holds up nobody else', async () => {
    await subscribe(30, 'slow.example');
    await subscribe(10, 'example.org');
    let release = () => {};
    const wait = new Promise<void>(resolve => {
      release = resolve;
    });
    faults = address => (address.endsWith('@slow.example') ? { at: 'dot', wait } : null);
    const others = new Promise<void>(resolve => {
      server.onTaken = () => {
        const quick = server.accepted.filter(({ to }) => to.endsWith('@example.org'));
        if (quick.length >= 9) resolve();
      };
    });
    const running = run();
    await others;
    expect(server.accepted.filter(({ to }) => to.endsWith('@slow.example'))).toEqual([]);
    release();
    expect(await running).toMatchObject({ state: 'complete', states: { accepted: 40 } });
  });

  it('too fast for one provider: it gets a pause and half the pace, the others go on', async () => {
    await subscribe(12, 'google.example');
    await subscribe(12, 'example.org');
    faults = address =>
      address.endsWith('@google.example') && !/^r[0-3]@/.test(address)
        ? { at: 'rcpt', code: 421, says: '4.7.28 unusual rate of mail' }
        : null;
    const report = await run();
    const quick = server.accepted.filter(({ to }) => to.endsWith('@example.org'));
    expect(quick).toHaveLength(12);
    expect(report.states.rejected).toBeUndefined();
    expect((await world.parts.store.throttles.paused(now)).map(({ key }) => key)).toEqual([
      `127.0.0.1:${server.port} google.example`,
    ]);
    faults = () => null;
    const [throttle] = await world.parts.store.throttles.paused(now);
    pass((throttle?.pausedUntil ?? 0) - now);
    const before = now;
    await run({ at: now });
    // Ten a minute, and no more: five, if it was tried twice.
    expect(now - before).toBeGreaterThan(20_000);
    // Who had the refusal themselves rest a little longer.
    pass(10 * MINUTE_MS);
    expect(await run({ at: now })).toMatchObject({ state: 'complete', states: { accepted: 24 } });
  });

  it('a reader who leaves between freeze and hand-off gets nothing; who waits in line before them does', async () => {
    await subscribe(3, 'example.org');
    connect(1);
    let left = false;
    server.onTaken = () => {
      left = true;
    };
    faults = () => (left ? null : { at: 'dot', wait: leave(world.parts.store, 2).then(() => {}) });
    const report = await run();
    expect(report.states).toEqual({ accepted: 2, suppressed: 1 });
    expect(server.accepted.map(({ to }) => to)).toEqual(['r0@example.org', 'r2@example.org']);
  });

  it('a pause or a cancellation is heard within one message a connection', async () => {
    await subscribe(40, 'example.org');
    const { editions } = world.parts.store;
    let taken = 0;
    server.onTaken = () => {
      taken++;
    };
    let asked: Promise<unknown> | null = null;
    faults = () => {
      if (taken < 5) return null;
      asked ??= editions.pause(DAY, 'look first', now);
      return { at: 'dot', wait: asked.then(() => {}) };
    };
    const paused = await run();
    expect(paused.state).toBe('paused');
    expect(paused.states.accepted).toBeLessThanOrEqual(5 + 3 * 3);
    expect((paused.states.accepted ?? 0) + (paused.states.pending ?? 0)).toBe(40);
    await editions.resume(DAY, now);
    await editions.cancel(DAY, now);
    const cancelled = await run();
    expect(cancelled).toMatchObject({ state: 'cancelled', audience: 40 });
    expect(cancelled.states).toEqual({ accepted: paused.states.accepted, cancelled: paused.states.pending });
    expect(server.accepted).toHaveLength(paused.states.accepted ?? 0);
  });

  it('dead addresses are never mailed again; doubtful ones when they say so twice', async () => {
    for (const name of ['dead', 'doubtful', 'fine']) await world.subscribe(`${name}@example.org`, QUERY);
    faults = address => {
      if (address.startsWith('dead')) return { at: 'rcpt', code: 550, says: '5.1.1 no such user' };
      return address.startsWith('doubtful') ? { at: 'rcpt', code: 550, says: '5.2.1 disabled' } : null;
    };
    expect((await run()).states).toEqual({ accepted: 1, rejected: 2 });
    const statuses = async () =>
      (await world.parts.store.subscribers.byNums([1, 2, 3])).map(({ status }) => status);
    expect(await statuses()).toEqual(['suppressed', 'active', 'active']);
    pass(24 * 60 * MINUTE_MS);
    await world.ingest(digest(title(2)), '2026-06-03');
    await world.send('2026-06-03', transport);
    expect(await statuses()).toEqual(['suppressed', 'suppressed', 'active']);
  });

  it('what a server says of one reader is kept beside nobody else', async () => {
    await subscribe(20, 'example.org');
    faults = address => ({ at: 'rcpt', code: 421, says: `4.7.0 <${address}> gets too many messages` });
    await run();
    const rows = await world.parts.store.deliveries.list({ edition: DAY });
    for (const { email, reply } of rows) {
      const named = /r\d+@example/.exec(reply ?? '')?.[0];
      if (named) expect(email).toContain(named);
    }
    expect(rows.filter(({ reply }) => reply?.includes('…@')).length).toBeGreaterThan(10);
    const kept = JSON.stringify([
      await world.parts.store.throttles.paused(now),
      await world.parts.store.incidents.recent(9),
    ]);
    expect(kept).not.toMatch(/r\d+@/);
  });

  it('two senders share what one of them learned about a provider', async () => {
    await subscribe(10, 'example.org');
    faults = () => ({ at: 'rcpt', code: 421, says: '4.7.0 too many messages' });
    await run();
    const tries = server.connections();
    const other = smtpTransport(`smtp://127.0.0.1:${server.port}?connections=3`, [1, 1]);
    await send(
      world.parts,
      { edition: DAY, at: now },
      { transport: other, owner: 'other', sleep: async ms => pass(ms) },
    );
    await other.close();
    expect(server.connections()).toBe(tries);
    expect(await world.parts.store.attempts.of(1, [DAY])).toMatchObject([
      { class: 'throttle', enhanced: '4.7.0', state: 'deferred' },
    ]);
  });
});
