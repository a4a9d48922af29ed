import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryReport } from '../../src/model/delivery.ts';
import type { SnapshotReport } from '../../src/model/snapshot.ts';
import { capture, capturePath } from '../support/captures.ts';
import { commandLine } from '../support/cli.ts';

const CAPTURE = capturePath('capture-2026-06-02.txt');
const EDITION = '2026-06-02';

describe('the command line, as other programs call it', () => {
  let cli: ReturnType<typeof commandLine>;
  beforeEach(() => {
    cli = commandLine();
  });
  afterEach(() => cli.dispose());

  const snapshots = (json: unknown) => (json as { snapshots: SnapshotReport[] }).snapshots;

  it('ingests a file, knows its bytes again, and reads the same from standard input', async () => {
    const first = await cli.run('ingest', CAPTURE, '--captured-at', EDITION, '--json');
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(snapshots(first.json())).toEqual([
      {
        source: CAPTURE,
        format: 'hf-text',
        capturedAt: EDITION,
        dateFrom: 'option',
        status: 'ingested',
        entries: 59,
        new: 59,
        known: 0,
        rejected: [],
        reason: null,
      },
    ]);
    const again = await cli.runWith(capture('capture-2026-06-02.txt'), 'ingest', '-', '--json');
    expect(again.code).toBe(0);
    expect(snapshots(again.json())[0]).toMatchObject({ source: '-', status: 'unchanged', new: 0 });
  });

  it('takes the good files of a folder and refuses the others with a reason and exit code 1', async () => {
    const folder = join(cli.folder, 'in');
    mkdirSync(folder);
    copyFileSync(CAPTURE, join(folder, 'good.txt'));
    writeFileSync(join(folder, 'empty.txt'), '');
    writeFileSync(join(folder, 'foreign.txt'), 'Dear Sir,\n\nplease find enclosed.\n');
    writeFileSync(
      join(folder, 'noise.bin'),
      Buffer.from(Array.from({ length: 4096 }, (_, n) => (n * 97 + 13) % 256)),
    );
    const run = await cli.run('ingest', folder, '--json');
    expect(run.code).toBe(1);
    const byName = Object.fromEntries(snapshots(run.json()).map(one => [one.source.split('/').at(-1), one]));
    expect(byName['good.txt']).toMatchObject({ status: 'ingested', new: 59 });
    for (const bad of ['empty.txt', 'foreign.txt', 'noise.bin']) {
      expect(byName[bad]).toMatchObject({ status: 'refused', new: 0, reason: expect.stringMatching(/\w/) });
    }
    expect((await cli.run('papers', '--json')).lines()).toHaveLength(59);
  });

  it('asks a server for what is newer, and makes the same papers of what was kept', async () => {
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.headers['if-none-match']);
      if (asked.at(-1) === '"one"') response.writeHead(304).end();
      else response.setHeader('etag', '"one"').end(capture('capture-2026-06-02.txt'));
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/papers`;
    expect(snapshots((await cli.run('ingest', url, '--json')).json())).toMatchObject([
      { source: url, status: 'ingested', new: 59 },
    ]);
    const again = snapshots((await cli.run('ingest', url, '--json')).json());
    expect(again).toMatchObject([
      { source: url, status: 'unchanged', capturedAt: EDITION, entries: 59, known: 59 },
    ]);
    // Who says another day needs the bytes.
    await cli.run('ingest', url, '--captured-at', EDITION, '--json');
    expect(asked).toEqual([undefined, '"one"', undefined]);
    await new Promise(resolve => server.close(resolve));

    const [kept] = (await cli.run('snapshots', '--json')).json() as Record<string, unknown>[];
    expect(kept).toMatchObject({ num: 1, source: url, capturedAt: EDITION, format: 'hf-text', kept: true });
    const folder = join(cli.folder, 'out');
    expect((await cli.run('snapshots', 'export', folder, '--json')).json()).toMatchObject({
      folder,
      snapshots: [{ file: `${EDITION}-1.txt`, num: 1 }],
      lost: [],
    });
    expect(readFileSync(join(folder, `${EDITION}-1.txt`))).toEqual(
      Buffer.from(capture('capture-2026-06-02.txt')),
    );
    const papers = (await cli.run('papers', '--json')).lines() as { id: string }[];
    const other = commandLine();
    const imported = await other.run('snapshots', 'import', folder, '--json');
    expect(snapshots(imported.json())).toMatchObject([{ status: 'ingested', new: 59, capturedAt: EDITION }]);
    const made = (await other.run('papers', '--json')).lines() as { id: string }[];
    other.dispose();
    expect(made.map(({ id }) => id)).toEqual(papers.map(({ id }) => id));
    expect((await cli.run('snapshots', 'export', folder, '--until', 'soon')).code).toBe(2);
  });

  it('lists papers and matches as NDJSON, storing nothing by matching', async () => {
    const matched = await cli.run('match', CAPTURE, '--json');
    expect(matched.code).toBe(0);
    expect((await cli.run('papers', '--json')).stdout).toBe('');
    const lines = matched.lines() as {
      title: string;
      topics: { id: string; score: number; decided: boolean; terms: string[] }[];
    }[];
    expect(lines).toHaveLength(59);
    expect(lines[0]?.title).toBe(
      'UniPT: Universal Parallel Tuning for Transfer Learning with Efficient Parameter and Memory',
    );
    for (const { topics } of lines) {
      expect(topics.every(topic => topic.decided && topic.terms.length > 0)).toBe(true);
      expect(topics.map(topic => topic.score)).toEqual(
        topics.map(topic => topic.score).sort((a, b) => b - a),
      );
    }
    const all = (await cli.run('match', CAPTURE, '--all', '--json')).lines() as typeof lines;
    const topics = (await cli.run('topics', '--json')).json() as unknown[];
    expect(all.every(line => line.topics.length === topics.length)).toBe(true);

    await cli.run('ingest', CAPTURE, '--captured-at', EDITION);
    const [paper] = (await cli.run('papers', '--json')).lines() as Record<string, unknown>[];
    expect(Object.keys(paper ?? {}).sort()).toEqual(['firstSeen', 'id', 'sources', 'title', 'topics', 'url']);
    expect((await cli.run('papers', '--since', '2026-06-03', '--json')).stdout).toBe('');
    const shown = await cli.run('papers', 'show', String(paper?.id), '--json');
    expect(shown.json()).toMatchObject({
      id: paper?.id,
      notShown: null,
      fields: expect.arrayContaining([{ field: 'title', value: paper?.title, origin: 'hf-text' }]),
      sightings: [{ format: 'hf-text', capturedAt: EDITION, forgotten: false }],
      updates: [],
    });
    expect((await cli.run('papers', 'show', 'no such paper at all')).code).toBe(2);
  });

  it('manages subscribers, and mails nothing by itself', async () => {
    const added = await cli.run(
      'subscribers',
      'add',
      'Ada@Bücher.example',
      '--topics',
      'llm,vision',
      '--query',
      '"state space"',
      '--query',
      'mamba -survey',
      '--name',
      'Ada',
      '--cadence',
      'mon,thu',
      '--hour',
      '6',
      '--timezone',
      'Europe/Berlin',
      '--max',
      '5',
      '--json',
    );
    expect([added.code, added.stderr]).toEqual([0, '']);
    expect(added.json()).toMatchObject({
      email: 'Ada@xn--bcher-kva.example',
      name: 'Ada',
      status: 'pending',
      topics: ['llm', 'vision'],
      queries: ['"state space"', 'mamba -survey'],
      cadence: 'mon,thu',
      hour: 6,
      timezone: 'Europe/Berlin',
      max: 5,
    });
    const email = 'ada@bücher.example';
    expect(
      (await cli.run('subscribers', 'update', email, '--confirmed', '--max', '7', '--json')).json(),
    ).toMatchObject({ status: 'active', max: 7, hour: 6 });
    expect(
      (await cli.run('subscribers', 'pause', email, '--until', '2099-01-01', '--json')).json(),
    ).toMatchObject({ status: 'paused' });
    expect((await cli.run('subscribers', 'add', email, '--topics', 'llm')).code).toBe(1);
    expect((await cli.run('subscribers', 'show', email, '--json')).code).toBe(0);
    expect((await cli.run('subscribers', 'show', 'nobody@example.org')).code).toBe(1);
    expect((await cli.run('subscribers', 'export', email)).json()).toMatchObject({
      email: 'Ada@xn--bcher-kva.example',
      deliveries: [],
    });
    expect((await cli.run('subscribers', 'suppress', email, '--json')).json()).toMatchObject({
      status: 'suppressed',
    });
    expect((await cli.run('subscribers', 'erase', email, '--json')).json()).toMatchObject({
      email: null,
      name: null,
    });
    // Known still, as an address that is never mailed.
    expect((await cli.run('subscribers', 'show', email, '--json')).json()).toMatchObject({
      status: 'suppressed',
      topics: [],
    });
    const back = await cli.run('subscribers', 'add', email, '--topics', 'llm', '--confirmed');
    expect([back.code, back.stderr]).toEqual([1, expect.stringContaining('suppressed')]);
    expect(existsSync(join(cli.folder, 'data', 'outbox'))).toBe(false);
  });

  it('imports the good rows of a list, names the bad ones by line, and exports what it can read back', async () => {
    writeFileSync(
      join(cli.folder, 'list.csv'),
      'email,topics,queries\nok@example.org,llm;vision,"""a b"";c"\nnot an address,llm,\nother@example.org,nosuch,\n',
    );
    const run = await cli.run('subscribers', 'import', 'list.csv', '--confirmed', '--json');
    expect(run.code).toBe(1);
    expect(run.json()).toMatchObject({ added: 1, rejected: [{ line: 3 }, { line: 4 }] });
    const csv = (await cli.run('subscribers', 'export')).stdout;
    const copy = commandLine();
    writeFileSync(join(copy.folder, 'copy.csv'), csv);
    expect((await copy.run('subscribers', 'import', 'copy.csv', '--confirmed')).code).toBe(0);
    const list = (await cli.run('subscribers', 'list', '--json')).json() as Record<string, unknown>[];
    const copied = (await copy.run('subscribers', 'list', '--json')).json() as Record<string, unknown>[];
    const choices = ({ email, topics, queries, cadence, hour, max, status }: Record<string, unknown>) => ({
      email,
      topics,
      queries,
      cadence,
      hour,
      max,
      status,
    });
    expect(copied.map(choices)).toEqual(list.map(choices));
    copy.dispose();
  });

  it('plans without a trace, previews the bytes that it then sends, and keeps the ledger', async () => {
    await cli.run('ingest', CAPTURE, '--captured-at', EDITION);
    await cli.run('subscribers', 'add', 'reader@example.org', '--topics', 'llm,vision', '--confirmed');
    await cli.run('subscribers', 'add', 'waiting@example.org', '--topics', 'llm');
    const planned = (await cli.run('plan', '--edition', EDITION, '--json')).json() as {
      deliveries: { email: string; papers: string[] }[];
    };
    expect(planned).toMatchObject({
      edition: EDITION,
      audience: 2,
      deliveries: [{ email: 'reader@example.org' }],
      skipped: [{ email: 'waiting@example.org', reason: 'pending' }],
    });
    expect(await cli.run('deliveries', '--json').then(run => run.json())).toEqual([]);

    expect((await cli.run('preview', '--out', 'look', '--edition', EDITION)).code).toBe(0);
    const sent = await cli.run('send', '--edition', EDITION, '--json');
    expect([sent.code, sent.json()]).toEqual([
      0,
      { edition: EDITION, state: 'complete', audience: 2, states: { accepted: 1 }, skipped: { pending: 1 } },
    ]);
    const outbox = join(cli.folder, 'data', 'outbox', EDITION);
    expect(readdirSync(outbox)).toEqual(['reader@example.org.eml']);
    expect(readFileSync(join(outbox, 'reader@example.org.eml'))).toEqual(
      readFileSync(join(cli.folder, 'look', 'reader@example.org.eml')),
    );

    const [row] = (await cli.run('deliveries', '--edition', EDITION, '--json')).json() as DeliveryReport[];
    expect(row).toMatchObject({
      edition: EDITION,
      email: 'reader@example.org',
      state: 'accepted',
      attempts: 1,
      code: null,
      reply: 'outbox',
      reason: null,
      again: [],
    });
    expect(row?.papers).toEqual(planned.deliveries[0]?.papers);
    expect(row?.messageId).toMatch(/^<v1\.2026-06-02\.[a-z2-7]{26}@example\.org>$/);
    expect((await cli.run('plan', '--edition', EDITION, '--json')).json()).toEqual(planned);
  });

  it('sends at a time only what is due by then', async () => {
    await cli.run('ingest', CAPTURE, '--captured-at', EDITION);
    await cli.run('subscribers', 'add', 'early@example.org', '--topics', 'llm', '--hour', '6', '--confirmed');
    await cli.run('subscribers', 'add', 'late@example.org', '--topics', 'llm', '--hour', '18', '--confirmed');
    const morning = await cli.run('send', '--edition', EDITION, '--at', '07:00', '--json');
    expect(morning.json()).toMatchObject({ states: { accepted: 1 }, skipped: { 'not-due': 1 } });
    const evening = await cli.run('send', '--edition', EDITION, '--at', '19:00', '--json');
    expect(evening.json()).toMatchObject({ states: { accepted: 2 }, skipped: {} });
    // A time with a date of its own says which edition, too.
    const next = await cli.run('plan', '--at', '2026-06-03T12:00', '--json');
    expect(next.json()).toMatchObject({ edition: '2026-06-03' });
  });

  it('stores nothing at all when one of several sources does not exist', async () => {
    const run = await cli.run('ingest', CAPTURE, 'no/such/file', '--json');
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect((await cli.run('papers', '--json')).stdout).toBe('');
  });

  it('resolves what is unknown, and refuses what is not', async () => {
    await cli.run('ingest', CAPTURE, '--captured-at', EDITION);
    await cli.run('subscribers', 'add', 'reader@example.org', '--topics', 'llm', '--confirmed');
    await cli.run('send', '--edition', EDITION);
    expect((await cli.run('deliveries', 'resolve', `${EDITION}.1`, '--accepted')).code).toBe(1);
    expect((await cli.run('deliveries', 'resolve', `${EDITION}.1`)).code).toBe(2);
    expect((await cli.run('deliveries', 'resolve', 'nonsense', '--resend')).code).toBe(2);
  });

  it('shows an address that is only suppressed, with every field', async () => {
    const suppressed = await cli.run('subscribers', 'suppress', 'stranger@example.org', '--json');
    const shown = await cli.run('subscribers', 'show', 'stranger@example.org', '--json');
    expect([suppressed.code, shown.code]).toEqual([0, 0]);
    const record = { consents: [], letters: [], signals: [] };
    expect(shown.json()).toEqual({ ...(suppressed.json() as object), ...record });
    expect(shown.json()).toMatchObject({
      email: 'stranger@example.org',
      status: 'suppressed',
      topics: [],
      max: null,
    });
  });

  it('pauses until an edition, whatever today is', async () => {
    await cli.run('ingest', CAPTURE, '--captured-at', EDITION);
    await cli.run('subscribers', 'add', 'reader@example.org', '--topics', 'llm', '--confirmed');
    await cli.run('subscribers', 'pause', 'reader@example.org', '--until', '2026-06-05');
    const reasonOn = async (day: string) => (await cli.run('plan', '--edition', day, '--json')).json();
    expect(await reasonOn('2026-06-04')).toMatchObject({ skipped: [{ reason: 'paused' }] });
    expect(await reasonOn('2026-06-05')).toMatchObject({ deliveries: [{ email: 'reader@example.org' }] });
  });

  it('copies the live database to a new file only', async () => {
    await cli.run('ingest', CAPTURE);
    expect((await cli.run('backup', 'copy.db')).code).toBe(0);
    expect((await cli.run('backup', 'copy.db')).code).toBe(2);
    const copy = commandLine({ DATABASE_URL: `sqlite:${join(cli.folder, 'copy.db')}` });
    expect((await copy.run('papers', '--json')).lines()).toHaveLength(59);
    copy.dispose();
  });

  it.each([
    [['nosuch'], /unknown command/],
    [['send', '--bogus'], /unknown option/],
    [['send', '--edition', 'tomorrow'], /--edition: expected a date like/],
    [['send', '--edition', '2026-06-02', '--at', 'noon'], /noon/],
    [['ingest', 'no/such/file'], /no\/such\/file/],
    [['ingest', '.', '--captured-at', '2026-02-30'], /--captured-at: expected a date/],
    [['subscribers', 'add', 'a@b\r\nBcc: c@d', '--topics', 'llm'], /address/i],
    [['subscribers', 'add', 'a@example.org', '--topics', 'llms'], /llm/],
    [['subscribers', 'add', 'a@example.org', '--query', '"open'], /"open/],
    [['topics', 'test', 'a OR'], /a OR/],
    [['preview', '--json'], /--out/],
  ])('answers %j with exit code 2, in words and without a stack trace', async (args, words) => {
    const run = await cli.runAlone(...args);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(words);
    expect(run.stderr).not.toMatch(/^\s+at /m);
    expect(run.stdout).toBe('');
  });

  it('names every configuration error at once and asks a command only for what it uses', async () => {
    const broken = commandLine({ MAIL_FROM: 'nobody', PUBLIC_URL: 'ftp://x', TIMEZONE: 'Mars/Base' });
    const run = await broken.run('plan');
    expect(run.code).toBe(2);
    for (const key of ['MAIL_FROM', 'PUBLIC_URL', 'TIMEZONE']) expect(run.stderr).toContain(key);
    expect((await broken.run('subscribers', 'list', '--json')).json()).toEqual([]);
    broken.dispose();
  });
});
