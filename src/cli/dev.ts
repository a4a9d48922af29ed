import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import pc from 'picocolors';
import { type App, createApp } from '../app.ts';
import { nullTransport } from '../deliver/transport.ts';
import { type Catcher, openCatcher } from '../dev/catcher.ts';
import { freePort } from '../dev/free-port.ts';
import { MISBEHAVIOURS, misbehave } from '../dev/misbehave.ts';
import { createLog, type Log } from '../log.ts';
import { makeFolder } from '../make-folder.ts';
import type { CalendarDate } from '../model/date.ts';
import { openPreviewer } from '../pipeline/preview.ts';
import { replay } from '../pipeline/replay.ts';
import { type EditionReport, send } from '../pipeline.ts';
import { type Service, startService } from '../schedule/service.ts';
import { openLive } from '../studio/live.ts';
import { openStudio } from '../studio/studio.ts';
import { listen } from '../web/listen.ts';
import { openWeb } from '../web/open-web.ts';
import { askedToStop } from './asked-to-stop.ts';
import { addExampleData } from './example-data.ts';
import { readPort } from './options.ts';
import { print } from './output.ts';
import { pageInTheme } from './page-in-theme.ts';

interface Options {
  folder: string;
  fresh?: true;
  port: number;
  mailboxPort: number;
  smtpPort: number;
}

const HOST = '127.0.0.1';
const KEPT_MAILS = 500;
/** In bytes; ours stay below 100 KB. What is kept stays in memory. */
const LARGEST_MAIL = 1024 * 1024;

export function define(command: Command): void {
  command
    .option('--folder <folder>', 'where its data is kept', join('data', 'dev'))
    .option('--fresh', 'forget the data of earlier runs')
    .option('--port <port>', 'of the web pages', readPort, 8080)
    .option('--mailbox-port <port>', 'of the mailbox and the studio', readPort, 8025)
    .option('--smtp-port <port>', 'of the mail server', readPort, 2525)
    .action(dev);
}

const DATABASE = 'dev.db';
/** Of the operator's pages: all data here is made up. */
const PASSWORD = 'paperboy';

/** The service on example data; its mails end in a mailbox on this machine. Runs until it is told to stop. */
async function dev(options: Options): Promise<void> {
  const folder = resolve(options.folder);
  if (options.fresh) await forget(folder);
  makeFolder(folder);
  const asked = askedToStop();
  const closers: (() => Promise<void>)[] = [];
  try {
    const smtpPort = await freePort(options.smtpPort);
    // Without TLS, which proves nothing within one machine and costs time.
    const catcher = await openCatcher({
      port: smtpPort,
      keep: KEPT_MAILS,
      size: LARGEST_MAIL,
      hideStarttls: true,
      onRcpt: misbehave,
    });
    closers.push(catcher.close);

    // The port first: the address of the pages stands in every link.
    const port = await freePort(options.port);
    const place = { env: settings(folder, catcher.url, `http://${HOST}:${port}`), cwd: folder };
    const app = createApp(place);
    closers.push(app.close);
    const log = createLog('warn', process.stderr);
    let onAsked = () => {};
    const web = await openWeb(app, {
      onAsked: () => onAsked(),
      onError: (error, request) => log.error({ err: error, ...request }, 'a page broke'),
    });
    const server = await listen(web.fetch, { host: HOST, port });
    closers.push(server.close);

    const edition = await addExampleData(app, nullTransport());
    const studio = await serveStudio(catcher, place, {
      pages: server.url,
      port: await freePort(options.mailboxPort),
    });
    closers.push(studio.close);
    greet({ mailbox: studio.url, pages: server.url, smtp: catcher.url }, options);
    const service = await startService({ app, roles: ['scheduler', 'sender'], log });
    closers.push(service.stop);
    onAsked = service.onAsked;
    closers.push(await deliver(app, edition, log, { catcher, service }));
    await asked.promise;
    print('Stopping: what is under way is finished first.');
  } finally {
    for (const close of closers.reverse()) await close();
    asked.forget();
  }
}

/** The database of `dev` only, which no service has: the folder may be somebody's. */
async function forget(folder: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) await rm(join(folder, `${DATABASE}${suffix}`), { force: true });
}

