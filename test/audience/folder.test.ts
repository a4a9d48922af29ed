import { describe, expect, it } from 'vitest';
import { listNames, loadList } from '../../src/audience/folder.ts';
import type { EachPage } from '../../src/audience/import.ts';
import { addSubscriber, eraseSubscriber, suppressSubscriber } from '../../src/audience/manage.ts';
import { memoryStore } from './memory-store.ts';

const NOW = Date.UTC(2025, 7, 11);
const rules = { topicIds: ['llm', 'rl'], checkQuery: () => {} };

function team() {
  const hashes = new Map<string, string>();
  const lists = {
    hash: async (name: string) => hashes.get(name) ?? null,
    remember: async (name: string, hash: string) => void hashes.set(name, hash),
  };
  const store = memoryStore();
  const eachPage: EachPage = work => work(store);
  const deps = { store, now: NOW, rules, lists, eachPage };
  return { deps, load: (text: string, name = 'team.yaml') => loadList(file(text, name), deps) };
}

function file(text: string, name: string) {
  return { name, bytes: Buffer.from(text) };
}

describe('listNames', () => {
  it('takes lists in the order of their names, and nothing else that lies there', () => {
    const names = [
      'team.yaml',
      'b.CSV',
      'a.tsv',
      'c.json',
      'd.yml',
      'topics.yaml',
      'sources.yaml',
      'example.csv',
      'README.md',
      '.hidden.csv',
      'team.yaml~',
      'notes.txt',
      'csv',
      '.csv',
    ];
    expect(listNames(names)).toEqual(['a.tsv', 'b.CSV', 'c.json', 'd.yml', 'team.yaml']);
  });
});

describe('loadList', () => {
  it('adds whoever is new as active, and keeps on record where they came from', async () => {
    const { deps, load } = team();
    const report = await load('- email: ada@example.org\n  topics: [llm]\n- email: ben@example.org\n');
    expect(report).toMatchObject({ rows: 2, added: 2, rejected: [] });
    const common = { status: 'active', confirmedAt: NOW, welcomeAt: null, origin: 'subscribers/team.yaml' };
    expect(deps.store.all()).toMatchObject([
      { email: 'ada@example.org', topics: ['llm'], ...common },
      { email: 'ben@example.org', ...common },
    ]);
    expect(deps.store.record()).toEqual([
      '1 vouched subscribers/team.yaml',
      '2 vouched subscribers/team.yaml',
    ]);
  });

  it('reads no row of a list that was read to its end', async () => {
    const { deps, load } = team();
    const text = 'email\nada@example.org\n';
    await load(text, 'team.csv');
    await eraseSubscriber('ada@example.org', deps);
    expect(await load(text, 'team.csv')).toBeNull();
    expect(await load(text, 'other.csv')).toMatchObject({
      departed: [{ line: 2, email: 'ada@example.org' }],
    });
    expect(await load(`${text}ben@example.org\n`, 'team.csv')).toMatchObject({ added: 1 });
  });

  it('reads a list with rows that are not usable until they are mended', async () => {
    const { deps, load } = team();
    const bad = 'email,topics\nada@example.org,llm\nben@example.org,lm\n';
    const told = { rejected: [{ line: 3, reason: expect.stringContaining('did you mean llm') }] };
    expect(await load(bad, 'team.csv')).toMatchObject({ added: 1, ...told });
    expect(await load(bad, 'team.csv')).toMatchObject({ added: 0, known: [{ line: 2 }], ...told });
    expect(await load(bad.replace(',lm', ',llm'), 'team.csv')).toMatchObject({ added: 1 });
    expect(deps.store.all()).toHaveLength(2);
  });

  it('reads a list again while somebody on it has a confirmation to give', async () => {
    const { deps, load } = team();
    await addSubscriber({ email: 'ada@example.org' }, deps);
    const text = 'email\nada@example.org\n';
    expect(await load(text, 'team.csv')).toMatchObject({ added: 0, known: [{ status: 'pending' }] });
    await deps.store.update(1, { email: null, addressKey: null });
    expect(await load(text, 'team.csv')).toMatchObject({ added: 1 });
    expect(await load(text, 'team.csv')).toBeNull();
  });

  it('changes nobody who is known, nor suppresses anybody', async () => {
    const { deps, load } = team();
    await addSubscriber({ email: 'ada@example.org', topics: 'rl', confirmed: true }, deps);
    await suppressSubscriber('eve@example.org', 'complaint', deps);
    const before = structuredClone(deps.store.all());
    const rows = [
      'ADA@example.org,llm,suppressed',
      'eve@example.org,llm,active',
      'fay@example.org,,suppressed',
    ];
    const report = await load(['email,topics,status', ...rows].join('\n'), 'team.csv');
    expect(report).toMatchObject({
      added: 0,
      suppressed: [{ line: 2 }, { line: 3, reason: 'complaint' }, { line: 4 }],
    });
    expect(deps.store.all()).toEqual(before);
    await addSubscriber({ email: 'fay@example.org' }, deps);
  });

  it('lets the status of a row hold mail back; the operator vouches for nobody who left', async () => {
    const { deps, load } = team();
    const rows = ['a@example.org,paused,2025-09-01', 'b@example.org,pending,', 'c@example.org,unsubscribed,'];
    await load(['email,status,pausedUntil', ...rows].join('\n'), 'team.csv');
    expect(deps.store.all().map(({ status }) => status)).toEqual(['paused', 'pending', 'unsubscribed']);
    expect(deps.store.record()).toEqual(['1 vouched subscribers/team.csv']);
  });

  it.each([
    [
      'under subscribers:',
      'x-all: &all [llm, rl]\nsubscribers:\n  - email: a@example.org\n    topics: *all\n',
      1,
    ],
    ['under subscribers:, nobody yet', '# soon\nsubscribers:\n', 0],
  ])('reads YAML %s', async (_, text, added) => {
    const { deps, load } = team();
    expect(await load(text)).toMatchObject({ added, rejected: [] });
    if (added > 0) expect(deps.store.all()).toMatchObject([{ topics: ['llm', 'rl'] }]);
  });

  it.each([
    'subscriber:\n  - email: a@example.org\n',
    'subscribers: all\n',
    'subscribers: {}\n',
    '- a: [',
    '',
  ])('refuses the YAML %j as a whole, in words without what stands in it', async text => {
    const { deps, load } = team();
    await expect(load(text)).rejects.toThrow(/^the list is no (valid )?YAML[^\n@]*$/);
    expect(deps.store.all()).toEqual([]);
  });
});
