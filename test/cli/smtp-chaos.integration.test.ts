import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandLine } from '../support/cli.ts';

describe('paperboy smtp-chaos', () => {
  let cli: ReturnType<typeof commandLine>;
  beforeEach(() => {
    cli = commandLine();
  });
  afterEach(() => cli.dispose());

  /** Starts it on a free port; resolves when it listens. */
  async function start(...args: string[]) {
    const { child, ended } = cli.start(['smtp-chaos', '--port', '0', ...args]);
    const greeting = new Promise<string>(resolve => {
      let said = '';
      const hear = (chunk: Buffer) => {
        said += String(chunk);
        if (said.includes('Ctrl-C')) resolve(said);
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.on('exit', () => resolve(said));
    });
    const url = /SMTP_URL=(\S+)/.exec(await greeting)?.[1] ?? '';
    const stop = () => {
      child.kill('SIGINT');
      return ended;
    };
    return { url, greeting: await greeting, stop };
  }

  /** The code that the server answers, or the word of the library. */
  async function hand(url: string, to: string) {
    const transport = createTransport({ url, tls: { rejectUnauthorized: false } });
    try {
      const { response } = await transport.sendMail({ from: 's@example.org', to, subject: 'one', text: 'x' });
      return Number(response.slice(0, 3));
    } catch (error) {
      const { responseCode, code } = error as { responseCode?: number; code?: string };
      return responseCode ?? code;
    } finally {
      transport.close();
    }
  }

  it('does as told, writes it down, and says at the end what a sender may repeat', async () => {
    const script = 'drop-after-dot taken for lost@*, 451-rcpt for later@*';
    const { url, greeting, stop } = await start('--script', script, '--seed', '7', '--log', 'chaos.ndjson');
    expect(greeting).toMatch(/^ {2}seed {5}7$/m);
    expect(greeting).toContain('451-rcpt for later@*');
    expect(await hand(url, 'ada@example.org')).toBe(250);
    expect(await hand(url, 'later@example.org')).toBe(451);
    expect(await hand(url, 'lost@example.org')).toMatch(/^E/);
    // On record while it still runs.
    const lines = readFileSync(join(cli.folder, 'chaos.ndjson'), 'utf8').trim().split('\n');
    expect(lines.map(line => JSON.parse(line))).toMatchObject([
      { event: 'taken', answered: true, fault: null, to: ['ada@example.org'] },
      { event: 'refused', fault: '451-rcpt', code: 451 },
      { event: 'taken', answered: false, fault: 'drop-after-dot' },
    ]);
    const { code, stdout, stderr } = await stop();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^no fault +1 +1 +taken and answered/m);
    expect(stdout).toMatch(/^drop-after-dot +1 +1 +ambiguous/m);
    expect(stdout).toMatch(/^451-rcpt +1 +0 +safe/m);
  });

  it('reads its script from a file, and gives its log on standard output alone', async () => {
    writeFileSync(join(cli.folder, 'bad-days.yaml'), '- fault: 550-rcpt\n  for: "b*@example.org"\n');
    const { url, stop } = await start('--script', '@bad-days.yaml', '--log', '-', '--tls');
    expect(await hand(url, 'bob@example.org')).toBe(550);
    expect(await hand(url, 'ada@example.org')).toBe(250);
    const ran = await stop();
    expect(ran.lines()).toMatchObject([{ event: 'refused' }, { event: 'taken' }]);
  });

  it.each([
    [['--script', 'drop-after-dit'], '--script, "drop-after-dit": there is no fault'],
    [['--script', '@none.txt'], '--script: none.txt cannot be read (ENOENT)'],
    [['--seed', 'x'], 'Expected a whole number'],
    [['--port', '70000'], 'Expected a port'],
    [['--log', join('no', 'such', 'folder')], 'no such file or folder'],
  ])('%j is refused in words', async (args, said) => {
    const { code, stderr } = await cli.run('smtp-chaos', ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });
});
