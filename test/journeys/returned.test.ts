import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryReport } from '../../src/model/delivery.ts';
import type { BounceReport } from '../../src/pipeline/bounces.ts';
import type { EditionReport } from '../../src/pipeline.ts';
import { capturePath } from '../support/captures.ts';
import { commandLine } from '../support/cli.ts';
import { type Fault, type MailServer, startMailServer } from '../support/mail-server.ts';
import { answer, complaint, deliveryReport } from '../support/returned-mail.ts';

const FIRST = '2026-06-02';
const SECOND = '2026-06-03';

describe('mail that comes back', () => {
  let server: MailServer;
  let cli: ReturnType<typeof commandLine>;
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
    expect((await cli.run('ingest', capture, '--captured-at', FIRST)).code).toBe(0);
  }

  const send = async (edition: string) =>
    (await cli.run('send', '--edition', edition, '--json')).json() as EditionReport;
  const ledger = async (edition: string) =>
    (await cli.run('deliveries', '--edition', edition, '--json')).json() as DeliveryReport[];

  async function states(edition: string): Promise<Record<string, string>> {
    return Object.fromEntries((await ledger(edition)).map(row => [row.email?.split('@')[0], row.state]));
  }

  /** The envelope sender that a reader's mail really had. */
  function envelopeOf(name: string): string {
    const all = [...server.accepted, ...server.swallowed];
    const mail = all.find(({ to }) => to.startsWith(`${name}@`));
    if (!mail) throw new Error(`${name} got no mail`);
    return mail.from;
  }

  it('settles deliveries, suppresses addresses, and lets readers leave; the next edition goes by it', async () => {
    const names = ['gone', 'barred', 'full', 'angry', 'away', 'leaver', 'forged', 'doubtful', 'fine'];
    await subscribe(names);
    faults = { doubtful: { at: 'dot', drop: true } };
    expect(await send(FIRST)).toMatchObject({ states: { accepted: 8, unknown: 1 } });

    const maildir = join(cli.folder, 'returned');
    mkdirSync(join(maildir, 'new'), { recursive: true });
    const mails: Record<string, Buffer> = {
      gone: deliveryReport(envelopeOf('gone'), { diagnostic: '550 5.1.1 <gone@example.org>: no such user' }),
      barred: deliveryReport(envelopeOf('barred'), {
        status: '5.7.26',
        diagnostic: '550 5.7.26 unauthenticated',
      }),
      full: deliveryReport(envelopeOf('full'), { status: '5.2.2', diagnostic: '552 5.2.2 mailbox full' }),
      angry: complaint(envelopeOf('angry')),
      away: answer(envelopeOf('away'), 'unsubscribe? I am away', ['Auto-Submitted: auto-replied']),
      leaver: answer(envelopeOf('leaver'), 'unsubscribe'),
      forged: deliveryReport(envelopeOf('forged').replace(/.{16}@/, '0123456789abcdef@'), {}),
      doubtful: deliveryReport(envelopeOf('doubtful'), { action: 'delivered', status: '2.0.0' }),
    };
    for (const [name, bytes] of Object.entries(mails)) writeFileSync(join(maildir, 'new', name), bytes);

    const read = await cli.run('bounces', 'returned', '--json');
    expect(read.code).toBe(0);
    const report = read.json() as BounceReport;
    expect(report).toMatchObject({
      read: 8,
      suppressed: 2,
      unsubscribed: 1,
      ignored: { 'auto-reply': 1, 'no-token': 1 },
    });
    const ids = new Map((await ledger(FIRST)).map(row => [row.id, row.email?.split('@')[0]]));
    const changed = report.changed.map(one => [ids.get(one.id), one.from, one.to, one.class, one.enhanced]);
    expect(changed.sort()).toEqual([
      ['angry', 'accepted', 'complained', null, null],
      ['barred', 'accepted', 'bounced', 'policy', '5.7.26'],
      ['doubtful', 'unknown', 'accepted', null, '2.0.0'],
      ['full', 'accepted', 'bounced', 'full', '5.2.2'],
      ['gone', 'accepted', 'bounced', 'dead', '5.1.1'],
    ]);
    expect(readdirSync(join(maildir, 'new'))).toEqual([]);
    expect(readdirSync(join(maildir, 'cur'))).toHaveLength(8);

    // Read again it changes nothing; and an edition's accounts balance as before.
    const again = (await cli.run('bounces', 'returned', '--json')).json() as BounceReport;
    expect(again).toMatchObject({
      read: 8,
      changed: [],
      suppressed: 0,
      unsubscribed: 0,
      ignored: { repeated: 6 },
    });
    const accounts = await send(FIRST);
    expect(accounts).toMatchObject({
      state: 'complete_with_failures',
      audience: 9,
      states: { accepted: 5, bounced: 3, complained: 1 },
    });

    for (const name of ['gone', 'angry']) {
      const added = await cli.run(
        'subscribers',
        'add',
        `${name}@example.org`,
        '--topics',
        'llm',
        '--confirmed',
      );
      expect(added.code).toBe(1);
      expect(added.stderr).toContain(name === 'gone' ? 'bounced: 5.1.1' : 'complaint');
    }

    // What came back was not carried: it goes into the next edition. What arrived never comes again.
    faults = {};
    const next = await send(SECOND);
    expect(next.skipped).toMatchObject({ suppressed: 2, unsubscribed: 1 });
    const second = await states(SECOND);
    expect(Object.keys(second).sort()).toEqual(expect.arrayContaining(['barred', 'full']));
    const carried = async (edition: string, name: string) =>
      (await ledger(edition)).find(row => row.email?.startsWith(`${name}@`))?.papers ?? [];
    expect(await carried(SECOND, 'barred')).toEqual(await carried(FIRST, 'barred'));
    const before = new Set(await carried(FIRST, 'doubtful'));
    expect(before.size).toBeGreaterThan(0);
    expect((await carried(SECOND, 'doubtful')).filter(paper => before.has(paper))).toEqual([]);
  });

  it('reads files, an mbox and standard input; what is not there costs exit code 1, not the rest', async () => {
    await subscribe(['a', 'b', 'c']);
    await send(FIRST);
    const bounce = (name: string) => deliveryReport(envelopeOf(name), { status: '5.7.1' });
    writeFileSync(join(cli.folder, 'a.eml'), bounce('a'));
    writeFileSync(
      join(cli.folder, 'b.mbox'),
      `From MAILER-DAEMON Tue Jun  2 07:00:00 2026\n${bounce('b')}\n`,
    );
    const files = await cli.run('bounces', 'a.eml', 'nowhere', 'b.mbox');
    expect(files.code).toBe(1);
    expect(files.stderr).toBe('nowhere: no such file or folder.\n');
    expect(files.stdout).toContain('2 read: 2 deliveries changed, 0 addresses suppressed, 0 unsubscribed.');
    expect(files.stdout).toMatch(/accepted\s+bounced\s+policy\s+5\.7\.1\s+returned: not wanted there/);
    const piped = await cli.runWith(bounce('c'), 'bounces', '-', '--json');
    expect(piped.json()).toMatchObject({ read: 1, changed: [{ to: 'bounced' }], ignored: {} });
    expect(await states(FIRST)).toEqual({ a: 'bounced', b: 'bounced', c: 'bounced' });
    const junk = await cli.runWith(Buffer.from([0, 255, 10, 13]), 'bounces', '-');
    expect(junk.code).toBe(0);
    expect(junk.stdout).toMatch(/not-a-report\s+1/);
  });

  it('suppresses at an answer what a report would suppress, too', async () => {
    await subscribe(['gone', 'fine']);
    faults = { gone: { at: 'rcpt', code: 550, says: '5.1.1 no such user' } };
    expect(await send(FIRST)).toMatchObject({ states: { accepted: 1, rejected: 1 } });
    expect((await send(SECOND)).skipped).toMatchObject({ suppressed: 1 });
  });

  it('says what is missing when no mail can be known', async () => {
    const bare = commandLine();
    const { code, stderr } = await bare.run('bounces', '-');
    expect(code).toBe(2);
    expect(stderr).toContain('BOUNCE_ADDRESS is not set');
    bare.dispose();
  });
});
