import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { openPreviewer } from '../../src/pipeline/preview.ts';
import { replay } from '../../src/pipeline/replay.ts';
import { type Live, openLive } from '../../src/studio/live.ts';
import { type CaughtMail, openStudio, type Studio } from '../../src/studio/studio.ts';
import { type Listening, listen } from '../../src/web/listen.ts';
import { ask } from '../support/ask.ts';
import { type Fault, type MailServer, startMailServer } from '../support/mail-server.ts';
import { openWorld, type World } from '../support/world.ts';

const RAW = Buffer.from('From: a@example.org\r\nTo: ada@example.org\r\nSubject: Test\r\n\r\nWords.\r\n');
const MAIL: CaughtMail = {
  num: 7,
  envelope: { from: 'bounces+token@example.org', to: ['ada@example.org'] },
  raw: RAW,
  arrivedAt: 0,
  secure: false,
};

describe('handing a mail over from a page', () => {
  const PATH = process.env.PATH ?? '';
  let folder: string;
  let world: World;
  let live: Live;
  let studio: Studio;
  let server: Listening;
  let mailServer: MailServer;
  let fault: Fault | null = null;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'paperboy-test-'));
    mailServer = await startMailServer(() => fault);
    // The data that is shown mails elsewhere: only the operator's own settings count.
    world = await openWorld(undefined, {
      SMTP_URL: 'smtp://127.0.0.1:1',
      OPERATOR_EMAIL: 'nobody@example.org',
    });
    writeFileSync(
      join(folder, '.env'),
      `SMTP_URL=smtp://127.0.0.1:${mailServer.port}\nOPERATOR_EMAIL=me@example.org\n`,
    );
    live = await openLive(world.app);
    studio = await openStudio({
      app: world.app,
      live,
      previewer: openPreviewer(),
      replay,
      mailbox: {
        source: { mails: [MAIL], watch: () => () => {} },
        smtp: 'smtp://x',
        pages: 'http://x',
        trouble: [],
      },
      isExample: true,
      operator: createApp({ env: {}, cwd: folder }),
    });
    server = await listen(studio.fetch, { host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    process.env.PATH = PATH;
    studio.end();
    await server.close();
    live.close();
    await mailServer.stop();
    await world.dispose();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    fault = null;
    mailServer.accepted.length = 0;
  });

  const post = (path: string, origin = server.url) =>
    ask(server.url, { method: 'POST', path, body: '', headers: { Origin: origin } });

  it('says to whom, by which settings, and warns of the links', async () => {
    const page = await ask(server.url, { path: '/mailbox/7' });
    expect(page?.text).toMatch(/<form method="post" action="\/mailbox\/7\/send-to-me">/);
    expect(page?.text).toMatch(/<form method="post" action="\/mailbox\/7\/open">/);
    for (const words of [
      'me@example.org',
      'your own OPERATOR_EMAIL and SMTP_URL',
      'unsubscribes that reader',
    ]) {
      expect(page?.text).toContain(words);
    }
    expect(page?.text).not.toContain('nobody@example.org');
  });

  it('sends the very bytes to the operator, and tells what the server said', async () => {
    const answer = await post('/mailbox/7/send-to-me');
    expect(answer?.status).toBe(200);
    expect(answer?.text).toMatch(
      /<h1>The mail is on its way to you<\/h1>[\s\S]*250[\s\S]*href="\/mailbox\/7"/,
    );
    expect(mailServer.accepted.map(({ to, raw }) => [to, raw.equals(RAW)])).toEqual([
      ['me@example.org', true],
    ]);
    fault = { at: 'rcpt', code: 550, says: '5.1.1 <b>nobody</b>' };
    const refused = await post('/mailbox/7/send-to-me');
    expect(refused?.status).toBe(409);
    expect(refused?.text).toMatch(/<h1>The mail was not sent<\/h1>[\s\S]*550 5\.1\.1 &lt;b&gt;nobody/);
  });

  it.skipIf(process.platform !== 'linux')('opens it with the program that this system names', async () => {
    writeFileSync(join(folder, 'xdg-open'), `#!/bin/sh\ncp "$1" '${folder}/opened'\n`, { mode: 0o755 });
    process.env.PATH = `${folder}${delimiter}${PATH}`;
    const answer = await post('/mailbox/7/open');
    expect([answer?.status, answer?.text]).toEqual([200, expect.stringContaining('xdg-open was asked')]);
    expect(readFileSync(join(folder, 'opened')).equals(RAW)).toBe(true);
  });

  it('does neither for a mail that is gone, for another page, or for whoever only looks', async () => {
    for (const path of ['/mailbox/8/open', '/mailbox/8/send-to-me']) {
      const gone = await post(path);
      expect([gone?.status, gone?.text]).toEqual([404, expect.stringContaining('no such mail')]);
    }
    for (const path of ['/mailbox/7/open', '/mailbox/7/send-to-me']) {
      expect((await post(path, 'https://evil.example'))?.status).toBe(403);
      expect((await ask(server.url, { path }))?.status).toBe(404);
    }
    expect(mailServer.accepted).toEqual([]);
  });
});
