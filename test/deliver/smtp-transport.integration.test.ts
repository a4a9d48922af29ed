import { afterEach, describe, expect, it } from 'vitest';
import { smtpTransport } from '../../src/deliver/smtp/smtp-transport.ts';
import type { Reply, Transport } from '../../src/deliver/transport.ts';
import type { Message } from '../../src/model/message.ts';
import { type Fault, type MailServer, startMailServer } from '../support/mail-server.ts';

const EDITION = '2026-06-02';

function message(to: string, text = 'Subject: a mail\r\n\r\nHello\r\n'): Message {
  const raw = Buffer.from(text);
  return {
    envelope: { from: 'bounces@example.org', to },
    messageId: '<1@x>',
    subject: '',
    html: '',
    text,
    raw,
  };
}

/** Counts the hand-offs that went on record. */
function ledger(says: boolean | Error = true) {
  const recorded: number[] = [];
  return {
    recorded,
    commit: async () => {
      if (says instanceof Error) throw says;
      recorded.push(recorded.length);
      return says;
    },
  };
}

describe('the SMTP transport', () => {
  let server: MailServer;
  let transport: Transport;
  const open = async (faults?: (address: string) => Fault | null, query = '') => {
    server = await startMailServer(faults);
    transport = smtpTransport(`smtp://127.0.0.1:${server.port}${query}`, [1, 1]);
  };
  afterEach(async () => {
    await transport.close();
    await server.stop();
  });
  const hand = (to: string, commit = async () => true) => transport.hand(EDITION, message(to), commit);

  it('accepts what the server took, and keeps the connection for the next', async () => {
    await open();
    const text = 'Subject: dots\r\n\r\n.\r\n..two\r\n.end\r\n';
    const { commit, recorded } = ledger();
    expect(await transport.hand(EDITION, message('a@example.org', text), commit)).toMatchObject({
      class: 'accepted',
      code: 250,
    });
    expect(await hand('b@example.org')).toMatchObject({ class: 'accepted' });
    expect(recorded).toHaveLength(1);
    expect(server.connections()).toBe(1);
    expect(server.accepted.map(({ from, to }) => [from, to])).toEqual([
      ['bounces@example.org', 'a@example.org'],
      ['bounces@example.org', 'b@example.org'],
    ]);
    expect(server.accepted[0]?.raw.toString()).toBe(text);
  });

  it.each<[string, Fault, Partial<Reply>, handedOff: number]>([
    [
      '550 to a recipient',
      { at: 'rcpt', code: 550, says: 'no such user' },
      { class: 'doubtful', code: 550, phase: 'recipient', final: true },
      0,
    ],
    [
      '450 to a recipient',
      { at: 'rcpt', code: 450, says: 'come back later' },
      { class: 'soft', code: 450, phase: 'recipient' },
      0,
    ],
    ['a hang-up over a recipient', { at: 'rcpt', drop: true }, { class: 'relay', code: null }, 0],
    ['a hang-up within the message', { at: 'data', drop: true }, { class: 'unanswered', code: null }, 1],
    ['a hang-up after the message', { at: 'dot', drop: true }, { class: 'unanswered', code: null }, 1],
    [
      '554 to a message',
      { at: 'dot', code: 554, says: 'no thanks' },
      { class: 'policy', code: 554, phase: 'end', final: true },
      1,
    ],
    [
      '451 to a message',
      { at: 'dot', code: 451, says: 'disk full' },
      { class: 'soft', code: 451, phase: 'end' },
      1,
    ],
  ])('%s concerns that message only', async (_name, fault, answer, handedOff) => {
    await open(address => (address.startsWith('bad') ? fault : null));
    const { commit, recorded } = ledger();
    expect(await hand('first@example.org')).toMatchObject({ class: 'accepted' });
    expect(await hand('bad@example.org', commit)).toMatchObject(answer);
    expect(recorded).toHaveLength(handedOff);
    expect(await hand('last@example.org')).toMatchObject({ class: 'accepted' });
    expect(server.accepted.map(({ to }) => to)).toEqual(['first@example.org', 'last@example.org']);
  });

  it('takes a message back at the last moment', async () => {
    await open();
    const { commit } = ledger(false);
    expect(await hand('gone@example.org', commit)).toBeNull();
    expect(await hand('next@example.org')).toMatchObject({ class: 'accepted' });
    expect(server.accepted.map(({ to }) => to)).toEqual(['next@example.org']);
  });

  it('hands nothing over that could not be put on record', async () => {
    await open();
    const { commit } = ledger(new Error('disk full'));
    await expect(hand('a@example.org', commit)).rejects.toThrow('disk full');
    expect(server.accepted).toEqual([]);
  });

  it('notices a connection that the server ended in between, and opens another', async () => {
    await open();
    await hand('a@example.org');
    await server.stop();
    await server.start();
    const { commit, recorded } = ledger();
    expect(await hand('b@example.org', commit)).toMatchObject({ class: 'accepted' });
    expect(recorded).toHaveLength(1);
  });

  it('calls the server to account when it is away: nothing was handed over', async () => {
    await open();
    await server.stop();
    const { commit, recorded } = ledger();
    expect(await hand('a@example.org', commit)).toEqual({
      class: 'relay',
      phase: 'connect',
      code: null,
      enhanced: null,
      reply: `the mail server 127.0.0.1:${server.port} cannot be used: nobody listens there`,
      hopeless: true,
    });
    expect(recorded).toEqual([]);
    await server.start();
    expect(await hand('a@example.org')).toMatchObject({ class: 'accepted' });
  });

  it('uses as many connections as it may, and no more', async () => {
    await open(undefined, '?connections=3');
    expect(transport.concurrency).toBe(3);
    let running = 0;
    const next = async () => {
      while (running < 60) await hand(`r${running++}@example.org`);
    };
    await Promise.all(Array.from({ length: transport.concurrency }, next));
    expect(server.accepted).toHaveLength(60);
    expect(server.busiest()).toBe(3);
  });
});
