import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { importSubscribers } from '../../src/audience/import.ts';
import { addSubscriber, showSubscriber, suppressSubscriber } from '../../src/audience/manage.ts';
import { UserError } from '../../src/errors.ts';
import { memoryStore } from './memory-store.ts';

const NOW = Date.UTC(2025, 7, 11);
const rules = { topicIds: ['llm', 'rl', 'vision'], checkQuery: () => {} };

function audience() {
  return { store: memoryStore(), now: NOW, rules };
}

function load(text: string | Uint8Array, deps = audience(), fileName = 'list.csv', confirmed = false) {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return importSubscribers(bytes, fileName, deps, { confirmed });
}

describe('importSubscribers', () => {
  it('reads all columns of a CSV list, in any order, with and without values', async () => {
    const deps = audience();
    const list = [
      'Email;Name;queries;TOPICS;cadence;hour;timezone;max',
      'ada@example.org;"Lovelace; Ada";"""a b"" -c; d";"llm;rl";mon,thu;07:00;Asia/Tokyo;3',
      'bob@example.org',
    ];
    const report = await load(`\ufeff${list.join('\r\n')}`, deps, 'list.csv', true);
    expect(report).toEqual({
      rows: 2,
      added: 2,
      known: [],
      departed: [],
      suppressed: [],
      repeated: [],
      rejected: [],
    });
    expect(deps.store.all()).toMatchObject([
      {
        email: 'ada@example.org',
        name: 'Lovelace; Ada',
        status: 'active',
        topics: ['llm', 'rl'],
        queries: ['"a b" -c', 'd'],
        cadence: 'mon,thu',
        hour: 7,
        timezone: 'Asia/Tokyo',
        max: 3,
        confirmedAt: NOW,
      },
      { email: 'bob@example.org', name: null, topics: [], cadence: 'daily', hour: 7, max: 12 },
    ]);
  });

  it('keeps the good rows and names what is wrong with each bad one, and its line', async () => {
    const deps = audience();
    const report = await load(
      'email,topics,hour\n' +
        'ada@example.org,llm,7\n' +
        'not an address,lm,25\n' +
        '\n' +
        ',llm,\n' +
        '"x@example.org,llm,1\n' +
        'bob@example.org,rl,8,9\n' +
        'eve@example.org,rl,8\n',
      deps,
    );
    expect(report).toMatchObject({ rows: 6, added: 2 });
    expect(report.rejected).toEqual([
      { line: 3, reason: expect.stringMatching(/white space; topic "lm".*; hour "25"/) },
      { line: 5, reason: expect.stringContaining('missing') },
      { line: 6, reason: 'a quote is opened and never closed' },
      { line: 7, reason: '4 cells, but the header names 3 columns' },
    ]);
    expect(deps.store.all().map(row => [row.email, row.status])).toEqual([
      ['ada@example.org', 'pending'],
      ['eve@example.org', 'pending'],
    ]);
  });

  it('leaves who has a row as they are, and adds nobody twice or who is suppressed', async () => {
    const deps = audience();
    await addSubscriber({ email: 'ada@example.org', topics: 'llm' }, deps);
    await addSubscriber({ email: 'left@example.org' }, deps);
    await deps.store.update(2, { status: 'unsubscribed' });
    await suppressSubscriber('no@example.org', 'complaint', deps);
    const list = [
      'email,topics',
      'ADA@example.org,rl',
      'left@example.org,rl',
      'no@example.org',
      'new@example.org',
    ];
    const report = await load([...list, 'New@Example.org'].join('\n'), deps, 'list.csv', true);
    expect(report).toEqual({
      rows: 5,
      added: 1,
      known: [
        { line: 2, email: 'ADA@example.org', status: 'pending' },
        { line: 3, email: 'left@example.org', status: 'unsubscribed' },
      ],
      departed: [],
      suppressed: [{ line: 4, email: 'no@example.org', reason: 'complaint' }],
      repeated: [{ line: 6, email: 'New@example.org', firstLine: 5 }],
      rejected: [],
    });
    expect(await showSubscriber('ada@example.org', deps)).toMatchObject({
      topics: ['llm'],
      status: 'pending',
    });
  });

  it('lets the status column hold mail back, and never start it', async () => {
    const list = [
      'email,status,pausedUntil',
      'a@example.org,active,',
      'b@example.org,pending,',
      'c@example.org,paused,2025-09-01',
      'd@example.org,unsubscribed,',
      'e@example.org,suppressed,',
      'f@example.org,paused,',
    ].join('\n');
    const statuses = async (confirmed: boolean) => {
      const deps = audience();
      const report = await load(list, deps, 'list.csv', confirmed);
      expect(report.suppressed).toMatchObject([{ line: 6 }]);
      expect(report.rejected).toMatchObject([{ line: 7 }]);
      await expect(addSubscriber({ email: 'e@example.org' }, deps)).rejects.toThrow('suppressed');
      return deps.store.all().map(row => row.status);
    };
    expect(await statuses(true)).toEqual(['active', 'pending', 'paused', 'unsubscribed']);
    expect(await statuses(false)).toEqual(['pending', 'pending', 'pending', 'unsubscribed']);
  });

  it('refuses a list whose header cannot be followed, before anything is stored', async () => {
    const deps = audience();
    await expect(load('email,topic\nada@example.org,llm', deps)).rejects.toThrow(
      /"topic".*did you mean topics/,
    );
    await expect(load('name\nAda', deps)).rejects.toThrow('no column is named email');
    await expect(load('email,Email\na@example.org,', deps)).rejects.toThrow('twice');
    await expect(load('', deps)).rejects.toThrow('empty');
    await expect(load('PK\u0003\u0004\0\0', deps, 'list.xlsx')).rejects.toThrow(UserError);
    expect(deps.store.all()).toEqual([]);
  });

  it('refuses only the rows that are not UTF-8', async () => {
    const bytes = Buffer.from('email,name\nada@example.org,J\xf6rg\nbob@example.org,Bob\n', 'latin1');
    const report = await load(bytes);
    expect(report).toMatchObject({
      added: 1,
      rejected: [{ line: 2, reason: expect.stringContaining('UTF-8') }],
    });
  });

  it('reads a JSON list, an element at a time', async () => {
    const deps = audience();
    const list = `[
      {"email": "ada@example.org", "topics": ["llm", "rl"], "hour": 8, "queries": "a; b", "name": null, "num": 7},
      {"email": "bob@example.org", "topics": },
      {"email": "eve@example.org", "cadence": ["mon"], "queries": ["], }"], "excluded": "gan; a b", "signOfLife": true},
      {"email": "x@example.org", "topic": "llm"},
      {"email": "y@example.org", "topics": [1, {}]},
      "z@example.org"
    ]`;
    const report = await load(list, deps, 'list.json');
    expect(report.rejected).toEqual([
      { line: 3, reason: 'is no valid JSON' },
      { line: 5, reason: expect.stringContaining('"topic" is unknown') },
      { line: 6, reason: expect.stringContaining('expected text') },
      { line: 7, reason: 'expected an object with an email' },
    ]);
    expect(deps.store.all()).toMatchObject([
      { email: 'ada@example.org', topics: ['llm', 'rl'], hour: 8, queries: ['a', 'b'] },
      {
        email: 'eve@example.org',
        cadence: 'mon',
        queries: ['], }'],
        excluded: ['gan', 'a b'],
        signOfLife: true,
      },
    ]);
  });

  it.each([
    ['[]', { rows: 0, rejected: [] }],
    [
      '[{"email":"a@example.org"}',
      { added: 1, rejected: [{ line: 1, reason: 'the list is never closed by ]' }] },
    ],
    ['[{"email":"a@example.org"}]\n[]', { added: 1, rejected: [{ line: 1 }] }],
    ['[{"email":"a@example.org"}, ]', { added: 1, rejected: [] }],
  ])('loses nothing silently of the JSON %s', async (text, expected) => {
    expect(await load(text, audience(), '-')).toMatchObject(expected);
  });

  it('reads a YAML list', async () => {
    const deps = audience();
    const list =
      '# readers\n- email: ada@example.org\n  topics: [llm, rl]\n  hour: 07:00\n- email: bob\n- eve\n';
    const report = await load(list, deps, 'list.yaml');
    expect(report).toMatchObject({ rows: 3, added: 1, rejected: [{ line: 5 }, { line: 6 }] });
    expect(deps.store.all()).toMatchObject([{ topics: ['llm', 'rl'], hour: 7 }]);
  });

  it('refuses a document that is no list', async () => {
    await expect(load('email: ada@example.org', audience(), 'a.yml')).rejects.toThrow('no YAML list');
    await expect(load('- a: [', audience(), 'a.yml')).rejects.toThrow(/no valid YAML.*line 1/);
    await expect(load('{"email": "a@example.org"}', audience(), 'a.json')).rejects.toThrow('no JSON array');
  });

  it('refuses YAML aliases that explode', async () => {
    const levels = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const bomb = levels.map((name, i) => {
      const inner =
        i === 0
          ? 'x'
          : Array(9)
              .fill(`*${levels[i - 1]}`)
              .join(', ');
      return `- {topics: &${name} [${inner}]}`;
    });
    expect((await load(bomb.join('\n'), audience(), 'a.yaml')).added).toBe(0);
  });

  it('refuses lists nested without end', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const json = await load(`[{"topics":${deep}},{"email":"a@example.org"}]`, audience(), 'a.json');
    expect(json).toMatchObject({ added: 1, rejected: [{ line: 1 }] });
    await expect(load(`- ${deep}`, audience(), 'a.yaml')).rejects.toThrow(UserError);
  });

  it('refuses a row of endless cells in little time', async () => {
    const cells = ['@', ' ', 'a', 'x;', '=', '""'].map(text => text.repeat(200_000));
    const rows = cells.map(cell => `"a${cell}b","${cell}","${cell}","${cell}","${cell}"`);
    const report = await load(['email,topics,cadence,timezone,name', ...rows].join('\n'));
    expect(report).toMatchObject({ rows: 6, added: 0 });
    expect(Math.max(...report.rejected.map(({ reason }) => reason.length))).toBeLessThan(2000);
  });

  it('reads the example list that comes with the program', async () => {
    const catalogue =
      'llm reasoning agents robotics 3d rl medicine-bio time-series datasets speech-audio nlp inference';
    const more = 'training-systems hardware architectures image-generation video restoration';
    const deps = {
      ...audience(),
      rules: { topicIds: `${catalogue} ${more}`.split(' '), checkQuery: () => {} },
    };
    const report = await load(await readFile('subscribers/example.csv'), deps);
    expect(report).toMatchObject({ rows: 6, added: 6, rejected: [] });
  });
});
