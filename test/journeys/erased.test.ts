import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { capturePath } from '../support/captures.ts';
import { commandLine } from '../support/cli.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';

const EDITION = '2026-06-02';
const EMAIL = 'Ada.Lovelace@example.org';

let server: MailServer;
let cli: ReturnType<typeof commandLine>;

beforeEach(async () => {
  // A server that says in its own words whom it means.
  server = await startMailServer(address =>
    address.startsWith('ada') || address.startsWith('Ada')
      ? { at: 'rcpt', code: 450, says: `4.2.0 <${address.toLowerCase()}>: mailbox of A. Lovelace is busy` }
      : null,
  );
  cli = commandLine({ SMTP_URL: `smtp://127.0.0.1:${server.port}` });
});
afterEach(async () => {
  cli.dispose();
  await server.stop();
});

/** What the files of the instance hold of her. */
function traces(): string[] {
  const folder = join(cli.folder, 'data');
  const files = readdirSync(folder).filter(name => name.startsWith('paperboy.db'));
  const bytes = files.map(name => readFileSync(join(folder, name), 'latin1').toLowerCase()).join('\n');
  return ['ada.lovelace', 'lovelace is busy', 'countess', 'her own words'].filter(one => bytes.includes(one));
}

it('who is erased leaves no trace in the files: not as a name, not in what servers said', async () => {
  const her = ['--name', 'The Countess', '--query', '"her own words"', '--topics', 'llm', '--confirmed'];
  expect((await cli.run('subscribers', 'add', EMAIL, ...her)).code).toBe(0);
  await cli.run('subscribers', 'add', 'ben@example.org', '--topics', 'llm', '--confirmed');
  await cli.run('ingest', capturePath('capture-2026-06-02.txt'), '--captured-at', EDITION);
  expect((await cli.run('send', '--edition', EDITION, '--json')).json()).toMatchObject({
    states: { accepted: 1, deferred: 1 },
  });
  expect(traces()).toEqual(['ada.lovelace', 'lovelace is busy', 'countess', 'her own words']);
  expect((await cli.run('subscribers', 'erase', EMAIL.toLowerCase())).code).toBe(0);
  expect(traces()).toEqual([]);
  const rows = (await cli.run('deliveries', '--json')).json();
  expect(rows).toMatchObject([
    { email: null, state: 'deferred', code: 450, reply: null },
    { email: 'ben@example.org' },
  ]);
  // What was frozen for her is not handed over any more.
  expect((await cli.run('send', '--edition', EDITION, '--json')).json()).toMatchObject({
    audience: 2,
    states: { accepted: 1, suppressed: 1 },
  });
});
