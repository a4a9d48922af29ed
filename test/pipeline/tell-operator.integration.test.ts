import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Transport } from '../../src/deliver/transport.ts';
import { tellOperator } from '../../src/pipeline/tell-operator.ts';
import { type Fault, type MailServer, startMailServer } from '../support/mail-server.ts';
import { openWorld, type World } from '../support/world.ts';

const RELAY = 'relay mail.example.org:587';
const TO = 'operator@example.net';

describe('the operator', () => {
  let world: World;
  let server: MailServer;
  let transport: Transport;
  /** What the server does to the operator's mail. */
  let fault: Fault | null;

  beforeEach(async () => {
    fault = null;
    server = await startMailServer(() => fault);
    world = await openWorld(Date.parse('2026-06-02T08:00:00Z'), {
      SMTP_URL: `smtp://127.0.0.1:${server.port}`,
    });
    transport = await world.app.transport();
  });
  afterEach(async () => {
    await transport.close();
    await world.dispose();
    await server.stop();
  });

  const open = (key: string, what = 'it hung up') =>
    world.parts.store.incidents.open(key, what, world.parts.clock.now());
  const close = (key: string) => world.parts.store.incidents.close(key, world.parts.clock.now());
  const tell = (other = transport) => tellOperator(world.parts, { transport: other, to: TO });
  const mails = () => Promise.all(server.accepted.map(({ raw }) => PostalMime.parse(raw)));
  const subjects = async () => (await mails()).map(({ subject }) => subject);

  it('hears of nothing while nothing is wrong', async () => {
    expect(await tell()).toBe(0);
    expect(server.connections()).toBe(0);
  });

  it('is told of an incident once when it opens, and once when it is over', async () => {
    await open(RELAY, '550 <ann@example.com> it hung up');
    expect(await tell()).toBe(1);
    world.at('2026-06-02T08:01:00Z');
    await open(RELAY);
    expect(await tell()).toBe(0);
    world.at('2026-06-02T08:05:00Z');
    await close(RELAY);
    expect(await tell()).toBe(0);
    // Not so soon after the first mail about it.
    world.at('2026-06-02T09:00:00Z');
    expect(await tell()).toBe(1);
    world.at('2026-06-02T10:00:00Z');
    expect(await tell()).toBe(0);

    expect(await subjects()).toEqual([
      'Something is wrong: Mail server mail.example.org:587',
      'Over: Mail server mail.example.org:587',
    ]);
    const [first] = server.accepted;
    expect([first?.from, first?.to]).toEqual(['paperboy@example.org', TO]);
    const [wrong, over] = await mails();
    expect(wrong?.date).toBe('2026-06-02T08:00:00.000Z');
    expect(wrong?.text).toContain('it hung up');
    expect(wrong?.text).not.toContain('ann@');
    expect(over?.text).toContain('From 2026-06-02 08:00 to 2026-06-02 08:05, seen 2 times.');
    expect(over?.messageId).not.toBe(wrong?.messageId);
  });

  it('hears of several things in one mail, and of one that came and went meanwhile', async () => {
    await open(RELAY);
    await close(RELAY);
    await open('edition 2026-06-02', 'paused');
    expect(await tell()).toBe(2);
    expect(await subjects()).toEqual([
      'Something is wrong: Edition 2026-06-02; over: Mail server mail.example.org:587',
    ]);
    expect(await tell()).toBe(0);
  });

  it('hears the rest of very many things in the next mail', async () => {
    for (let n = 10; n < 35; n++) await open(`edition 2026-01-${n}`, 'paused');
    expect([await tell(), await tell(), await tell()]).toEqual([20, 5, 0]);
  });

  it.each([
    ['deferred', { at: 'rcpt', code: 451, says: '4.7.1 greylisted' }, 0],
    ['never answered', { at: 'dot', drop: true }, 1],
  ] as const)('is written to again when it was %s, as the same mail', async (_what, order, swallowed) => {
    fault = order;
    await open(RELAY);
    expect(await tell()).toBe(0);
    expect(server.swallowed).toHaveLength(swallowed);
    fault = null;
    world.at('2026-06-02T08:01:00Z');
    expect(await tell()).toBe(1);
    const ids = [...server.swallowed, ...server.accepted].map(({ raw }) => PostalMime.parse(raw));
    expect(new Set((await Promise.all(ids)).map(({ messageId }) => messageId)).size).toBe(1);
    expect(await tell()).toBe(0);
  });

  it('is written to when the mail server is back, of what it was', async () => {
    await server.stop();
    await open(RELAY, 'nobody listens there');
    const { smtpTransport } = await import('../../src/deliver/smtp/smtp-transport.ts');
    const impatient = smtpTransport(`smtp://127.0.0.1:${server.port}`, []);
    expect(await tell(impatient)).toBe(0);
    await server.start();
    await close(RELAY);
    expect(await tell(impatient)).toBe(1);
    await impatient.close();
    expect(await subjects()).toEqual(['Over: Mail server mail.example.org:587']);
  });

  it('is not written to for ever when the mails are refused, which is an incident until one is taken', async () => {
    fault = { at: 'rcpt', code: 550, says: '5.1.1 no such user' };
    await open(RELAY);
    for (let minute = 1; minute < 6; minute++) {
      world.at(`2026-06-02T08:0${minute}:00Z`);
      expect(await tell()).toBe(0);
    }
    // The refused mail, and the one that told of the refusal.
    const current = await world.parts.store.incidents.current();
    expect(current.find(({ key }) => key === 'operator mail')).toMatchObject({
      times: 2,
      what: expect.stringContaining('no such user'),
    });
    fault = null;
    world.at('2026-06-02T09:01:00Z');
    await close(RELAY);
    expect(await tell()).toBe(1);
    expect((await world.parts.store.incidents.current()).map(({ key }) => key)).toEqual([]);
  });

  it('gets one mail when processes side by side find the same', async () => {
    await open(RELAY);
    const other = await world.app.transport();
    expect((await Promise.all([tell(), tell(other), tell(other)])).sort()).toEqual([0, 0, 1]);
    await other.close();
    expect(await subjects()).toHaveLength(1);
  });

  it('has a folder of mails where there is no mail server, the older ones kept', async () => {
    const outbox = join(world.folder, 'outbox');
    const { outboxTransport } = await import('../../src/deliver/outbox.ts');
    await open(RELAY);
    expect(await tell(outboxTransport(outbox))).toBe(1);
    world.at('2026-06-02T09:10:00Z');
    await close(RELAY);
    expect(await tell(outboxTransport(outbox))).toBe(1);
    const folders = readdirSync(join(outbox, 'operator')).sort();
    expect(folders).toEqual(['2026-06-02T08-00-00.000Z', '2026-06-02T09-10-00.000Z']);
    const raw = readFileSync(join(outbox, 'operator', folders[1] ?? '', `${TO}.eml`));
    expect((await PostalMime.parse(raw)).subject).toMatch(/^Over: /);
  });
});
