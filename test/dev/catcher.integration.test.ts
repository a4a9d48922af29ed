import { connect } from 'node:net';
import { createTransport } from 'nodemailer';
import { afterEach, describe, expect, it } from 'vitest';
import { type Catcher, type CatcherOptions, openCatcher, type Verdict } from '../../src/dev/catcher.ts';

const RAW = Buffer.from('From: a@example.org\r\nSubject: one\r\n\r\n.a dot\r\nÄ\r\n');

describe('the catcher', () => {
  const open: Catcher[] = [];
  afterEach(async () => {
    for (const catcher of open.splice(0)) await catcher.close();
  });

  async function start(options: CatcherOptions = {}): Promise<Catcher> {
    const catcher = await openCatcher(options);
    open.push(catcher);
    return catcher;
  }

  /** Hands one mail over; resolves to the server's code, or to the library's word for what went wrong. */
  async function hand(url: string, to = 'b@example.org', raw = RAW): Promise<number | string> {
    const transport = createTransport({ url, tls: { rejectUnauthorized: false }, socketTimeout: 2_000 });
    try {
      const envelope = { from: 'a@example.org', to: [to], dsn: { notify: ['failure'], return: 'headers' } };
      const { response } = await transport.sendMail({ envelope, raw });
      return Number(response.slice(0, 3));
    } catch (error) {
      const { responseCode, code } = error as { responseCode?: number; code?: string };
      return responseCode ?? code ?? 'broken';
    } finally {
      transport.close();
    }
  }

  it('keeps what it was handed, byte for byte, with its envelope', async () => {
    const { url, mails } = await start({ now: () => 42 });
    expect(await hand(url)).toBe(250);
    expect(mails).toEqual([
      {
        num: 1,
        arrivedAt: 42,
        envelope: { from: 'a@example.org', to: ['b@example.org'], notify: ['FAILURE'] },
        raw: RAW,
        secure: true,
        user: null,
      },
    ]);
  });

  it('keeps the newest only, and tells whoever watches', async () => {
    const { url, mails, watch } = await start({ keep: 2 });
    const seen: number[] = [];
    const end = watch(mail => seen.push(mail.num));
    for (let n = 0; n < 3; n++) await hand(url);
    end();
    await hand(url);
    expect(mails.map(mail => mail.num)).toEqual([3, 4]);
    expect(seen).toEqual([1, 2, 3]);
  });

  const refused: [Verdict, number | string][] = [
    [{ code: 550, message: 'No such user' }, 550],
    [{ code: 450, message: 'Try again later' }, 450],
    ['drop', 'ECONNECTION'],
    ['silence', 'ETIMEDOUT'],
  ];
  it.each(refused)('answers a recipient with %o', async (verdict, seen) => {
    const { url, mails } = await start({ onRcpt: address => (address.startsWith('x') ? verdict : null) });
    expect(await hand(url, 'x@example.org')).toBe(seen);
    expect(await hand(url)).toBe(250);
    expect(mails.map(mail => mail.envelope.to)).toEqual([['b@example.org']]);
  });

  it.each(refused)('answers a whole message with %o', async (verdict, seen) => {
    const { url, mails } = await start({ onData: async () => verdict });
    expect(await hand(url)).toBe(seen);
    expect(mails).toEqual([]);
  });

  it('turns whoever connects away', async () => {
    const { url } = await start({ onConnect: () => ({ code: 421, message: 'Closed on Sundays' }) });
    expect(await hand(url)).toBe(421);
  });

  it('wants the right name and password', async () => {
    const { url, mails, port } = await start({ auth: { user: 'ann', password: 'p@ss/word' } });
    expect(await hand(url)).toBe(250);
    expect(mails[0]).toMatchObject({ user: 'ann', secure: true });
    expect(await hand(`smtp://ann:wrong@127.0.0.1:${port}`)).toBe(535);
    expect(await hand(`smtp://127.0.0.1:${port}`)).toBe(530);
  });

  it('speaks TLS from the first byte, or not at all', async () => {
    const secure = await start({ secure: true });
    expect(secure.url).toMatch(/^smtps:/);
    expect(await hand(secure.url)).toBe(250);
    const clear = await start({
      hideStarttls: true,
      auth: { user: 'ann', password: 'x' },
      authOptional: true,
    });
    expect(await hand(`smtp://127.0.0.1:${clear.port}`)).toBe(250);
    expect([secure.mails[0]?.secure, clear.mails[0]?.secure]).toEqual([true, false]);
  });

  it('refuses what is too large', async () => {
    const { url, mails } = await start({ size: 1_000 });
    expect(await hand(url, 'b@example.org', Buffer.alloc(5_000, 'x\r\n'))).toBe(552);
    expect(mails).toEqual([]);
  });

  /** Speaks by hand up to the server's 354, says `rest` then, and hangs up if told to; all answers. */
  function speak(port: number, rest: string, hangUp: boolean): Promise<string> {
    const socket = connect(port, '127.0.0.1');
    let answers = '';
    socket.on('data', chunk => {
      const text = chunk.toString();
      answers += text;
      // Who talks before the greeting is turned away.
      if (text.startsWith('220')) {
        socket.write('EHLO x\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n');
      }
      if (!/^354/m.test(text)) return;
      if (hangUp) socket.end(rest);
      else socket.write(rest);
    });
    return new Promise(resolve => socket.once('close', () => resolve(answers)));
  }

  it('refuses what is too large also from who did not say how large it is, after the last byte', async () => {
    const { port, mails } = await start({ size: 1_000 });
    const body = `${'x'.repeat(70)}\r\n`.repeat(10_000);
    expect(await speak(port, `${body}.\r\nQUIT\r\n`, false)).toMatch(/^354 .*\r\n552 .*\r\n221 /m);
    expect(mails).toEqual([]);
  });

  it('keeps no half of a mail whose sender hung up', async () => {
    const { port, mails, connections } = await start();
    expect(await speak(port, 'Subject: half\r\n\r\nha', true)).toMatch(/^354 /m);
    await expect.poll(connections).toBe(0);
    expect(mails).toEqual([]);
  });

  it('says which port is taken, and frees its own', async () => {
    const { port, close, url } = await start();
    await expect(openCatcher({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await close();
    expect(await hand(url)).toBe('ESOCKET');
    await start({ port });
  });
});
