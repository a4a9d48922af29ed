import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { smtpTransport } from '../../src/deliver/smtp/smtp-transport.ts';
import type { Transport } from '../../src/deliver/transport.ts';
import { holdEdition } from '../../src/pipeline/hold-edition.ts';
import { deliver, send } from '../../src/pipeline.ts';
import { reader } from '../support/builders.ts';
import { DATABASES } from '../support/databases.ts';
import { digest, title } from '../support/digest.ts';
import { type Fault, type MailServer, startMailServer } from '../support/mail-server.ts';
import { openWorld, type World } from '../support/world.ts';

const DAY = '2026-06-02';
const NEXT = '2026-06-03';
const START = Date.parse('2026-06-02T08:00:00Z');
const QUERY = { queries: ['"language models"'] };

describe.each(DATABASES)('the first answers of a provider, on $name', database => {
  let world: World;
  let server: MailServer;
  let transport: Transport;
  let now = START;
  let faults: (address: string) => Fault | null = () => null;

  beforeEach(async () => {
    now = START;
    faults = () => null;
    world = await openWorld(START, {}, database);
    server = await startMailServer(address => faults(address));
    transport = smtpTransport(`smtp://127.0.0.1:${server.port}?connections=3`, [1, 1]);
    await world.ingest(digest(title(1)), DAY);
  });
  afterEach(async () => {
    await transport.close();
    await server.stop();
    await world.dispose();
  });

  const subscribe = (count: number, domain: string) =>
    world.parts.store.subscribers.insertMany(
      Array.from({ length: count }, (_, n) => reader(`r${n}@${domain}`, QUERY)),
    );
  const run = (owner = 'test') =>
    send(
      world.parts,
      { edition: DAY, at: null },
      {
        transport,
        owner,
        sleep: async ms => later(ms),
        retryBefore: now,
      },
    );
  const later = (ms = 1_000) => {
    now += ms;
    world.at(new Date(now).toISOString());
  };
  const incidents = async () => (await world.parts.store.incidents.current()).map(({ key }) => key);

  it('one that never answers gets fifty mails; all others get theirs, and the rest goes when the operator says so', async () => {
    await subscribe(120, 'silent.example');
    await subscribe(70, 'example.org');
    faults = address => (address.endsWith('@silent.example') ? { at: 'dot', drop: true } : null);
    const report = await run();
    expect(report.states).toEqual({ accepted: 70, unknown: 50, deferred: 70 });
    expect(server.swallowed).toHaveLength(50);
    expect(await incidents()).toEqual([`edition ${DAY} canary`]);
    const [waiting] = await world.parts.store.deliveries.list({ edition: DAY, state: 'deferred' });
    expect(waiting?.reply).toMatch(/^held back: 50 of the first 50 got no answer/);
    // Another sender, or the same command again, tries no more of them.
    later();
    expect((await run('other')).states).toEqual(report.states);
    expect(server.swallowed).toHaveLength(50);

    faults = () => null;
    later();
    // The machine on which it is said may be late.
    const late = { now: () => now - 600_000 };
    await holdEdition({ ...world.parts, clock: late }, DAY, 'resume', { who: 'command line', reason: '' });
    expect(await incidents()).toEqual([]);
    expect((await run()).states).toEqual({ accepted: 140, unknown: 50 });
  });

  it('what is held ends when it is too late for its day, and its papers come with the next mail', async () => {
    await subscribe(60, 'silent.example');
    faults = () => ({ at: 'dot', drop: true });
    expect((await run()).states).toEqual({ unknown: 50, deferred: 10 });
    later(30 * 3_600_000);
    const due = async () => [{ edition: DAY, at: now }];
    const hooks = { transport, owner: 'serve', sleep: async (ms: number) => later(ms) };
    const [report] = await deliver(world.parts, due, hooks);
    expect(report?.states).toEqual({ unknown: 50, expired: 10 });
    expect(await world.parts.store.deliveries.owing()).toEqual([]);
    expect(server.swallowed).toHaveLength(50);
    faults = () => null;
    const next = await send(world.parts, { edition: NEXT, at: null }, { ...hooks, retryBefore: now });
    expect(next).toMatchObject({ states: { accepted: 10 }, skipped: { 'nothing-new': 50 } });
  });

  it('one that defers everybody once gets all of them; a refusal of us all stops before fifty, and loses nobody', async () => {
    await subscribe(80, 'grey.example');
    const seen = new Set<string>();
    faults = address => {
      const isNew = !seen.has(address);
      seen.add(address);
      return isNew ? { at: 'rcpt', code: 451, says: '4.7.1 greylisted, come back later' } : null;
    };
    expect((await run()).states).toEqual({ deferred: 80 });
    later(20 * 60_000);
    expect((await run()).states).toEqual({ accepted: 80 });

    await subscribe(120, 'refusing.example');
    await subscribe(20, 'example.org');
    faults = address =>
      address.endsWith('@refusing.example')
        ? { at: 'dot', code: 550, says: '5.7.26 this mail is not authenticated' }
        : null;
    const { state, states } = await run();
    expect(state).toBe('paused');
    expect(states.rejected).toBeLessThanOrEqual(50);
    const refused = await world.parts.store.deliveries.list({ edition: DAY, state: 'rejected' });
    expect(refused.every(({ email }) => email?.endsWith('@refusing.example'))).toBe(true);
    const { rejected = 0, accepted = 0, pending = 0, deferred = 0 } = states;
    expect(rejected + accepted + pending + deferred).toBe(220);
  });
});
