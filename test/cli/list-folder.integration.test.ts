import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandLine } from '../support/cli.ts';
import { digest, title } from '../support/digest.ts';

const TEAM = `# The team
subscribers:
  - email: ada@example.org
    name: Ada
    queries: ['"language models"']
  - email: ben@example.org
    queries: ['"language models"']
    excluded: ["${title(1)}"]
`;

let cli: ReturnType<typeof commandLine>;
beforeEach(() => {
  cli = commandLine({ PORT: '0' });
  mkdirSync(join(cli.folder, 'subscribers'));
});
afterEach(() => cli.dispose());

function put(name: string, text: string): void {
  writeFileSync(join(cli.folder, 'subscribers', name), text);
}

async function emails(): Promise<string[]> {
  const all = (await cli.run('subscribers', 'list', '--json')).json() as { email: string }[];
  return all.map(({ email }) => email);
}

describe('send, with lists in the folder subscribers/', () => {
  it('mails whoever they name, and reads what is unchanged no more', async () => {
    writeFileSync(join(cli.folder, 'today.txt'), digest(title(1), title(2)));
    await cli.run('ingest', 'today.txt', '--captured-at', '2026-06-02');
    put('team.yaml', TEAM);
    put('topics.yaml', 'version: 1');
    put('.hidden.csv', 'email\nhidden@example.org\n');
    const first = await cli.run('send', '--edition', '2026-06-02', '--json');
    expect([first.code, first.stderr]).toEqual([0, 'subscribers/team.yaml: 2 added.\n']);
    expect(first.json()).toMatchObject({ audience: 2, states: { accepted: 2 } });
    expect(readdirSync(join(cli.folder, 'data/outbox/2026-06-02')).sort()).toEqual([
      'ada@example.org.eml',
      'ben@example.org.eml',
    ]);
    expect((await cli.run('subscribers', 'show', 'ada@example.org', '--json')).json()).toMatchObject({
      status: 'active',
      origin: 'subscribers/team.yaml',
      consents: [{ act: 'vouched', how: 'subscribers/team.yaml', wording: null }],
      letters: [],
      signals: [],
    });
    const list = await cli.run('subscribers', 'list');
    expect(list.stdout).toMatch(/ada@example\.org +active +subscribers\/team\.yaml/);
    const again = await cli.run('send', '--edition', '2026-06-02', '--json');
    expect([again.code, again.stderr]).toEqual([0, '']);
  });

  it('tells of bad rows by file and line, and of who is left alone, and goes on', async () => {
    await cli.run('subscribers', 'add', 'eve@example.org', '--topics', 'llm', '--confirmed');
    await cli.run('subscribers', 'suppress', 'eve@example.org');
    await cli.run('subscribers', 'add', 'fay@example.org', '--topics', 'llm', '--confirmed');
    await cli.run('subscribers', 'erase', 'fay@example.org');
    put('a.csv', 'email,topic\nada@example.org,llm\n');
    put(
      'b.csv',
      'email,topics\nben@example.org,lm\neve@example.org,rl\nfay@example.org,rl\ncleo@example.org,llm\n',
    );
    mkdirSync(join(cli.folder, 'subscribers', 'folder.csv'));
    symlinkSync('nowhere', join(cli.folder, 'subscribers', 'gone.yaml'));
    const run = await cli.run('send', '--json');
    expect(run.code).toBe(0);
    expect(run.json()).toMatchObject({ audience: 2 });
    expect(run.stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(
        /^subscribers\/a\.csv: the header, line 1: .*did you mean topics.*Nobody of it was added\.$/,
      ),
      'subscribers/b.csv: 1 added.',
      expect.stringMatching(/^subscribers\/b\.csv:2: topic "lm" is unknown: did you mean llm/),
      'subscribers/b.csv:3: eve@example.org is suppressed (by the operator); not added',
      'subscribers/b.csv:4: fay@example.org left for good; not added',
      'subscribers/gone.yaml: cannot be read (ENOENT). Nobody of it was added.',
    ]);
    expect(await emails()).toEqual(['eve@example.org', 'cleo@example.org']);
  });

  it('does nothing where there is no folder, nor for a word about an edition', async () => {
    put('team.yaml', TEAM);
    await cli.run('send', '--edition', '2026-06-02', '--cancel');
    expect(await emails()).toEqual([]);
    rmSync(join(cli.folder, 'subscribers'), { recursive: true });
    expect((await cli.run('send')).stderr).toBe('');
  });
});

describe('subscribers list --folder', () => {
  it('shows what every row is, and changes nothing', async () => {
    await cli.run('subscribers', 'add', 'ben@example.org', '--topics', 'llm', '--confirmed');
    await cli.run('subscribers', 'pause', 'ben@example.org', '--until', '2099-01-01');
    put('a.yaml', `${TEAM}  - email: ADA@example.org\n`);
    put('b.csv', 'email\nnobody\n');
    put('c.json', '{}');
    const run = await cli.run('subscribers', 'list', '--folder', '--json');
    expect([run.code, run.stderr]).toEqual([1, '']);
    const row = { list: 'subscribers/a.yaml' };
    expect(run.json()).toEqual([
      { ...row, line: 3, email: 'ada@example.org', is: 'new', why: expect.stringContaining('next start') },
      { ...row, line: 6, email: 'ben@example.org', is: 'paused', why: 'command' },
      { ...row, line: 9, email: 'ADA@example.org', is: 'repeated', why: 'stands on line 3 already' },
      {
        list: 'subscribers/b.csv',
        line: 2,
        email: null,
        is: 'unusable',
        why: expect.stringContaining('"nobody" is no usable mail address'),
      },
      { list: 'subscribers/c.json', line: null, email: null, is: 'unusable', why: expect.any(String) },
    ]);
    expect(await emails()).toEqual(['ben@example.org']);
    const table = await cli.run('subscribers', 'list', '--folder');
    expect(table.stdout).toMatch(/subscribers\/a\.yaml +6 +ben@example\.org +paused +command/);
  });

  it('says where lists go when there are none', async () => {
    const run = await cli.run('subscribers', 'list', '--folder');
    expect([run.code, run.stdout]).toEqual([0, '']);
    expect(run.stderr).toContain('No lists in subscribers/');
  });
});

describe('serve, with lists in the folder subscribers/', () => {
  it('adds whoever is new before it begins, and logs lines without addresses', async () => {
    put('team.yaml', `${TEAM}  - email: secret at example.org\n`);
    put('broken.yaml', '- email: private@example.org\n  - [');
    const { child, ended } = cli.start(['serve', '--only', 'scheduler']);
    try {
      let output = '';
      await new Promise<void>((resolve, reject) => {
        child.stdout.on('data', chunk => {
          output += chunk;
          if (output.includes('"msg":"serving"')) resolve();
        });
        ended.then(({ stderr }) => reject(new Error(`ended: ${output}${stderr}`)), reject);
      });
      const lines = output
        .trim()
        .split('\n')
        .map(line => JSON.parse(line) as Record<string, unknown>);
      expect(lines).toMatchObject([
        { level: 'warn', list: 'subscribers/broken.yaml' },
        { level: 'info', list: 'subscribers/team.yaml', added: 2, leftAsTheyAre: 0 },
        { level: 'warn', list: 'subscribers/team.yaml', rows: 1, lines: [9] },
        { level: 'warn', msg: expect.stringContaining('SOURCES') },
        { msg: 'serving' },
      ]);
      expect(output).not.toMatch(/@|secret|private/);
      expect(await emails()).toEqual(['ada@example.org', 'ben@example.org']);
    } finally {
      child.kill('SIGTERM');
      await ended;
    }
  });
});
