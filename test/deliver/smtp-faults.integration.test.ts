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
    ['a hang-up at the start', at('CONNECT', talk => talk.hangUp()), { class: 'relay', hopeless: true }],
    [
      '421 at the start',
      at('CONNECT', talk => talk.say('421 busy\r\n')),
      { class: 'relay', code: 421, hopeless: true },
    ],
    ['a hang-up over the sender', at('MAIL', talk => talk.hangUp()), { class: 'relay', code: null }],
    [
      '451 to a recipient',
      at('RCPT', talk => talk.say('451 later\r\n')),
      { class: 'soft', phase: 'recipient' },
    ],
    [
      '550 to a recipient',
      at('RCPT', talk => talk.say('550 no\r\n')),
      { class: 'doubtful', phase: 'recipient', final: true },
    ],
    [
      '554 to DATA',
      at('DATA', talk => talk.say('554 no\r\n')),
      { class: 'policy', phase: 'data', final: true },
    ],
    ['a hang-up before 354', at('DATA', talk => talk.hangUp()), { class: 'relay', code: null }],
    [
      '552 to the sender: the size',
      at('MAIL', talk => talk.say('552 too big\r\n')),
      { class: 'ours', final: true },
    ],
    ['a FIN after the dot', at('.', talk => talk.hangUp()), { class: 'unanswered' }],
    ['a reset after the dot', at('.', talk => talk.hangUp('reset')), { class: 'unanswered' }],
    [
      '421 after the dot',
      at('.', talk => talk.say('421 bye\r\n')),
      { class: 'relay', phase: 'end', code: 421 },
    ],
    [
      '451 after the dot',
      at('.', talk => talk.say('451 full\r\n')),
      { class: 'soft', phase: 'end', code: 451 },
    ],
    [
      '550 after the dot',
      at('.', talk => talk.say('550 spam\r\n')),
      { class: 'policy', phase: 'end', final: true },
    ],
    ['half a yes after the dot', at('.', talk => talk.say('25 ok\r\n')), { class: 'unanswered', code: null }],
    ['a yes that is no number', at('.', talk => talk.say('2xx ok\r\n')), { class: 'unanswered', code: null }],
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
    expect(await hand('b@example.org')).toMatchObject({ class: 'accepted' });
    expect(server.connections()).toBe(2);
  });

  it('takes one refused connection for no fault of the server', async () => {
    let connections = 0;
    await open(at('CONNECT', talk => (++connections === 2 ? talk.hangUp() : talk.say('220 hello\r\n'))));
    await transport.close();
    transport = smtpTransport(`smtp://127.0.0.1:${server.port}`, [1, 1]);
    const answers = await Promise.all([hand('a@example.org'), hand('b@example.org')]);
    expect(answers).toMatchObject([{ class: 'accepted' }, { class: 'accepted' }]);
  });

  it('waits no longer for a silent server than it is wanted to', async () => {
    await open(at('CONNECT', () => {}));
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    expect(
      await transport.hand('2026-06-02', message('a@example.org'), async () => true, stop.signal),
    ).toBeNull();
    expect(
      await transport.hand('2026-06-02', message('a@example.org'), async () => true, stop.signal),
    ).toBeNull();
  });

  it('keeps no ear for each message that was refused on a connection', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => void warnings.push(warning);
    process.on('warning', onWarning);
    await open(at('RCPT', talk => talk.say('550 no\r\n')));
    for (let n = 0; n < 20; n++) expect(await hand()).toMatchObject({ final: true });
    await pause(0);
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
    expect(server.connections()).toBe(1);
  });

  it('believes no yes to a message that the server does not have', async () => {
    await open(at('DATA', talk => talk.say('354 go\r\n250 taken\r\n')));
    expect(await hand('a@example.org', () => pause(30))).toMatchObject({ class: 'relay' });
    expect(server.received).toEqual([]);
  });

  it('hands over nothing to a server that said no while it was put on record', async () => {
    await open(at('DATA', talk => talk.say('354 go\r\n451 no\r\n')));
    expect(await hand('a@example.org', () => pause(30))).toMatchObject({ class: 'soft', code: 451 });
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
    expect(answer).toMatchObject({ class: 'relay' });
    // It was written before it was told, and the next one did not ask again.
    expect(records).toEqual(['asked', 'written']);
    expect(server.received).toHaveLength(1);
  });
});

it.each(['CONNECT', 'EHLO'])('waits no longer than told for a server that is silent at %s', async verb => {
  const server = await startRawServer(said => said.verb === verb);
  const settings = readSmtpUrl(`smtp://127.0.0.1:${server.port}`);
  await expect(openSession(settings, { timeoutMs: 100 })).rejects.toThrow('it does not answer in time');
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
