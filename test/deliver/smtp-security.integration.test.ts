import { afterEach, describe, expect, it } from 'vitest';
import { openSession } from '../../src/deliver/smtp/connection.ts';
import { probeSmtp } from '../../src/deliver/smtp/probe.ts';
import { readSmtpUrl } from '../../src/deliver/smtp/smtp-url.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';

const PASSWORD = 'p@ss/w%rd';
const ENCODED = encodeURIComponent(PASSWORD);

describe('TLS and passwords', () => {
  let server: MailServer;
  let heard: string[];
  const start = async (options: Parameters<typeof startMailServer>[1] = {}) => {
    heard = [];
    server = await startMailServer(() => null, {
      disabledCommands: [],
      allowInsecureAuth: true,
      onAuth({ username, password }, _session, done) {
        heard.push(`${username}:${password}`);
        if (password === PASSWORD) done(null, { user: username });
        else done(Object.assign(new Error('wrong password'), { responseCode: 535 }));
      },
      ...options,
    });
  };
  afterEach(() => server.stop());
  const url = (rest: string, scheme = 'smtp') => `${scheme}://${rest}127.0.0.1:${server.port}`;

  it('logs in over STARTTLS', async () => {
    await start();
    expect(await probeSmtp(url(`user:${ENCODED}@`))).toMatchObject({
      ok: true,
      secure: true,
      authenticated: true,
    });
    expect(heard).toEqual([`user:${PASSWORD}`]);
  });

  it('logs in over TLS from the first byte', async () => {
    await start({ secure: true });
    expect(await probeSmtp(url(`user:${ENCODED}@`, 'smtps'))).toMatchObject({ ok: true, secure: true });
    expect(heard).toHaveLength(1);
  });

  it('never tells a server without encryption the password', async () => {
    await start({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });
    const probe = await probeSmtp(url(`user:${ENCODED}@`));
    expect(probe).toMatchObject({ ok: false, problem: expect.stringContaining('encryption') });
    expect(heard).toEqual([]);
    expect(JSON.stringify(probe)).not.toContain('p@ss');
  });

  it('asks for encryption even where it is not offered, before there is a password to tell', async () => {
    await start({ hideSTARTTLS: true });
    expect(await probeSmtp(url(`user:${ENCODED}@`))).toMatchObject({ ok: true, secure: true });
  });

  it('encrypts whenever the server can, even with nothing to hide', async () => {
    await start();
    const session = await openSession(readSmtpUrl(url('')));
    expect(session).toMatchObject({ secure: true, authenticated: false });
    session.close();
  });

  it('says in words what is wrong with a password, and what to do', async () => {
    await start();
    const probe = await probeSmtp(url('user:secret-but-wrong@'));
    expect(probe).toMatchObject({ ok: false, problem: expect.stringContaining('does not accept the name') });
    expect(probe.fix).toContain('SMTP_URL');
    expect(JSON.stringify(probe)).not.toContain('secret-but-wrong');
  });

  it('says that a server takes no password at all', async () => {
    await start({ disabledCommands: ['AUTH'] });
    const probe = await probeSmtp(url(`user:${ENCODED}@`));
    expect(probe).toMatchObject({
      ok: false,
      problem: expect.stringContaining('takes no name and password'),
    });
    expect(probe.fix).toContain('Leave name and password out');
    expect(heard).toEqual([]);
  });

  it('says that a port does not begin with TLS', async () => {
    await start();
    const probe = await probeSmtp(url('', 'smtps'));
    expect(probe.problem).toContain('TLS');
    expect(probe.fix).toContain('smtp://');
  });
});
