import { afterEach, describe, expect, it, vi } from 'vitest';
import { openSession } from '../../src/deliver/smtp/connection.ts';
import { smtpTransport } from '../../src/deliver/smtp/smtp-transport.ts';
import { readSmtpUrl } from '../../src/deliver/smtp/smtp-url.ts';
import type { Transport } from '../../src/deliver/transport.ts';
import type { Message } from '../../src/model/message.ts';
import { POLITE, type RawServer, type Said, startRawServer, type Talk } from '../support/raw-smtp.ts';

// What mail servers do that keep to no rules, with and without PIPELINING (RFC 2920).

function message(to: string): Message {
  const text = 'Subject: a mail\r\n\r\nHello\r\n';
  const envelope = { from: 'bounces@example.org', to };
  return { envelope, messageId: '<1@x>', subject: '', html: '', text, raw: Buffer.from(text) };
}

type Script = (said: Said, talk: Talk) => boolean;
/** Does one thing where a client is at `verb`, and is polite otherwise. */
const at =
  (verb: string, act: (talk: Talk) => void): Script =>
  (said, talk) => {
    if (said.verb !== verb) return false;
    act(talk);
    return true;
  };
const pause = (ms: number) => new Promise<boolean>(resolve => setTimeout(resolve, ms, true));

