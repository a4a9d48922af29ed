import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { openDkim } from '../../src/deliver/dkim.ts';
import { type Catcher, type CatcherOptions, openCatcher } from '../../src/dev/catcher.ts';
import { type Dns, openDns } from '../../src/doctor/dns.ts';
import { examine, type Surroundings } from '../../src/doctor/doctor.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import { PLAIN_NETWORK } from '../../src/ingest/sources/network.ts';
import { probe } from '../../src/ingest/sources/probe.ts';
import { readCron } from '../../src/schedule/cron.ts';
import { type DnsServer, startDnsServer } from '../support/dns-server.ts';

const nothingThere = () => Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' }));
const NOW = Date.parse('2026-06-02T12:00:00Z');
const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

describe('the doctor', () => {
  let folder: string;
  let env: Record<string, string>;
  const closers: (() => Promise<unknown>)[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'paperboy-doctor-'));
    env = {};
  });
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
    chmodSync(folder, 0o755);
    rmSync(folder, { recursive: true });
  });

  /** What stands around a program that works: every address answers, at our time; the DNS is empty. */
  const AROUND: Surroundings = {
    fetch: async () => new Response('', { headers: { date: new Date(NOW).toUTCString() } }),
    dns: { txt: nothingThere, mx: nothingThere },
    nodeVersion: '24.1.0',
    checkSchedule: (schedule, timeZone) => void readCron(schedule, timeZone),
    smtpTimeoutMs: 5_000,
  };

  async function findings(around: Partial<Surroundings> = {}): Promise<Finding[]> {
    const app = createApp({ env, cwd: folder, clock: { now: () => NOW } });
    try {
      return await examine(app, { ...AROUND, ...around });
    } finally {
      await app.close();
    }
  }

  /** Findings of one thing, `level: words`. */
  async function of(id: string, around: Partial<Surroundings> = {}): Promise<string[]> {
    const found = (await findings(around)).filter(one => one.id === id);
    return found.map(({ level, says }) => `${level}: ${says}`);
  }

  async function mailServer(options: CatcherOptions = {}): Promise<Catcher> {
    const catcher = await openCatcher(options);
    closers.push(catcher.close);
    env.SMTP_URL = catcher.url;
    return catcher;
  }

  /** Everything an operator has to set, set right. */
  async function setUp(): Promise<void> {
    await mailServer({ auth: { user: 'ann', password: 'secret word' } });
    writeFileSync(join(folder, 'dkim.pem'), KEY);
    for (const name of ['inbox', 'returned/new', 'returned/cur'])
      mkdirSync(join(folder, name), { recursive: true });
    Object.assign(env, {
      MAIL_FROM: 'Papers <papers@bücher.de>',
      MAIL_POSTAL_ADDRESS: 'Main Street 5, 10115 Berlin',
      PUBLIC_URL: 'https://papers.bücher.de',
      SECRET_KEY: 'x'.repeat(40),
      DKIM_DOMAIN: 'xn--bcher-kva.de',
      DKIM_SELECTOR: 's1',
      DKIM_PRIVATE_KEY_FILE: 'dkim.pem',
      BOUNCE_ADDRESS: 'bounces@bücher.de',
      BOUNCE_MAILDIR: 'returned',
      OPERATOR_EMAIL: 'ann@example.net',
      SOURCES: 'inbox,https://name:geheim%@source.example.net/{date}.txt',
    });
  }

  /** The DNS as an operator has to have it, asked over the network. */
  async function goodDns(): Promise<{ server: DnsServer; dns: Dns }> {
    const domain = 'xn--bcher-kva.de';
    const keyFile = join(folder, 'dkim.pem');
    const { record } = await openDkim({ domain, selector: 's1', keyFile });
    const server = await startDnsServer({
      [domain]: { txt: ['v=spf1 a:mail.xn--bcher-kva.de -all'], mx: ['mail.xn--bcher-kva.de'] },
      [`_dmarc.${domain}`]: { txt: ['v=DMARC1; p=none; rua=mailto:dmarc@xn--bcher-kva.de'] },
      [`s1._domainkey.${domain}`]: { txt: [[record.slice(0, 255), record.slice(255)]] },
    });
    closers.push(server.close);
    return { server, dns: openDns({ servers: [server.address], timeoutMs: 1_000 }) };
  }

  it('tells of a schedule that cannot be kept, and of what .env sets for nobody', async () => {
    env.SCHEDULE = '99 * * * *';
    writeFileSync(join(folder, '.env'), 'SOURCE=inbox\nSMTPURL=smtp://x\nHELLO_THERE_WORLD=1\n');
    expect(await of('configuration.SCHEDULE')).toEqual([expect.stringMatching(/^fail: .*the minute "99"/)]);
    const strangers = (await findings()).filter(({ says }) => says.includes('no setting'));
    // Node decides on the order.
    expect(strangers.map(({ level, id, fix }) => [level, id, fix]).sort()).toEqual([
      ['warn', 'configuration.HELLO_THERE_WORLD', 'Remove the line.'],
      ['warn', 'configuration.SMTPURL', expect.stringContaining('SMTP_URL')],
      ['warn', 'configuration.SOURCE', expect.stringContaining('SOURCES')],
    ]);
  });

  it('finds nothing to complain of where everything is right, and changes nothing', async () => {
    await setUp();
    const asked: [string, RequestInit][] = [];
    const fetch: Surroundings['fetch'] = (url, init) => {
      asked.push([url, init]);
      return AROUND.fetch(url, init);
    };
    const before = readdirSync(folder);
    const { dns } = await goodDns();
    const found = await findings({ dns, fetch });
    // A disk has the real time, this test a time of its own.
    expect(found.filter(({ level, id }) => level !== 'ok' && id !== 'clock')).toEqual([]);
    expect(found.map(({ id }) => id)).toEqual([
      'node',
      'configuration',
      'database',
      'data',
      'catalogue',
      'templates',
      'clock',
      'smtp',
      'smtp.offers',
      'bounces',
      'bounces.mx',
      'spf',
      'spf.alignment',
      'dkim',
      'dkim.alignment',
      'dkim.record',
      'dmarc',
      'source.1',
      'source.2',
      'service',
    ]);
    expect(found.find(({ id }) => id === 'smtp')?.says).toContain('encrypted, and takes name and password');
    expect(asked.map(([url]) => url).sort()).toEqual([
      'https://papers.xn--bcher-kva.de/health',
      'https://source.example.net/2026-06-02.txt',
    ]);
    expect(asked.map(([, { headers }]) => headers)).toContainEqual({
      authorization: `Basic ${Buffer.from('name:geheim%').toString('base64')}`,
    });
    expect(JSON.stringify(found)).not.toMatch(/geheim|secret word/);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('tells every mistake in the settings at once, and looks at the rest all the same', async () => {
    Object.assign(env, { MAIL_FROM: 'nonsense', PORT: 'x', DKIM_SELECTOR: 's', SMTP_URL: 'smtp:secret' });
    const found = await findings();
    const failed = found.filter(({ level }) => level === 'fail').map(({ id }) => id);
    for (const key of ['MAIL_FROM', 'PORT', 'SMTP_URL', 'DKIM_DOMAIN', 'DKIM_PRIVATE_KEY_FILE']) {
      expect(failed).toContain(`configuration.${key}`);
    }
    expect(found.map(({ id }) => id)).toEqual(expect.arrayContaining(['database', 'catalogue', 'templates']));
    expect(JSON.stringify(found)).not.toContain('smtp:secret');
  });

  it('warns of examples that would go out, once there is a mail server', async () => {
    expect(await of('configuration')).toEqual(['ok: Every setting can be read.']);
    expect(await of('smtp')).toEqual([expect.stringMatching(/^ok: .*nobody gets mail/)]);
    await mailServer();
    const found = await findings();
    const warned = found.filter(({ level }) => level === 'warn').map(({ id }) => id);
    expect(warned).toEqual([
      'configuration.MAIL_FROM',
      'configuration.MAIL_POSTAL_ADDRESS',
      'configuration.PUBLIC_URL',
      'configuration.OPERATOR_EMAIL',
      'clock',
      'bounces',
      'dkim',
      'source',
    ]);
  });

  it('tells why a mail server cannot be used', async () => {
    const { port } = await mailServer({ auth: { user: 'ann', password: 'right' } });
    env.SMTP_URL = `smtp://ann:wrong@127.0.0.1:${port}`;
    expect(await of('smtp')).toEqual([
      expect.stringMatching(/^fail: 127\.0\.0\.1:\d+: .*name or the password/),
    ]);
    env.SMTP_URL = 'smtp://127.0.0.1:1';
    expect(await of('smtp')).toEqual([expect.stringContaining('nobody listens')]);
    env.SMTP_URL = 'smtp://127.0.0.1:1?connection=5';
    expect(await of('smtp')).toEqual([expect.stringMatching(/unknown option "connection".*[^.]\.$/)]);
    await mailServer({ onConnect: () => 'silence' });
    expect(await of('smtp', { smtpTimeoutMs: 200 })).toEqual([expect.stringMatching(/^fail: /)]);
  });

  it('tells what a mail server offers, and fails one that takes no mail as large as ours', async () => {
    const { port } = await mailServer({ auth: { user: 'ann', password: 'secret' } });
    env.SMTP_URL = `smtp://ann:secret@127.0.0.1:${port}`;
    const [offers = ''] = await of('smtp.offers');
    expect(offers).toMatch(/^ok: It offers STARTTLS, login \(.*PLAIN.*\), mails of any size, PIPELINING/);
    await mailServer({ size: 26_000_000 });
    expect(await of('smtp.offers')).toEqual([expect.stringContaining('mails up to 26 MB')]);
    await mailServer({ size: 500_000 });
    expect(await of('smtp.offers')).toEqual([expect.stringMatching(/^fail: .* 500,000 bytes at most/)]);
  });

  it('says whether anybody reads what returns', async () => {
    await mailServer();
    env.BOUNCE_ADDRESS = 'bounces@example.org';
    expect(await of('bounces')).toEqual([expect.stringMatching(/^warn: .*nobody reads it/)]);
    env.BOUNCE_IMAP_URL = 'imaps://name:geheim@mail.example.org/INBOX';
    expect(await of('bounces')).toEqual([expect.stringMatching(/^ok: .*a mailbox on mail\.example\.org\.$/)]);
    env.BOUNCE_MAILDIR = 'returned';
    expect(await of('bounces')).toEqual([expect.stringMatching(/^fail: .*no Maildir.*ENOENT/)]);
    for (const name of ['new', 'cur']) mkdirSync(join(folder, 'returned', name), { recursive: true });
    expect(await of('bounces')).toEqual([expect.stringMatching(/^ok: .*arrives in .*returned\.$/)]);
  });

  it('never sends a password without encryption', async () => {
    const seen: string[] = [];
    const { connections } = await mailServer({
      hideStarttls: true,
      auth: { user: 'ann', password: 'right' },
      onRcpt: address => {
        seen.push(address);
        return null;
      },
    });
    expect(await of('smtp')).toEqual([expect.stringMatching(/^fail: .*encryption/)]);
    await expect.poll(connections).toBe(0);
    expect(seen).toEqual([]);
  });

  it('knows a database by its schema, and a damaged one', async () => {
    const app = createApp({ env, cwd: folder });
    await (await app.store()).backup(join(folder, 'copy.db'));
    await app.close();
    expect(await of('database')).toEqual([expect.stringMatching(/^ok: .*sound and has schema \d+/)]);
    // The first two pages hold the schema: the program opens it and sees nothing amiss by itself.
    const bytes = readFileSync(join(folder, 'copy.db'));
    writeFileSync(join(folder, 'copy.db'), bytes.fill(0xff, 8 * 4096, 9 * 4096));
    env.DATABASE_URL = 'sqlite:copy.db';
    expect(await of('database')).toEqual([expect.stringMatching(/^fail: .*copy\.db.* is damaged/)]);
    writeFileSync(join(folder, 'other.db'), 'x'.repeat(5_000));
    env.DATABASE_URL = 'sqlite:other.db';
    expect(await of('database')).toEqual([expect.stringMatching(/^fail: .*not a database/)]);
  });

  it('names a folder that cannot be one', async () => {
    writeFileSync(join(folder, 'data'), 'a file');
    expect(await of('data')).toEqual([expect.stringMatching(/^fail: .*is a file, expected a folder/)]);
    expect(await of('clock')).toEqual([expect.stringMatching(/^ok: /)]);
  });

  it('leaves nothing behind where it tried to write, and reads what the ledger says', async () => {
    const app = createApp({ env, cwd: folder, clock: { now: () => NOW } });
    const store = await app.store();
    await store.incidents.open('relay mail.example.org:587', 'it hung up', NOW);
    await app.close();
    const before = readdirSync(join(folder, 'data')).sort();
    const found = await findings();
    expect(found.map(({ id }) => id)).toEqual(expect.arrayContaining(['edition', 'data']));
    expect(found.find(({ id }) => id.startsWith('incident'))).toMatchObject({ level: 'fail' });
    expect(readdirSync(join(folder, 'data')).sort()).toEqual(before);
  });

  it('tells what is wrong with the key, and whose signature it makes', async () => {
    await setUp();
    env.DKIM_DOMAIN = 'example.net';
    expect(await of('dkim.alignment')).toEqual([expect.stringMatching(/^fail: .*does not count/)]);
    env.DKIM_DOMAIN = 'mail.xn--bcher-kva.de';
    expect(await of('dkim.alignment')).toEqual([expect.stringMatching(/^ok: /)]);
    expect(await of('dkim.record')).toEqual([expect.stringMatching(/^fail: The DNS has no key/)]);
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
    writeFileSync(join(folder, 'dkim.pem'), short.export({ type: 'pkcs8', format: 'pem' }));
    expect(await of('dkim')).toEqual([expect.stringMatching(/^warn: .*1024 bits/)]);
    const other = generateKeyPairSync('ed25519').privateKey;
    writeFileSync(join(folder, 'dkim.pem'), other.export({ type: 'pkcs8', format: 'pem' }));
    expect(await of('dkim')).toEqual([expect.stringMatching(/^fail: .*ed25519/)]);
  });

  it('says of each source whether it can be read', async () => {
    const server: Server = createServer((request, response) => {
      const status = request.url?.startsWith('/gone') ? 404 : request.url?.startsWith('/closed') ? 400 : 200;
      response.writeHead(status).end('x');
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => new Promise(resolve => server.close(resolve)));
    const address = server.address();
    const base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    writeFileSync(join(folder, 'one.txt'), '');
    env.SOURCES = `one.txt,none,in/{date},${base}/a,${base}/gone,${base}/gone/{date},${base}/closed/{date},http://127.0.0.1:1/x`;
    const asRead: Surroundings['probe'] = (source, place, signal) =>
      probe(source, place, { network: PLAIN_NETWORK, signal });
    const found = (await findings({ fetch, probe: asRead })).filter(({ id }) => id.startsWith('source.'));
    expect(found.map(({ id, level }) => `${id} ${level}`)).toEqual([
      'source.1 ok',
      'source.2 fail',
      'source.3 warn',
      'source.4 ok',
      'source.5 fail',
      'source.6 warn',
      'source.7 warn',
      'source.8 fail',
    ]);
    expect(found.every(({ level, fix }) => level === 'ok' || fix !== null)).toBe(true);
    expect(found.at(-1)?.says).toContain('nobody listens there');
  });

  it('warns of sources that were old, failed or never brought a paper, and leaves to incidents what they tell', async () => {
    env.SOURCES = 'one,two,three,four';
    const app = createApp({ env, cwd: folder, clock: { now: () => NOW } });
    const store = await app.store();
    const names = (await app.sources()).map(({ name }) => name);
    const read = { day: '2026-06-01', publishing: true, entries: 2, fresh: 1, declared: null, newest: 'a' };
    const add = (
      at: number,
      source: string | undefined,
      status: 'ingested' | 'quiet' | 'stale' | 'refused',
    ) =>
      store.readings.add({
        ...read,
        source: source ?? '',
        at: NOW + at,
        day: `2026-06-0${at + 1}`,
        status,
        reason: 'so',
      });
    await add(0, names[0], 'ingested');
    await add(1, names[0], 'stale');
    await add(0, names[1], 'refused');
    await store.incidents.open(`source ${names[1]}`, 'Not read', NOW);
    for (const day of [0, 1, 2, 3, 4]) await add(day, names[2], 'quiet');
    await app.close();
    const found = (await findings()).filter(({ id }) => id.endsWith('.read'));
    expect(found.map(({ id, level }) => `${id} ${level}`)).toEqual([
      'source.1.read warn',
      'source.3.read warn',
    ]);
    expect(found[0]?.says).toContain(`${names[0]} was stale: so.`);
    expect(found[1]?.says).toContain('never brought a paper');
  });

  it('says what is wrong with the list of sources', async () => {
    mkdirSync(join(folder, 'subscribers'));
    writeFileSync(join(folder, 'subscribers/sources.yaml'), 'sources:\n  - name: one\n');
    expect(await of('source')).toEqual([expect.stringMatching(/^fail: .*sources\.yaml/)]);
  });

  it('advises on what a source answers', async () => {
    env.SOURCES = 'https://papers.example.org/today.txt';
    const fixFor = async (status: number) => {
      const around = { fetch: async () => new Response('', { status }) };
      return (await findings(around)).find(({ id }) => id === 'source.1')?.fix;
    };
    expect(await fixFor(401)).toContain('password');
    expect(await fixFor(429)).toContain('later');
    expect(await fixFor(410)).toContain('Correct the address');
  });

  it('shows no password of an address that cannot be read', async () => {
    const login = 'https://name:very-secret';
    env.SOURCES = `${login}@:99/a,${login}/x@papers.example.org:99999/b`;
    env.PUBLIC_URL = `${login}@papers.example.org`;
    const found = JSON.stringify(await findings());
    expect(found).toContain('configuration.SOURCES');
    expect(found).toContain('configuration.PUBLIC_URL');
    expect(found).not.toContain('secret');
  });

  it('compares the clock with those of other machines, not with its own', async () => {
    const late = new Response('', { headers: { date: new Date(NOW - 300_000).toUTCString() } });
    const around = { fetch: async () => late };
    expect(await of('clock', around)).not.toContainEqual(expect.stringContaining('localhost'));
    Object.assign(env, { PUBLIC_URL: 'https://papers.example.org', SECRET_KEY: 'x'.repeat(40) });
    expect(await of('clock', around)).toContainEqual(
      expect.stringMatching(/^warn: .*papers\.example\.org is 300 seconds behind/),
    );
  });

  it('does not mind that nobody answers at PUBLIC_URL', async () => {
    const refused = Object.assign(new TypeError('fetch failed'), {
      cause: Object.assign(new Error(''), { code: 'ECONNREFUSED' }),
    });
    expect(await of('service', { fetch: () => Promise.reject(refused) })).toEqual([
      'warn: http://localhost:8080/health cannot be reached: nobody listens there.',
    ]);
    expect(await of('service', { fetch: async () => new Response('', { status: 503 }) })).toEqual([
      'warn: http://localhost:8080/health answers 503.',
    ]);
  });
});
