import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bookmark, readImap } from '../../src/bounce/imap.ts';
import { type ImapServer, startImapServer } from '../support/imap-server.ts';

const PASSWORD = 'pa ss/word';

describe('a mailbox on a server', () => {
  let server: ImapServer;
  let bookmark: Bookmark;
  beforeEach(async () => {
    bookmark = { uid: 0 };
    server = await startImapServer('bounces', PASSWORD);
  });
  afterEach(() => server.stop());

  const url = (rest = '', password = PASSWORD) =>
    `imap://bounces:${encodeURIComponent(password)}@127.0.0.1:${server.port}${rest}`;
  const seen = () => server.inbox.filter(({ flags }) => flags.has('\\Seen')).map(({ uid }) => uid);

  /** Reads all there is, deals with those that `wanted` says, and waits until the connection is closed. */
  async function read(
    wanted = (_: string) => true,
    address = url(),
    signal?: AbortSignal,
  ): Promise<string[]> {
    const texts: string[] = [];
    for await (const { bytes, dealtWith } of readImap(address, { bookmark, signal, most: 5 })) {
      const text = Buffer.from(bytes ?? []).toString();
      texts.push(text);
      if (wanted(text)) await dealtWith();
    }
    return texts;
  }

  it('gives what is unseen, byte for byte, and marks what was dealt with', async () => {
    const mails = [
      'Subject: one\r\n\r\nFür dich\r\n.\r\n',
      'Subject: two\r\n\r\n',
      'Subject: three\r\n\r\n)\r\n',
    ];
    for (const mail of mails) server.put(Buffer.from(mail));
    server.inbox[1]?.flags.add('\\Seen');
    expect(await read(text => text.includes('one'))).toEqual([mails[0], mails[2]]);
    expect(seen()).toEqual([1, 2]);
    expect(await read()).toEqual([mails[2]]);
    expect(await read()).toEqual([]);
    expect(server.heard.at(-1)).toMatch(/LOGOUT$/);
    // Looking at a mail leaves it unseen.
    expect(server.heard.filter(line => /FETCH/.test(line) && /BODY\[/.test(line))).toEqual([]);
  });

  it('comes by all of them in turn, however many wait to be dealt with', async () => {
    for (let n = 0; n < 11; n++) server.put(Buffer.from(`Subject: ${n}\r\n\r\n`));
    const nobody = () => false;
    const visits = [await read(nobody), await read(nobody), await read(nobody)];
    const names = visits.map(texts => texts.map(text => Number(/\d+/.exec(text)?.[0])));
    expect(names).toEqual([
      [0, 1, 2, 3, 4],
      [5, 6, 7, 8, 9],
      [10, 0, 1, 2, 3],
    ]);
  });

  it('asks for no mail that is too large', async () => {
    server.put(Buffer.alloc(10 * 1024 * 1024 + 1, 'x'));
    for await (const { bytes, dealtWith } of readImap(url(), { bookmark })) {
      expect(bytes).toBeNull();
      await dealtWith();
    }
    expect(seen()).toEqual([1]);
    expect(server.heard.join('\n')).not.toMatch(/BODY/);
  });

  it('hangs up when whoever reads has enough, or is to stop', async () => {
    for (let n = 0; n < 3; n++) server.put(Buffer.from('Subject: x\r\n\r\n'));
    for await (const { dealtWith } of readImap(url(), { bookmark })) {
      await dealtWith();
      break;
    }
    expect(seen()).toEqual([1]);
    const stop = new AbortController();
    const stopped = read(
      () => {
        stop.abort();
        return false;
      },
      url(),
      stop.signal,
    );
    await expect(stopped).rejects.toThrow('INBOX cannot be read (it hung up)');
  });

  it.each([
    ['a wrong password', () => url('', 'something else'), 'does not accept the name bounces'],
    ['a folder that is not there', () => url('/Nowhere'), 'Nowhere cannot be read'],
    ['no password', () => `imap://127.0.0.1:${server.port}`, 'expected a name and a password'],
    ['a stray %', () => `imap://a:%zz@127.0.0.1:${server.port}`, 'Write % as %25'],
  ])('tells of %s, and never the password', async (_, address, words) => {
    const error = await read(undefined, address()).catch((reason: Error) => reason);
    expect(String(error)).toContain(words);
    expect(String(error)).not.toMatch(/pa ss|something else|%zz/);
  });

  it('sends no password to another machine without TLS', async () => {
    const elsewhere = `imap://bounces:secret@[::ffff:127.0.0.1]:${server.port}/`;
    await expect(read(undefined, elsewhere)).rejects.toThrow(/STARTTLS/);
    expect(server.heard.join('\n')).not.toMatch(/secret|LOGIN/);
  });

  it('tells when nobody listens', async () => {
    await server.stop();
    await expect(read()).rejects.toThrow(/127\.0\.0\.1:\d+: it cannot be reached \(.*ECONNREFUSED/);
    server = await startImapServer('bounces', PASSWORD);
  });
});
