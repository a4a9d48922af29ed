import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ask } from '../support/ask.ts';
import { capturePath } from '../support/captures.ts';
import { commandLine } from '../support/cli.ts';
import { startMailServer } from '../support/mail-server.ts';

let cli: ReturnType<typeof commandLine>;
/** Where the program puts what it needs for a while. */
let scratch: string;
const running: { kill: (signal: NodeJS.Signals) => boolean }[] = [];
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'paperboy-scratch-'));
  cli = commandLine({ TMPDIR: scratch });
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  cli.dispose();
  rmSync(scratch, { recursive: true, force: true });
});

/** Starts the studio at a free port; resolves when it has said where it is. */
async function start(...args: string[]) {
  const { child, ended } = cli.start(['preview', '--port', '0', ...args]);
  running.push(child);
  let output = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', chunk => {
      output += String(chunk);
      if (output.includes('Ctrl-C')) resolve();
    });
    void ended.then(({ stderr }) => reject(new Error(`it ended: ${output} ${stderr}`)));
  });
  const url = /http:\/\/\S+/.exec(output)?.[0] ?? '';
  const stop = async () => {
    child.kill('SIGTERM');
    return (await ended).code;
  };
  return { url, output, stop };
}

const text = async (url: string) => (await fetch(url)).text();

it('shows examples where nothing is stored, and leaves nothing behind', async () => {
  const { url, output, stop } = await start();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(output).toContain('bundled papers and made-up readers');
  expect(await text(`${url}/preview?who=ada@example.org`)).toContain('ada@example.org');
  expect(readdirSync(scratch)).not.toEqual([]);
  expect(await stop()).toBe(0);
  expect(readdirSync(scratch)).toEqual([]);
  // By looking no database came to be, and no key.
  expect(existsSync(join(cli.folder, 'data'))).toBe(false);
});

it('mails an example to the operator, by the settings of this folder', async () => {
  const server = await startMailServer();
  try {
    const env = `SMTP_URL=smtp://127.0.0.1:${server.port}\nOPERATOR_EMAIL=me@example.org\n`;
    writeFileSync(join(cli.folder, '.env'), env);
    const { url, stop } = await start();
    const path = '/preview/send-to-me?who=ada@example.org';
    const answer = await ask(url, { method: 'POST', path, body: '', headers: { Origin: url } });
    expect([answer?.status, server.accepted.map(({ to }) => to)]).toEqual([200, ['me@example.org']]);
    expect(await stop()).toBe(0);
  } finally {
    await server.stop();
  }
});

it('shows what is stored, at the place that was asked for, and changes no byte of it', async () => {
  await cli.run('ingest', capturePath('capture-2026-06-02.txt'), '--captured-at', '2026-06-02');
  await cli.run('subscribers', 'add', 'ada@example.net', '--topics', 'llm', '--confirmed');
  await cli.run('send', '--edition', '2026-06-02');
  const file = join(cli.folder, 'data', 'paperboy.db');
  const before = readFileSync(file);
  const { url, output, stop } = await start('--subscriber', 'ada@example.net', '--edition', '2026-06-02');
  expect(output).not.toContain('made-up');
  expect(url).toMatch(/\/preview\?who=ada%40example.net&edition=2026-06-02$/);
  expect(await text(url)).toContain('ada@example.net');
  const query = new URL(url).search;
  const eml = Buffer.from(await (await fetch(new URL(`/preview.eml${query}`, url))).arrayBuffer());
  const outbox = join(cli.folder, 'data', 'outbox', '2026-06-02', 'ada@example.net.eml');
  expect(eml.equals(readFileSync(outbox))).toBe(true);
  expect(await stop()).toBe(0);
  expect(readFileSync(file).equals(before)).toBe(true);
  // Whatever is stored, examples can be asked for.
  const example = await start('--example');
  expect(example.output).toContain('made-up');
  await example.stop();
});

it.each([
  [['--json'], /--json goes with --out/],
  [['--at', '07:30'], /--at goes with --out/],
  [['--out', 'look', '--example'], /--example goes without --out/],
  [['--port', 'x'], /port from 0 to 65535/],
  [['--subscriber', 'a@example.org', '--subscriber', 'b@example.org'], /opens with one/],
  [['--subscriber', 'nonsense'], /no usable mail address/],
  [['--edition', 'tomorrow'], /expected a date/],
])('refuses %j in words', async (args, words) => {
  const { code, stderr } = await cli.run('preview', ...args);
  expect([code, stderr]).toEqual([2, expect.stringMatching(words)]);
  expect(stderr).not.toMatch(/^ +at /m);
});
