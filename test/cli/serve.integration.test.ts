import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeliveryReport } from '../../src/model/delivery.ts';
import type { StatusReport } from '../../src/schedule/status.ts';
import { commandLine } from '../support/cli.ts';
import { digest, title } from '../support/digest.ts';
import { startRawServer } from '../support/raw-smtp.ts';

type CommandLine = ReturnType<typeof commandLine>;
type Started = ReturnType<CommandLine['start']>;

let cli: CommandLine;
let started: Started[] = [];

beforeEach(() => {
  cli = commandLine({ SOURCES: 'inbox', PORT: '0', LOG_LEVEL: 'debug' });
  mkdirSync(join(cli.folder, 'inbox'));
  writeFileSync(join(cli.folder, 'inbox', 'today.txt'), digest(title(1), title(2)));
  started = [];
});
afterEach(async () => {
  for (const { child, ended } of started) {
    child.kill('SIGKILL');
    await ended;
  }
  cli.dispose();
});

/** Starts a serve; `said` resolves when its output has all of the words. */
function serve(...args: string[]) {
  const process = cli.start(['serve', ...args]);
  started.push(process);
  let output = '';
  const said = (...words: string[]) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        if (words.every(word => output.includes(word))) resolve(output);
      };
      process.child.stdout.on('data', look);
      process.ended.then(
        ({ stderr }) => reject(new Error(`ended before it said ${words}: ${output}${stderr}`)),
        reject,
      );
      look();
    });
  process.child.stdout.on('data', chunk => {
    output += chunk;
  });
  return { ...process, said };
}

/** Readers whose hour came within the last sixty minutes. */
async function subscribe(...emails: string[]): Promise<void> {
  const hour = new Date().getUTCHours();
  const rows = emails.map(email => `${email},"""language models""",${hour}`);
  writeFileSync(join(cli.folder, 'readers.csv'), ['email,queries,hour', ...rows].join('\n'));
  expect(await cli.run('subscribers', 'import', 'readers.csv', '--confirmed')).toMatchObject({ code: 0 });
}

const NO_PAGES = ['--only', 'scheduler,sender'];

function mails(): string[] {
  const outbox = join(cli.folder, 'data', 'outbox');
  return readdirSync(outbox).flatMap(edition => readdirSync(join(outbox, edition)));
}

test('serve reads the sources, delivers, and ends in order when it is told to', async () => {
  await subscribe('ada@example.org');
  const { child, ended, said } = serve(...NO_PAGES);
  const output = await said('"msg":"delivered; accepted means written to a folder, nobody got mail"');
  expect(mails()).toEqual(['ada@example.org.eml']);
  const lines = output
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>);
  expect(lines.find(({ msg }) => msg === 'serving')).toMatchObject({
    sources: [join(cli.folder, 'inbox')],
    nextRead: expect.stringMatching(/^\d{4}-\d\d-\d\d 06:00 UTC$/),
    mails: 'written to a folder, nobody got mail',
  });
  const during = (await cli.run('status', '--json')).json() as StatusReport;
  expect(during).toMatchObject({
    serve: { state: 'runs' },
    ingest: { last: { state: 'done', attempts: 1, sources: [{ ok: true, newPapers: 2 }] }, overdue: false },
    editions: [{ state: 'complete', audience: 1, states: { accepted: 1 }, skipped: {} }],
    owed: [],
  });
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 0, stderr: '' });
  const after = await cli.run('status');
  expect(after.stdout).toMatch(
    /^No serve has run since .*: it was stopped then\. Start it: paperboy serve$/m,
  );
});

test('several serve one database without doubling anything', async () => {
  const readers = Array.from({ length: 12 }, (_, n) => `reader${n}@example.org`);
  await subscribe(...readers);
  const both = [serve(...NO_PAGES), serve(...NO_PAGES)];
  await Promise.all(both.map(({ said }) => said('looked at the schedule')));
  await Promise.race(both.map(({ said }) => said('"state":"complete"')));
  const third = serve(...NO_PAGES);
  await third.said('looked at the schedule', 'delivered what was owed');
  for (const { child, ended } of [...both, third]) {
    child.kill('SIGINT');
    expect((await ended).code).toBe(0);
  }
  const ledger = (await cli.run('deliveries', '--json')).json() as DeliveryReport[];
  expect(ledger.map(({ email, state, attempts }) => `${email} ${state} ${attempts}`).sort()).toEqual(
    readers.map(email => `${email} accepted 1`).sort(),
  );
  expect(mails().sort()).toEqual(readers.map(email => `${email}.eml`).sort());
  const { ingest, passes } = (await cli.run('status', '--json')).json() as StatusReport;
  expect(ingest.last).toMatchObject({ state: 'done', attempts: 1 });
  expect(passes).toMatchObject([{ state: 'done', attempts: 1 }]);
});

