import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MailOpener, mailOpener, openerOf } from '../../src/studio/mail-program.ts';

const MAIL = Buffer.from('Subject: Ä\r\n\r\nbytes \xff as they are\r\n', 'latin1');

describe('opening a mail in the program of this machine', () => {
  let folder: string;
  let opener: MailOpener | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'paperboy-test-'));
  });
  afterEach(() => {
    opener?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A program of the test's own: it is given `script`, then a file. */
  function program(script: string, patienceMs?: number): MailOpener {
    const command = join(folder, 'open it; now');
    writeFileSync(command, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    opener = mailOpener({ command, args: ['--a word'], tells: true }, patienceMs);
    return opener;
  }
  const seen = () => readFileSync(join(folder, 'seen'), 'utf8').trimEnd().split('\n');

  it('hands it the very bytes, in a file that only this user can read, and cleans up in the end', async () => {
    const opened = program(`
      printf '%s\\n' "$1" "$2" "$#" > '${folder}/seen'
      stat -c %a "$2" >> '${folder}/seen'
      stat -c %a "$(dirname "$2")" >> '${folder}/seen'`);
    const outcome = await opened.open(MAIL);
    expect(outcome).toMatchObject({
      done: true,
      words: [expect.stringContaining('open it; now'), expect.any(String)],
    });
    const [word, file = '', count, mode, above] = seen();
    expect([word, count, mode, above]).toEqual(['--a word', '2', '600', '700']);
    expect(file).toMatch(/\.eml$/);
    expect(readFileSync(file).equals(MAIL)).toBe(true);
    // A second mail beside the first, which may still be open.
    await opened.open(Buffer.from('another'));
    expect(seen()[1]).not.toBe(file);
    expect(dirname(seen()[1] ?? '')).toBe(dirname(file));
    opened.end();
    expect(existsSync(dirname(file))).toBe(false);
  });

  it('writes nothing before it is asked', () => {
    const opened = program('exit 0');
    opened.end();
    opened.end();
  });

  it('says which program it looked for, and what to do instead, where there is none', async () => {
    opener = mailOpener({ command: 'no-such-program-anywhere', args: [], tells: true });
    const { done, words } = await opener.open(MAIL);
    expect(done).toBe(false);
    expect(words.join(' ')).toMatch(/no-such-program-anywhere.*this machine has none.*\.eml/);
  });

  it('tells when the program fails, unless its exit code means nothing', async () => {
    expect(await program('exit 3').open(MAIL)).toMatchObject({
      done: false,
      words: [expect.stringContaining('exit code 3'), expect.stringContaining('.eml')],
    });
    const silent = mailOpener({ command: join(folder, 'open it; now'), args: [], tells: false });
    expect((await silent.open(MAIL)).done).toBe(true);
    silent.end();
  });

  it('does not wait for a program that stays open', async () => {
    const opened = program(`echo $$ > '${folder}/pid'; exec sleep 60`, 300);
    expect((await opened.open(MAIL)).done).toBe(true);
    const pid = () =>
      existsSync(join(folder, 'pid')) ? Number(readFileSync(join(folder, 'pid'), 'utf8')) : 0;
    // A busy machine may not even have started it by then.
    await expect.poll(pid).toBeGreaterThan(0);
    process.kill(pid(), 'SIGTERM');
  });

  it('knows the programs of the usual systems', () => {
    expect(openerOf('linux').command).toBe('xdg-open');
    expect(openerOf('freebsd').command).toBe('xdg-open');
    expect(openerOf('darwin').command).toBe('open');
    expect(openerOf('win32')).toMatchObject({ command: 'explorer.exe', tells: false });
  });
});
