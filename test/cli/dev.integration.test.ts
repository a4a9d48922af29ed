import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Catcher, openCatcher } from '../../src/dev/catcher.ts';
import { ask } from '../support/ask.ts';
import { commandLine } from '../support/cli.ts';
import { startMailServer } from '../support/mail-server.ts';

describe('paperboy dev', () => {
  let cli: ReturnType<typeof commandLine>;
  const running: { kill: (signal: NodeJS.Signals) => boolean }[] = [];
  beforeEach(() => {
    cli = commandLine();
  });
  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
    cli.dispose();
  });

  /** Starts it on free ports; resolves when today's edition is told of. */
  async function start(...args: string[]) {
    const { child, ended } = cli.start([
      'dev',
      '--port',
      '0',
      '--mailbox-port',
      '0',
      '--smtp-port',
      '0',
      ...args,
    ]);
    running.push(child);
    let output = '';
    // Whoever stops reading closes the pipe, and ends the program with the next line it writes.
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', chunk => {
        output += String(chunk);
        if (/^Edition .*\n/m.test(output)) resolve();
      });
      void ended.then(({ stderr }) => reject(new Error(`it ended: ${output} ${stderr}`)));
    });
    const at = (what: string) => new RegExp(`^ +${what} +(\\S+)`, 'm').exec(output)?.[1] ?? '';
    return { child, ended, output, mailbox: at('mailbox'), pages: at('pages'), smtp: at('SMTP') };
  }

  const text = async (url: string) => (await fetch(url)).text();

  it('shows the mails of today within one command, and every link in them works', async () => {
    const { child, ended, mailbox, pages, smtp } = await start();
    expect([mailbox, pages]).toEqual([
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    ]);
    // Ada has a slot every day.
    expect(await text(`${mailbox}/mailbox?q=ada@example.org`)).toMatch(/1 of \d+ mails?/);
    const num = /href="\/mailbox\/(\d+)/.exec(await text(`${mailbox}/mailbox?q=ada@example.org`))?.[1];
    const mail = (await text(`${mailbox}/mailbox/${num}/html`))
      .replaceAll('&amp;', '&')
      .replaceAll('&#x3D;', '=');
    const links = new Set([...mail.matchAll(/href="(http:\/\/127[^"]*)"/g)].map(([, link = '']) => link));
    const kinds = new Set([...links].map(link => new URL(link).pathname.split('/')[1]));
    expect([...kinds]).toEqual(
      expect.arrayContaining(['unsubscribe', 'preferences', 'view', 'tune', 'papers']),
    );
    for (const link of links) expect([link, (await fetch(link)).status]).toEqual([link, 200]);

    const transport = createTransport(smtp);
    const own = { from: 'me@example.org', subject: 'My own', text: 'x' };
    await transport.sendMail({ ...own, to: 'you@example.org' });
    await expect(transport.sendMail({ ...own, to: 'reject@example.org' })).rejects.toMatchObject({
      responseCode: 550,
    });
    // What is kept stays in memory, so that there is a limit.
    const large = { ...own, text: 'x\n'.repeat(600_000), to: 'you@example.org' };
    await expect(transport.sendMail(large)).rejects.toMatchObject({ responseCode: 552 });
    transport.close();
    expect(await text(mailbox)).toContain('My own');

    // The studio on the same data, for whoever sits here only.
    const preview = await text(`${mailbox}/preview?who=ada@example.org`);
    expect(preview).toContain('ada@example.org');
    expect(preview).toContain('href="/mailbox"');
    expect((await fetch(`${mailbox}/themes`)).status).toBe(200);
    expect((await ask(mailbox, { path: '/mailbox', headers: { Host: 'rebound.example' } }))?.status).toBe(
      403,
    );

    // A page that waits for news must not keep it from ending.
    const events = await fetch(`${mailbox}/events`);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
    await events.body?.cancel().catch(() => {});
    await expect(fetch(mailbox)).rejects.toThrow();
  });

  it('sends a mail to the operator by their own settings, not into its mailbox', async () => {
    const server = await startMailServer();
    try {
      const env = `SMTP_URL=smtp://127.0.0.1:${server.port}\nOPERATOR_EMAIL=me@example.org\n`;
      writeFileSync(join(cli.folder, '.env'), env);
      const { mailbox, child, ended } = await start();
      const before = /(\d+) mails?</.exec(await text(`${mailbox}/mailbox`))?.[1];
      const raw = Buffer.from(await (await fetch(`${mailbox}/mailbox/1.eml`)).arrayBuffer());
      const path = '/mailbox/1/send-to-me';
      const answer = await ask(mailbox, { method: 'POST', path, body: '', headers: { Origin: mailbox } });
      expect(answer?.status).toBe(200);
      expect(server.accepted.map(({ to }) => to)).toEqual(['me@example.org']);
      expect(server.accepted[0]?.raw.equals(raw)).toBe(true);
      expect(/(\d+) mails?</.exec(await text(`${mailbox}/mailbox`))?.[1]).toBe(before);
      child.kill('SIGINT');
      expect(await ended).toMatchObject({ code: 0, stderr: '' });
    } finally {
      await server.stop();
    }
  });

  it('keeps its data, carries nothing twice, and starts from scratch when told to', async () => {
    const stop = async ({ child, ended }: Awaited<ReturnType<typeof start>>) => {
      child.kill('SIGTERM');
      expect((await ended).code).toBe(0);
    };
    await stop(await start());
    const again = await start();
    expect(await text(again.mailbox)).toContain('No mail yet');
    await stop(again);
    expect((await again.ended).stdout).toContain('--fresh starts from scratch');
    const fresh = await start('--fresh');
    expect(await text(`${fresh.mailbox}/mailbox?q=ada@example.org`)).toMatch(/1 of \d+ mails?/);
    await stop(fresh);
    const { stdout } = await cli.run('deliveries', '--json');
    // The real database of this folder was never touched.
    expect(JSON.parse(stdout)).toEqual([]);
  });

  it('takes the next port where one is taken, and says so, and leaves the mail of a service alone', async () => {
    // The folder may be that of a service: what came back to it is none of ours.
    const folder = join(cli.folder, 'else', 'where');
    const returned = join(folder, 'returned', 'new', 'mail');
    for (const place of ['cur', 'new', 'tmp']) {
      mkdirSync(join(folder, 'returned', place), { recursive: true });
    }
    writeFileSync(returned, 'From: postmaster@example.org\n\nIt came back.\n');
    writeFileSync(join(folder, '.env'), 'BOUNCE_MAILDIR=returned\n');
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const taken = address !== null && typeof address === 'object' ? address.port : 0;
    const other: Catcher = await openCatcher();
    try {
      const args = ['--mailbox-port', String(taken), '--smtp-port', String(other.port)];
      const { output, mailbox, smtp, child, ended } = await start(...args, '--folder', join('else', 'where'));
      expect(output).toContain(`(${taken} is taken)`);
      expect(output).toContain(`(${other.port} is taken)`);
      expect(Number(new URL(mailbox).port)).toBeGreaterThan(taken);
      expect(Number(new URL(smtp).port)).toBeGreaterThan(other.port);
      expect(other.mails).toEqual([]);
      child.kill('SIGINT');
      expect((await ended).code).toBe(0);
      expect(existsSync(returned)).toBe(true);
    } finally {
      server.close();
      await other.close();
    }
  });

  it('refuses what is no port', async () => {
    const { code, stderr } = await cli.run('dev', '--smtp-port', '70000');
    expect(code).toBe(2);
    expect(stderr).toContain('Expected a port from 0 to 65535');
  });
});