function settings(folder: string, smtpUrl: string, publicUrl: string): Record<string, string> {
  return {
    DATABASE_URL: `sqlite:${join(folder, DATABASE)}`,
    DATA_DIR: folder,
    SMTP_URL: smtpUrl,
    PUBLIC_URL: publicUrl,
    BOUNCE_ADDRESS: 'bounces@example.org',
    ADMIN_TOKEN: PASSWORD,
    TIMEZONE: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    // The folder may be that of a service: neither what came back to it nor its papers are for made-up readers.
    BOUNCE_MAILDIR: '',
    BOUNCE_IMAP_URL: '',
    SOURCES: '',
  };
}

/** The studio on the data of `place`, which it only reads. "Send to me" goes by the operator's own settings. */
async function serveStudio(
  catcher: Catcher,
  place: { env: Record<string, string>; cwd: string },
  { pages, port }: { pages: string; port: number },
) {
  const app = createApp({ ...place, readOnly: true });
  const closers = [app.close];
  const close = async () => {
    for (const end of closers.reverse()) await end();
  };
  try {
    const live = await openLive(app);
    closers.push(async () => live.close());
    const trouble = MISBEHAVIOURS.map(({ localPart, does }) => ({
      address: `${localPart}@example.org`,
      does,
    }));
    const studio = await openStudio({
      app,
      live,
      previewer: openPreviewer(),
      replay,
      mailbox: { source: catcher, smtp: catcher.url, pages, trouble },
      isExample: true,
      operator: createApp(),
      page: theme => pageInTheme(app, theme),
    });
    const server = await listen(studio.fetch, { host: HOST, port });
    closers.push(() => {
      studio.end();
      return server.close();
    });
    return { url: server.url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Delivers today's edition at once, whatever the hour. Returns what ends it. */
async function deliver(
  app: App,
  edition: CalendarDate,
  log: Log,
  { catcher, service }: { catcher: Catcher; service: Service },
): Promise<() => Promise<void>> {
  const stop = new AbortController();
  const { signal } = stop;
  // Somebody may be put off for hours: that must not keep the rest from starting, or from ending.
  const delivered = send(
    await app.parts(),
    { edition, at: null },
    {
      transport: service.schedule.transport,
      owner: `dev:${process.pid}:${randomBytes(4).toString('hex')}`,
      sleep: ms => wait(ms, undefined, { signal }).catch(() => {}),
      signal,
    },
  ).then(
    report => tell(report, catcher.mails.length),
    (error: unknown) => log.error({ err: error }, 'today’s edition could not be delivered'),
  );
  return async () => {
    stop.abort();
    await delivered;
  };
}

function tell({ edition, states, skipped }: EditionReport, mails: number): void {
  const reasons = Object.entries(skipped).map(([reason, count]) => `${count} skipped (${reason})`);
  const accounts = [...Object.entries(states).map(([state, count]) => `${count} ${state}`), ...reasons];
  print(`Edition ${edition}: ${accounts.join(', ')}.`);
  if (mails === 0 && states.accepted) {
    print(
      'These were delivered by an earlier run, and nobody gets a paper twice: --fresh starts from scratch.',
    );
  }
}

function greet(urls: { mailbox: string; pages: string; smtp: string }, options: Options): void {
  const moved = (url: string, port: number) =>
    port === 0 || url.endsWith(`:${port}`) ? '' : pc.yellow(` (${port} is taken)`);
  print(pc.bold('Paperboy runs on example data, and nothing leaves this machine by itself.'));
  print();
  print(
    `  mailbox  ${pc.cyan(urls.mailbox)}${moved(urls.mailbox, options.mailboxPort)}   read the mails here`,
  );
  print(
    `  studio   ${pc.cyan(`${urls.mailbox}/preview`)}   see any mail before it is sent; edit templates, and it follows`,
  );
  print(
    `  pages    ${pc.cyan(urls.pages)}${moved(urls.pages, options.port)}   the links in the mails lead here`,
  );
  print(`  operator ${pc.cyan(`${urls.pages}/admin`)}   how it stands; the password is ${PASSWORD}`);
  print(
    `  SMTP     ${pc.cyan(urls.smtp)}${moved(urls.smtp, options.smtpPort)}   takes mail from any program`,
  );
  print();
  print(
    'To try: subscribe on the pages and confirm in the mailbox, follow a link in a mail, change preferences, leave.',
  );
  const trouble = MISBEHAVIOURS.map(({ localPart, does }) => `${localPart}@… ${does}`).join('; ');
  print(`The mail server can misbehave: ${trouble}.`);
  print(`Data: ${options.folder}; --fresh starts from scratch. Ctrl-C ends it all.`);
  print();
}
