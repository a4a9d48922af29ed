import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryReport } from '../../src/model/delivery.ts';
import type { EditionReport } from '../../src/pipeline.ts';
import type { StatusReport } from '../../src/schedule/status.ts';
import { capturePath } from '../support/captures.ts';
import { commandLine } from '../support/cli.ts';
import { type Fault, type MailServer, startMailServer } from '../support/mail-server.ts';

const EDITION = '2026-06-02';

describe('an edition over SMTP', () => {
  let server: MailServer;
  let cli: ReturnType<typeof commandLine>;
  /** What the server does to a recipient; changed as the story goes on. */
  let faults: Record<string, Fault | undefined>;

  beforeEach(async () => {
    faults = {};
    server = await startMailServer(address => faults[address.split('@')[0] ?? ''] ?? null);
    cli = commandLine({
      SMTP_URL: `smtp://127.0.0.1:${server.port}?connections=2`,
      BOUNCE_ADDRESS: 'bounces@example.org',
    });
  });
  afterEach(async () => {
    cli.dispose();
    await server.stop();
  });

  async function subscribe(names: readonly string[]): Promise<void> {
    const rows = names.map(name => `${name}@example.org,llm;inference;vision`);
    writeFileSync(join(cli.folder, 'readers.csv'), ['email,topics', ...rows].join('\n'));
    expect((await cli.run('subscribers', 'import', 'readers.csv', '--confirmed')).code).toBe(0);
    const capture = capturePath('capture-2026-06-02.txt');
    expect((await cli.run('ingest', capture, '--captured-at', EDITION)).code).toBe(0);
  }

  async function send(
    edition = EDITION,
  ): Promise<{ code: number | null; stderr: string; report: EditionReport }> {
    const run = await cli.run('send', '--edition', edition, '--json');
    const report = run.json() as EditionReport;
    const counted = [...Object.values(report.states), ...Object.values(report.skipped)];
    expect(counted.reduce((sum, one) => sum + one, 0)).toBe(report.audience);
    return { code: run.code, stderr: run.stderr, report };
  }

  async function states(): Promise<Record<string, [state: string, code: number | null]>> {
    const rows = (await cli.run('deliveries', '--json')).json() as DeliveryReport[];
    return Object.fromEntries(rows.map(row => [row.email?.split('@')[0], [row.state, row.code]]));
  }

  const arrivals = () => server.accepted.map(({ to }) => to.split('@')[0]).sort();

  it('closes its accounts whatever a server does, and a second run reaches only those still owed', async () => {
    const fine = Array.from({ length: 8 }, (_, n) => `fine${n}`);
    await subscribe([...fine, 'nobody', 'greylisted', 'unlucky', 'mute', 'refused']);
    faults = {
      nobody: { at: 'rcpt', code: 550, says: '5.1.1 no such user' },
      greylisted: { at: 'rcpt', code: 450, says: '4.7.1 come back later' },
      unlucky: { at: 'rcpt', drop: true },
      mute: { at: 'dot', drop: true },
      refused: { at: 'dot', code: 554, says: '5.7.1 not like this' },
    };
    const first = await send();
    expect(first.code).toBe(1);
    expect(first.report).toMatchObject({
      state: 'sending',
      audience: 13,
      states: { accepted: 8, rejected: 2, deferred: 2, unknown: 1 },
    });
    expect(await states()).toMatchObject({
      nobody: ['rejected', 550],
      greylisted: ['deferred', 450],
      unlucky: ['deferred', null],
      mute: ['unknown', null],
      refused: ['rejected', 554],
    });
    expect(arrivals()).toEqual(fine);

    faults = {};
    const second = await send();
    expect(second.report).toMatchObject({
      state: 'complete_with_unknown',
      states: { accepted: 10, rejected: 2, unknown: 1 },
    });
    expect(arrivals()).toEqual([...fine, 'greylisted', 'unlucky'].sort());
    expect(server.swallowed.map(({ to }) => to)).toEqual(['mute@example.org']);

    const third = await send();
    expect(third.report).toEqual(second.report);
    expect(arrivals()).toHaveLength(10);
  });

  it('hands over byte for byte what preview writes, signature and all', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(join(cli.folder, 'dkim.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(
      join(cli.folder, '.env'),
      'DKIM_DOMAIN=example.org\nDKIM_SELECTOR=s1\nDKIM_PRIVATE_KEY_FILE=dkim.pem\n',
    );
    await subscribe(['a', 'b']);
    expect((await cli.run('preview', '--out', 'look', '--edition', EDITION)).code).toBe(0);
    await send();
    for (const { to, raw } of server.accepted) {
      expect(raw.toString('latin1', 0, 15)).toBe('DKIM-Signature:');
      expect(raw.equals(readFileSync(join(cli.folder, 'look', `${to}.eml`)))).toBe(true);
    }
    expect(server.accepted).toHaveLength(2);
  });

  it('names once more what nobody answered for, in the mail that preview shows', async () => {
    const next = '2026-06-03';
    await subscribe(['sure', 'mute']);
    faults = { mute: { at: 'dot', drop: true } };
    expect((await send()).report).toMatchObject({ states: { accepted: 1, unknown: 1 } });
    faults = {};
    await cli.run('ingest', capturePath('capture-2025-09-16.txt'), '--captured-at', next);
    expect((await cli.run('preview', '--out', 'look', '--edition', next)).code).toBe(0);
    const planned = (await cli.run('plan', '--edition', next, '--json')).json();
    expect((await send(next)).report).toMatchObject({ state: 'complete', states: { accepted: 2 } });
    expect((await cli.run('plan', '--edition', next, '--json')).json()).toEqual(planned);

    const mails = new Map(server.accepted.slice(1).map(({ to, raw }) => [to, raw]));
    for (const [to, raw] of mails) {
      expect(raw.equals(readFileSync(join(cli.folder, 'look', `${to}.eml`)))).toBe(true);
    }
    const rows = (await cli.run('deliveries', '--json')).json() as DeliveryReport[];
    const mute = rows.filter(({ email }) => email === 'mute@example.org');
    expect(mute.map(({ edition, again }) => [edition, again.length])).toEqual([
      [next, 12],
      [EDITION, 0],
    ]);
    expect(mute[1]?.papers).toEqual(expect.arrayContaining(mute[0]?.again ?? []));
    expect(mute[0]?.papers.filter(id => mute[1]?.papers.includes(id))).toEqual([]);
    expect(mails.get('mute@example.org')?.toString()).toContain('You may have missed');
    expect(mails.get('sure@example.org')?.toString()).not.toContain('You may have missed');
  });

  it('waits for a server that is away, and loses nobody', async () => {
    await subscribe(['a', 'b', 'c']);
    await server.stop();
    const away = await send();
    expect(away).toMatchObject({ code: 1, report: { state: 'sending', states: { deferred: 3 } } });
    expect(away.stderr).toContain('nobody listens there');
    await server.start();
    expect(await send()).toMatchObject({ code: 0, report: { state: 'complete', states: { accepted: 3 } } });
    expect(arrivals()).toEqual(['a', 'b', 'c']);
  });

  it('knows whom it left in doubt when it is killed: that one, and nobody else', async () => {
    await subscribe(Array.from({ length: 12 }, (_, n) => `r${n}`));
    // The server takes one message and never answers.
    faults = { r5: { at: 'dot', wait: new Promise(() => {}) } };
    const { child, ended } = cli.start(['send', '--edition', EDITION]);
    // An answer that is not on record yet when the program is killed leaves one more in doubt.
    await until(async () => {
      const all = Object.values(await states()).map(([state]) => state);
      return all.filter(state => state === 'accepted').length === 11 && all.includes('handoff');
    });
    child.kill('SIGKILL');
    await ended;
    faults = {};
    const { report } = await send();
    expect(report).toMatchObject({
      state: 'complete_with_unknown',
      states: { accepted: 11, unknown: 1 },
    });
    expect((await states()).r5).toEqual(['unknown', null]);
    expect(new Set(arrivals()).size).toBe(11);
    expect(arrivals()).toHaveLength(11);

    // The operator's word closes the accounts.
    const [doubtful] = (
      await cli.run('deliveries', '--state', 'unknown', '--json')
    ).json() as DeliveryReport[];
    expect((await cli.run('deliveries', 'resolve', doubtful?.id ?? '', '--accepted')).code).toBe(0);
    const { editions } = (await cli.run('status', '--json')).json() as StatusReport;
    expect(editions).toMatchObject([{ state: 'complete', states: { accepted: 12 } }]);
  });

  it('two runs at once give everybody one mail, over as many connections as they may', async () => {
    const everybody = Array.from({ length: 60 }, (_, n) => `r${String(n).padStart(2, '0')}`);
    await subscribe(everybody);
    const reports = await Promise.all([send(), send()]);
    for (const { report } of reports) {
      expect(report).toMatchObject({ state: 'complete', states: { accepted: 60 } });
    }
    expect(arrivals()).toEqual(everybody);
    expect(server.busiest()).toBeLessThanOrEqual(4);
    expect(new Set(server.accepted.map(({ from }) => from)).size).toBe(60);
    expect(server.accepted[0]?.from).toMatch(/^bounces\+[0-9a-z-]+@example\.org$/);
  });
});

/** Asks until it is so; the end of the test's time is the end of patience. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}