function setSmtp(port: number): void {
  writeFileSync(join(cli.folder, '.env'), `SMTP_URL=smtp://127.0.0.1:${port}`);
}

test('a server that says nothing keeps nobody from stopping', async () => {
  const silent = createServer();
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const asked = once(silent, 'connection');
  setSmtp((silent.address() as AddressInfo).port);
  await subscribe('ada@example.org');
  const { child, ended } = serve(...NO_PAGES);
  const [socket] = await asked;
  child.kill('SIGTERM');
  expect((await ended).code).toBe(0);
  socket.destroy();
  silent.close();
});

test('a second signal ends it at once, whatever hangs', async () => {
  let taken = () => {};
  const all = new Promise<void>(resolve => {
    taken = resolve;
  });
  // It has the message, and never says so.
  const mute = await startRawServer(({ verb }) => {
    if (verb === '.') taken();
    return verb === '.';
  });
  setSmtp(mute.port);
  await subscribe('ada@example.org');
  const { child, ended, said } = serve(...NO_PAGES);
  await all;
  child.kill('SIGTERM');
  await said('stopping');
  child.kill('SIGTERM');
  expect((await ended).code).toBe(1);
  await mute.stop();
});

test('serve shows the pages, and says so when their port is taken', async () => {
  const { child, ended, said } = serve();
  const output = await said('"msg":"serving"');
  const [, url = '', port = ''] = /"pages":"(http:\/\/127\.0\.0\.1:(\d+))"/.exec(output) ?? [];
  expect((await fetch(url)).status).toBe(200);
  const second = commandLine({ PORT: port });
  const { code, stderr } = await second.run('serve', '--only', 'web');
  second.dispose();
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`^error: HOST 127\\.0\\.0\\.1, PORT ${port}: cannot listen there`));
  child.kill('SIGTERM');
  expect((await ended).code).toBe(0);
});

test('serve says everything that is wrong with its settings at once', async () => {
  writeFileSync(join(cli.folder, '.env'), 'MAIL_FROM=nobody\nSCHEDULE=0 25 * * *\nTIMEZONE=UTC\n');
  const { code, stdout, stderr } = await cli.run('serve');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('MAIL_FROM: expected one mailbox');
  expect(stderr).toContain('SCHEDULE "0 25 * * *": the hour "25" cannot be right');
  const role = await cli.run('serve', '--only', 'web,postman');
  expect(role).toMatchObject({ code: 2, stdout: '' });
  expect(role.stderr).toContain('unknown role "postman". Expected some of web, scheduler, sender');
});

test('status speaks of an instance on which nothing ever ran', async () => {
  const { stdout, code } = await cli.run('status', '--json');
  expect({ code, report: JSON.parse(stdout) as unknown }).toEqual({
    code: 0,
    report: {
      now: expect.any(String),
      timeZone: 'UTC',
      serve: { state: 'never', lastSeen: null },
      sources: [join(cli.folder, 'inbox')],
      ingest: { last: null, next: expect.stringMatching(/T06:00:00.000Z$/), overdue: true },
      standings: [expect.objectContaining({ name: join(cli.folder, 'inbox'), status: null })],
      passes: [],
      nextSlot: null,
      missed: [],
      editions: [],
      owed: [],
      inFlight: 0,
      holds: [],
      planned: [],
      unknown: 0,
      incidents: [],
      throttles: [],
    },
  });
  const words = (await cli.run('status')).stdout;
  expect(words).toContain('No serve has ever run on this database.');
  expect(words).toContain('Nothing is owed.');
});

test('status needs no mail settings', async () => {
  writeFileSync(join(cli.folder, '.env'), 'SMTP_URL=nonsense\nMAIL_FROM=nobody\n');
  const { stdout, code } = await cli.run('status');
  expect(code).toBe(0);
  expect(stdout).toContain('the mail settings are not usable; paperboy doctor says why');
});