describe.each([
  ['without PIPELINING', '250-hello\r\n250 SIZE 1000000\r\n'],
  ['with PIPELINING', '250-hello\r\n250-PIPELINING\r\n250 SIZE 1000000\r\n'],
])('%s', (_name, hello) => {
  let server: RawServer;
  let transport: Transport;
  const open = async (script: Script) => {
    server = await startRawServer((said, talk) => {
      if (script(said, talk)) return true;
      talk.say(said.verb === 'EHLO' ? hello : (POLITE[said.verb] ?? '500 what?\r\n'));
      return true;
    });
    transport = smtpTransport(`smtp://127.0.0.1:${server.port}`, []);
  };
  afterEach(async () => {
    await transport.close();
    await server.stop();
  });
  const hand = (to = 'a@example.org', commit = async () => true) =>
    transport.hand('2026-06-02', message(to), commit);

  it.each<[string, Script, object]>([
    ['a hang-up at the start', at('CONNECT', talk => talk.hangUp()), { state: 'deferred', fault: 'relay' }],
    ['421 at the start', at('CONNECT', talk => talk.say('421 busy\r\n')), { code: 421, fault: 'relay' }],
    ['a hang-up over the sender', at('MAIL', talk => talk.hangUp()), { state: 'deferred', code: null }],
    ['451 to a recipient', at('RCPT', talk => talk.say('451 later\r\n')), { state: 'deferred', code: 451 }],
    ['550 to a recipient', at('RCPT', talk => talk.say('550 no\r\n')), { state: 'rejected', code: 550 }],
    ['554 to DATA', at('DATA', talk => talk.say('554 no\r\n')), { state: 'rejected', code: 554 }],
    ['a hang-up before 354', at('DATA', talk => talk.hangUp()), { state: 'deferred', code: null }],
    ['552 to the sender: the size', at('MAIL', talk => talk.say('552 too big\r\n')), { state: 'rejected' }],
    ['a FIN after the dot', at('.', talk => talk.hangUp()), { state: 'unknown' }],
    ['a reset after the dot', at('.', talk => talk.hangUp('reset')), { state: 'unknown' }],
    ['421 after the dot', at('.', talk => talk.say('421 bye\r\n')), { state: 'deferred', code: 421 }],
    ['451 after the dot', at('.', talk => talk.say('451 full\r\n')), { state: 'deferred', code: 451 }],
    ['550 after the dot', at('.', talk => talk.say('550 spam\r\n')), { state: 'rejected', code: 550 }],
    ['half a yes after the dot', at('.', talk => talk.say('25 ok\r\n')), { state: 'unknown', code: null }],
    ['a yes that is no number', at('.', talk => talk.say('2xx ok\r\n')), { state: 'unknown', code: null }],
  ])('%s is told as what it is', async (_fault, script, answer) => {
    await open(script);
    expect(await hand()).toMatchObject(answer);
  });

  it('takes a 421 for the end of a connection, not for a word about the message', async () => {
    let messages = 0;
    await open((said, talk) => {
      if (said.verb !== 'MAIL' || ++messages !== 2) return false;
      talk.say('421 4.4.5 too many messages on this connection\r\n');
      return true;
    });
    await hand();
    expect(await hand('b@example.org')).toMatchObject({ state: 'accepted' });
    expect(server.connections()).toBe(2);
  });

  it('blames the server that says 421 to everybody', async () => {
    await open(at('MAIL', talk => talk.say('421 closing\r\n')));
    const answers = [];
    for (let n = 0; n < 5; n++) answers.push(await hand());
    expect(answers[3]).toMatchObject({ state: 'deferred', code: 421 });
    expect(answers[3]).not.toHaveProperty('fault');
    expect(answers[4]).toMatchObject({ state: 'deferred', code: 421, fault: 'relay' });
  });

  it('keeps no ear for each message that was refused on a connection', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => void warnings.push(warning);
    process.on('warning', onWarning);
    await open(at('RCPT', talk => talk.say('550 no\r\n')));
    for (let n = 0; n < 20; n++) expect(await hand()).toMatchObject({ state: 'rejected' });
    await pause(0);
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
    expect(server.connections()).toBe(1);
  });

  it('believes no yes to a message that the server does not have', async () => {
    await open(at('DATA', talk => talk.say('354 go\r\n250 taken\r\n')));
    expect(await hand('a@example.org', () => pause(30))).toMatchObject({ state: 'deferred' });
    expect(server.received).toEqual([]);
  });

  it('hands over nothing to a server that said no while it was put on record', async () => {
    await open(at('DATA', talk => talk.say('354 go\r\n451 no\r\n')));
    expect(await hand('a@example.org', () => pause(30))).toMatchObject({ state: 'deferred', code: 451 });
    await pause(30);
    expect(server.received).toEqual([]);
  });

  it('puts a message on record once, though its connection ends at that moment', async () => {
    let messages = 0;
    await open((said, talk) => {
      if (said.verb !== 'DATA' || ++messages !== 2) return false;
      talk.say('354 go\r\n');
      talk.hangUp();
      return true;
    });
    await hand();
    const records: string[] = [];
    const answer = await hand('b@example.org', async () => {
      records.push('asked');
      await pause(100);
      records.push('written');
      return true;
    });
    expect(answer).toMatchObject({ state: 'deferred' });
    // It was written before it was told, and the next one did not ask again.
    expect(records).toEqual(['asked', 'written']);
    expect(server.received).toHaveLength(1);
  });
});

it.each(['CONNECT', 'EHLO'])('waits no longer than told for a server that is silent at %s', async verb => {
  const server = await startRawServer(said => said.verb === verb);
  const settings = readSmtpUrl(`smtp://127.0.0.1:${server.port}`);
  await expect(openSession(settings, 100)).rejects.toThrow('it does not answer in time');
  await server.stop();
});

it('leaves no timer behind that would keep the process when nobody listens', async () => {
  const server = await startRawServer(() => false);
  await server.stop();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const settings = readSmtpUrl(`smtp://127.0.0.1:${server.port}`);
    await expect(openSession(settings)).rejects.toThrow('nobody listens there');
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

it('does not stay for the answer to its goodbye', async () => {
  let gone = () => {};
  const end = new Promise<void>(resolve => {
    gone = resolve;
  });
  const server = await startRawServer(
    said => said.verb === 'QUIT',
    () => gone(),
  );
  const session = await openSession(readSmtpUrl(`smtp://127.0.0.1:${server.port}`));
  session.close();
  await end;
  expect(session.isOpen()).toBe(false);
  await server.stop();
});
