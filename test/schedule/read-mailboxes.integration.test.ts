import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { type Mailboxes, openMailboxes, readMailboxes } from '../../src/schedule/read-mailboxes.ts';
import { digest, title } from '../support/digest.ts';
import { type ImapServer, startImapServer } from '../support/imap-server.ts';
import { answer, complaint, deliveryReport } from '../support/returned-mail.ts';
import { openWorld, type World } from '../support/world.ts';

const EDITION = '2026-06-02';
const PASSWORD = 'do-not-tell';

describe('the mailboxes of returned mail', () => {
  let server: ImapServer;
  let world: World;
  let maildir: string;
  let said: string[];
  const log = createLog('debug', { isTTY: false, write: line => said.push(String(line)) > 0 });

  beforeEach(async () => {
    said = [];
    server = await startImapServer('bounces', PASSWORD);
    world = await openWorld(undefined, {
      BOUNCE_ADDRESS: 'bounces@example.org',
      BOUNCE_MAILDIR: 'returned',
      BOUNCE_IMAP_URL: `imap://bounces:${PASSWORD}@127.0.0.1:${server.port}/`,
    });
    maildir = join(world.folder, 'returned');
    mkdirSync(join(maildir, 'new'), { recursive: true });
    await world.ingest(digest(title(1), title(2)), EDITION);
    for (const name of ['ada', 'bob', 'eve']) {
      await world.subscribe(`${name}@example.org`, { queries: ['"language models"'] });
    }
    expect(await world.send(EDITION)).toMatchObject({ states: { accepted: 3 } });
  });
  afterEach(async () => {
    mailboxes = null;
    await world.dispose();
    await server.stop();
  });

  let mailboxes: Mailboxes | null = null;
  async function read() {
    mailboxes ??= await openMailboxes(world.app, log);
    if (!mailboxes) throw new Error('no mailboxes');
    return readMailboxes(mailboxes, { parts: world.parts, log });
  }
  const put = (name: string, bytes: Buffer) => writeFileSync(join(maildir, 'new', name), bytes);
  const path = (num: number) => world.parts.envelopeFrom(num, EDITION);
  const open = async () => (await world.parts.store.incidents.current()).map(({ key }) => key);

  it('are read once, both, and tell no names and no password', async () => {
    put('1.a', deliveryReport(path(1), { diagnostic: '550 5.1.1 <ada@example.org> unknown' }));
    put('2.b', Buffer.from('no mail at all'));
    server.put(complaint(path(2)));
    server.put(answer(path(3), 'unsubscribe'));
    expect(await read()).toMatchObject({
      read: 4,
      changed: [
        { id: `${EDITION}.1`, to: 'bounced' },
        { id: `${EDITION}.2`, to: 'complained' },
      ],
      suppressed: 2,
      unsubscribed: 1,
      ignored: { 'not-a-report': 1 },
    });
    expect(await read()).toMatchObject({ read: 0 });
    expect(readdirSync(join(maildir, 'cur')).sort()).toEqual(['1.a:2,S', '2.b:2,S']);
    expect(server.inbox.every(({ flags }) => flags.has('\\Seen'))).toBe(true);
    expect(said.join('\n')).toContain('returned mail was read');
    expect(said.join('\n')).not.toMatch(/do-not-tell|ada|bob|eve@/);
    expect(await open()).toEqual([]);
  });

  it('that cannot be read are an incident until they can, and keep nobody from the other one', async () => {
    server.put(complaint(path(2)));
    rmSync(maildir, { recursive: true });
    expect(await read()).toMatchObject({ changed: [{ id: `${EDITION}.2` }] });
    expect(said.join('\n')).toContain('is no Maildir');
    mkdirSync(join(maildir, 'new'), { recursive: true });
    await server.stop();
    put('1.a', deliveryReport(path(1), {}));
    expect(await read()).toMatchObject({ changed: [{ id: `${EDITION}.1` }] });
    // Twice is no trouble yet.
    expect(await open()).toEqual([]);
    await read();
    expect(await open()).toEqual(['returned mail']);
    expect(said.join('\n')).not.toContain(PASSWORD);
    server = await startImapServer('bounces', PASSWORD);
  });

  it('that fail every other time are no incident, and one that lasts is over with the first success', async () => {
    const gone = () => rmSync(maildir, { recursive: true });
    const back = () => mkdirSync(join(maildir, 'new'), { recursive: true });
    for (let n = 0; n < 3; n++) {
      gone();
      await read();
      await read();
      back();
      await read();
    }
    expect(await world.parts.store.incidents.recent(9)).toEqual([]);
    gone();
    for (let n = 0; n < 4; n++) await read();
    expect(await world.parts.store.incidents.recent(9)).toMatchObject([{ times: 2, closedAt: null }]);
    back();
    await read();
    expect(await open()).toEqual([]);
  });

  it('are left alone when they are to stop', async () => {
    server.put(complaint(path(2)));
    const mailboxes = await openMailboxes(world.app, log);
    const signal = AbortSignal.abort();
    if (mailboxes)
      expect(await readMailboxes(mailboxes, { parts: world.parts, log, signal })).toMatchObject({ read: 0 });
    expect(await open()).toEqual([]);
  });
});

it('without BOUNCE_ADDRESS none is read, and that is told', async () => {
  const said: string[] = [];
  const log = createLog('debug', { isTTY: false, write: line => said.push(String(line)) > 0 });
  const world = await openWorld(undefined, { BOUNCE_MAILDIR: 'returned' });
  expect(await openMailboxes(world.app, log)).toBeNull();
  expect(said.join('\n')).toContain('BOUNCE_ADDRESS is not set');
  await world.dispose();
});
