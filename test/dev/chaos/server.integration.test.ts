import { createHash, X509Certificate } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { createTransport } from 'nodemailer';
import { afterEach, describe, expect, it } from 'vitest';
import { selfSigned } from '../../../src/dev/chaos/certificate.ts';
import { type Chaos, startChaos } from '../../support/chaos.ts';

const BODY = 'Message-ID: <1@example.org>\r\nSubject: one\r\n\r\n..a dot\r\n.\r\n';
const STEPS = [
  'EHLO me\r\n',
  'MAIL FROM:<s@example.org>\r\n',
  'RCPT TO:<r@example.org>\r\n',
  'DATA\r\n',
  BODY,
];

const sha256 = (text: string) => createHash('sha256').update(text, 'latin1').digest('hex');

describe('the mail server with bad days', () => {
  const open: Chaos[] = [];
  afterEach(async () => {
    for (const chaos of open.splice(0)) await chaos.close();
  });
  async function start(...how: Parameters<typeof startChaos>): Promise<Chaos> {
    const chaos = await startChaos(...how);
    open.push(chaos);
    return chaos;
  }

  /**
   * Leads a conversation step by step, each after the answer to the one before; ends at the first answer that is no yes.
   * Returns the codes that came, then `reset`, `end`, or `open` where the server said no and stayed, or `?` for no code.
   */
  function talk({ port }: Chaos, steps: readonly string[] = STEPS): Promise<string> {
    return new Promise(resolve => {
      const socket: Socket = connect(port, '127.0.0.1');
      const rest = [...steps];
      const heard: string[] = [];
      let end = 'end';
      socket.on('data', chunk => {
        const last = String(chunk).trimEnd().split('\r\n').at(-1) ?? '';
        heard.push(/^\d{3} /.exec(last)?.[0].trim() ?? '?');
        const step = /^[23]/.test(last) ? rest.shift() : undefined;
        if (step !== undefined) return socket.write(step);
        // A server that hangs up after its answer does so at once.
        setTimeout(() => {
          if (!socket.destroyed) end = 'open';
          socket.destroy();
        }, 50);
      });
      socket.on('error', () => {
        end = 'reset';
      });
      socket.on('close', () => resolve([...heard, end].join(' ')));
    });
  }

  it('takes a message and knows it again, whatever dots it holds', async () => {
    const chaos = await start('', { now: () => 0 });
    expect(await talk(chaos)).toBe('220 250 250 250 354 250 open');
    expect(chaos.lines).toEqual([
      {
        at: '1970-01-01T00:00:00.000Z',
        event: 'taken',
        fault: null,
        answered: true,
        code: 250,
        connection: 1,
        from: 's@example.org',
        to: ['r@example.org'],
        messageId: '<1@example.org>',
        // Of the message with one dot, as it was before transport.
        hash: sha256('Message-ID: <1@example.org>\r\nSubject: one\r\n\r\n.a dot\r\n'),
      },
    ]);
  });

  it('takes commands in one go (RFC 2920), and a message in pieces', async () => {
    const chaos = await start('');
    const all = STEPS.slice(1, 4).join('');
    const pieces = [...BODY].map(letter => letter);
    const socket = connect(chaos.port, '127.0.0.1').setNoDelay(true);
    socket.write(`EHLO me\r\n${all}`);
    for (const piece of pieces) {
      socket.write(piece);
      await new Promise(setImmediate);
    }
    await expect.poll(() => chaos.lines.length).toBe(1);
    expect(chaos.lines[0]).toMatchObject({ event: 'taken', messageId: '<1@example.org>' });
    socket.destroy();
  });

  it('takes every message as it was, in whatever pieces it comes', async () => {
    const chaos = await start('');
    const socket = connect(chaos.port, '127.0.0.1').setNoDelay(true);
    socket.resume();
    const lines = fc.array(fc.constantFrom('', '.', '..', '. ', '.a', 'a', '\r', 'a.\r.'), { maxLength: 12 });
    const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(lines, cuts, async (body, sizes) => {
        const before = chaos.lines.length;
        const stuffed = body.map(line => `${line.startsWith('.') ? '.' : ''}${line}\r\n`).join('');
        let all = `${STEPS.slice(1, 4).join('')}${stuffed}.\r\n`;
        for (let n = 0; all !== ''; n++) {
          const size = sizes[n % sizes.length] ?? 1;
          socket.write(all.slice(0, size), 'latin1');
          all = all.slice(size);
          await new Promise(setImmediate);
        }
        await expect.poll(() => chaos.lines.length, { interval: 1 }).toBe(before + 1);
        expect(chaos.lines[before]?.hash).toBe(sha256(body.map(line => `${line}\r\n`).join('')));
      }),
      { numRuns: 50 },
    );
    socket.destroy();
  });

  it.each<[script: string, talk: string, line: object | null]>([
    ['drop-on-accept', 'reset', { event: 'fault', answered: false, connection: 1 }],
    ['silent-greeting 20ms', 'end', { event: 'fault' }],
    ['slow-greeting 20ms', '220 250 250 250 354 250 open', { event: 'fault', answered: true }],
    ['garbage-greeting', '? open', { event: 'fault' }],
    ['421-greeting', '421 end', { event: 'fault', answered: true, code: 421 }],
    ['554-greeting', '554 end', { event: 'fault', code: 554 }],
    ['drop-at-mail', '220 250 reset', { event: 'fault', from: 's@example.org', to: [] }],
    ['451-mail', '220 250 451 open', { event: 'refused', code: 451 }],
    ['quota', '220 250 452 open', { event: 'refused', code: 452 }],
    ['drop-at-rcpt', '220 250 250 reset', { event: 'fault', to: ['r@example.org'] }],
    ['garbage-at-rcpt', '220 250 250 ? open', { event: 'fault' }],
    ['550-rcpt', '220 250 250 550 open', { event: 'refused', code: 550, to: ['r@example.org'] }],
    ['drop-before-354', '220 250 250 250 reset', { event: 'fault' }],
    ['554-data', '220 250 250 250 554 open', { event: 'refused', messageId: null }],
    ['drop-after-354', '220 250 250 250 354 reset', { event: 'fault', messageId: null, hash: null }],
    ['drop-in-data', '220 250 250 250 354 reset', { event: 'fault', messageId: null, hash: null }],
    ['drop-after-dot taken', '220 250 250 250 354 reset', { event: 'taken', answered: false, code: null }],
    ['drop-after-dot lost', '220 250 250 250 354 reset', { event: 'fault', messageId: '<1@example.org>' }],
    ['fin-after-dot taken', '220 250 250 250 354 end', { event: 'taken', answered: false }],
    ['silence-after-dot 20ms lost', '220 250 250 250 354 end', { event: 'fault', answered: false }],
    ['garbage-after-dot taken', '220 250 250 250 354 ? open', { event: 'taken', answered: false }],
    ['slow-250 20ms', '220 250 250 250 354 250 open', { event: 'taken', answered: true, fault: 'slow-250' }],
    ['421-dot', '220 250 250 250 354 421 end', { event: 'refused', code: 421 }],
    ['451-dot', '220 250 250 250 354 451 open', { event: 'refused', messageId: '<1@example.org>' }],
    ['policy-storm', '220 250 250 250 354 550 open', { event: 'refused', code: 550 }],
  ])('%s', async (script, conversation, line) => {
    const chaos = await start(script);
    expect(await talk(chaos)).toBe(conversation);
    expect(chaos.lines[0]).toMatchObject({ fault: script.split(' ')[0], ...line });
  });

  it('greets a letter at a time', async () => {
    const chaos = await start('trickled-greeting 100ms');
    const heard: string[] = [];
    const socket = connect(chaos.port, '127.0.0.1').on('data', chunk => heard.push(String(chunk)));
    await expect.poll(() => heard.join('')).toMatch(/^220 .*\r\n$/);
    expect(heard.length).toBeGreaterThan(5);
    socket.destroy();
  });

  it('has written down what it answers before the answer leaves', async () => {
    const chaos = await start('');
    const known: number[] = [];
    const socket = connect(chaos.port, '127.0.0.1');
    const rest = [...STEPS];
    socket.on('data', () => {
      known.push(chaos.lines.length);
      socket.write(rest.shift() ?? 'QUIT\r\n');
    });
    await new Promise(resolve => socket.once('close', resolve));
    expect(known).toEqual([0, 0, 0, 0, 0, 1, 1]);
  });

  it('has a message all the same whose sender died before the answer', async () => {
    const chaos = await start('slow-250 100ms');
    const socket = connect(chaos.port, '127.0.0.1');
    socket.write(STEPS.join(''), () => socket.resetAndDestroy());
    await expect.poll(() => chaos.lines.map(line => line.event)).toEqual(['taken']);
  });

  it('forgets one recipient and serves the next', async () => {
    const chaos = await start('550-rcpt for bad@*');
    const steps = [
      ...STEPS.slice(0, 2),
      'RCPT TO:<good@example.org>\r\n',
      'RCPT TO:<fine@example.org>\r\n',
      'DATA\r\n',
      BODY,
      ...STEPS.slice(1, 2),
      'RCPT TO:<bad@example.org>\r\n',
    ];
    expect(await talk(chaos, steps)).toBe('220 250 250 250 250 354 250 250 550 open');
    expect(chaos.lines.map(({ event, to }) => [event, to])).toEqual([
      ['taken', ['good@example.org', 'fine@example.org']],
      ['refused', ['bad@example.org']],
    ]);
  });

  it.each([
    [['DATA\r\n'], '220 503 open'],
    [['RCPT TO:<r@example.org>\r\n'], '220 503 open'],
    [['MAIL FROM:<s@example.org> SIZE=99999999\r\n'], '220 552 open'],
    [['MAIL FROM:s@example.org\r\n'], '220 501 open'],
    [['STARTTLS\r\n'], '220 503 open'],
    [['AUTH PLAIN AGEAYg==\r\n'], '220 235 open'],
    [['AUTH LOGIN\r\n', 'YQ==\r\n', 'Yg==\r\n'], '220 334 334 235 open'],
    [['AUTH CRAM-MD5\r\n'], '220 504 open'],
    [['NOOP\r\n', 'RSET\r\n', 'VRFY x\r\n', 'QUIT\r\n'], '220 250 250 252 221 end'],
    [['SING\r\n'], '220 500 open'],
  ])('answers %j as it should', async (steps, conversation) => {
    expect(await talk(await start(''), steps)).toBe(conversation);
  });

  describe('with TLS', () => {
    const hand = async ({ port }: Chaos) => {
      const transport = createTransport({
        host: '127.0.0.1',
        port,
        requireTLS: true,
        tls: { rejectUnauthorized: false },
        auth: { user: 'a', pass: 'b' },
      });
      try {
        await transport.sendMail({ from: 's@example.org', to: 'r@example.org', subject: 'one', text: 'one' });
        return 'taken';
      } catch (error) {
        return (error as { code?: string }).code;
      } finally {
        transport.close();
      }
    };

    it('speaks it, and takes a login', async () => {
      const chaos = await start('', { tls: true });
      expect(await hand(chaos)).toBe('taken');
      expect(chaos.lines).toHaveLength(1);
    });

    it('fails at it when told to', async () => {
      const chaos = await start('tls-failure', { tls: true });
      expect(['ESOCKET', 'ETLS', 'ECONNECTION']).toContain(await hand(chaos));
      expect(chaos.lines).toMatchObject([{ event: 'fault', fault: 'tls-failure' }]);
    });

    it('refuses it when told to', async () => {
      const chaos = await start('454-starttls', { tls: true });
      expect(await hand(chaos)).toBe('ETLS');
    });

    it('makes a certificate that is what it says', () => {
      const now = Date.parse('2026-11-20T12:00:00Z');
      const { cert } = selfSigned(now);
      const certificate = new X509Certificate(cert);
      expect(certificate.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1');
      expect(certificate.verify(certificate.publicKey)).toBe(true);
      expect(Date.parse(certificate.validFrom)).toBe(now - 24 * 3_600_000);
      expect(Date.parse(certificate.validTo)).toBeGreaterThan(now);
    });
  });

  it('lets go of everybody when it is closed', async () => {
    const chaos = await start('silent-greeting 30min');
    const socket = connect(chaos.port, '127.0.0.1');
    socket.on('error', () => {});
    const gone = new Promise(resolve => socket.once('close', resolve));
    await expect.poll(() => chaos.connections()).toBe(1);
    await chaos.close();
    open.length = 0;
    await gone;
  });
});
