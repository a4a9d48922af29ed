import { afterEach, beforeEach, expect, it } from 'vitest';
import { capturePath } from '../support/captures.ts';
import { commandLine } from '../support/cli.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';

const EDITION = '2026-06-02';

interface Shown {
  subscriber: { email: string; status: string };
  suppression: { reason: string; since: string } | null;
  editions: {
    edition: string;
    state: string | null;
    slot: string | null;
    why: string;
    delivery: { id: string; state: string } | null;
    skip: { reason: string } | null;
    papers: { title: string; kind: string; key: string; terms: string[] }[];
    attempts: { state: string; code: number; enhanced: string; reply: string; phase: string }[];
    reports: unknown[];
  }[];
}

let cli: ReturnType<typeof commandLine>;
let server: MailServer;
beforeEach(async () => {
  server = await startMailServer(address =>
    address.startsWith('ada@') ? { at: 'rcpt', code: 550, says: '5.1.1 no such mailbox' } : null,
  );
  cli = commandLine({ SMTP_URL: `smtp://127.0.0.1:${server.port}` });
  await cli.run('ingest', capturePath('capture-2026-06-02.txt'), '--captured-at', EDITION);
});
afterEach(async () => {
  await server.stop();
  cli.dispose();
});
const add = (name: string, ...options: string[]) =>
  cli.run('subscribers', 'add', `${name}@example.org`, '--confirmed', ...options);
async function show(name: string, ...options: string[]): Promise<Shown['editions'][number] | undefined> {
  const run = await cli.run('show', `${name}@example.org`, '--json', '--edition', EDITION, ...options);
  expect([run.code, run.stderr]).toEqual([0, '']);
  return (run.json() as Shown).editions[0];
}

it('tells what somebody got and why, how each attempt went, and why somebody got nothing', async () => {
  await add('ada', '--topics', 'llm', '--max', '2');
  await add('bob', '--topics', 'llm', '--query', '"reinforcement learning"', '--max', '3');
  await add('eve', '--query', 'unheardof');
  await cli.run('send', '--edition', EDITION);

  const bob = await show('bob');
  expect(bob).toMatchObject({
    state: 'complete_with_failures',
    slot: `${EDITION}T07:00:00.000Z`,
    delivery: { id: `${EDITION}.2`, state: 'accepted' },
    skip: null,
    attempts: [{ state: 'accepted', code: 250, phase: 'end' }],
    reports: [],
  });
  expect(bob?.papers).toHaveLength(3);
  expect(bob?.papers.map(({ kind, key }) => [kind, key])).toContainEqual([
    'query',
    '"reinforcement learning"',
  ]);
  for (const { terms, title } of bob?.papers ?? []) {
    expect(title).toMatch(/\w/);
    expect(terms.length).toBeGreaterThan(0);
  }
  expect(await show('ada')).toMatchObject({
    why: expect.stringContaining('the server refused it'),
    attempts: [{ state: 'rejected', code: 550, enhanced: '5.1.1', phase: 'recipient' }],
  });
  expect(await show('eve')).toMatchObject({
    why: 'no mail: nothing-matched: none of the 59 papers of the window matched unheardof.',
    delivery: null,
    skip: { reason: 'nothing-matched' },
    papers: [],
  });

  // What comes in later had no say, and whoever comes later is in neither column.
  await cli.run('ingest', capturePath('capture-2025-08-11.txt'), '--captured-at', EDITION);
  await add('max', '--topics', 'llm');
  expect((await show('eve'))?.why).toContain('none of the 59 papers');
  expect(await show('max')).toMatchObject({
    state: 'complete_with_failures',
    why: expect.stringContaining('nobody prepared it for them'),
    delivery: null,
    skip: null,
  });

  const told = await cli.run('show', 'bob@example.org');
  expect(told.code).toBe(0);
  expect(told.stdout).toContain(
    'bob@example.org: active. Follows llm, "reinforcement learning"; daily at 07:00 UTC',
  );
  expect(told.stdout).toContain(`\n${EDITION}  accepted: a server took it`);
  expect(told.stdout).toContain('query "reinforcement learning": ');
  // Today's edition is the one that people ask about, prepared or not.
  expect(told.stdout).toMatch(/\n\d{4}-\d\d-\d\d {2}no mail: nobody prepared it/);
});

it('knows addresses that are never mailed, since when and why, and no others', async () => {
  await cli.run('subscribers', 'suppress', 'gone@example.org');
  const gone = await cli.run('show', 'gone@example.org', '--json');
  expect([gone.code, gone.json()]).toMatchObject([
    0,
    { subscriber: { status: 'suppressed' }, suppression: { reason: 'by the operator' }, editions: [] },
  ]);
  expect((await cli.run('show', 'gone@example.org')).stdout).toMatch(
    /^gone@example.org is no subscriber. Never mailed, since .*: by the operator\.\n$/,
  );
  expect(await cli.run('show', 'nobody@example.org')).toMatchObject({ code: 1, stdout: '' });
  expect(await cli.run('show', 'no address')).toMatchObject({ code: 2, stdout: '' });
  expect(await cli.run('show', 'gone@example.org', '--edition', 'june')).toMatchObject({ code: 2 });
});
