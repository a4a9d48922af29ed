import { existsSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import { type App, createApp } from '../app.ts';
import { parseAddress } from '../audience/address.ts';
import { nullTransport } from '../deliver/transport.ts';
import { freePort } from '../dev/free-port.ts';
import { UserError } from '../errors.ts';
import { openPreviewer } from '../pipeline/preview.ts';
import { replay } from '../pipeline/replay.ts';
import { openLive } from '../studio/live.ts';
import { openStudio } from '../studio/studio.ts';
import { listen } from '../web/listen.ts';
import { askedToStop } from './asked-to-stop.ts';
import { readEditionOptions } from './edition-options.ts';
import { addExampleData } from './example-data.ts';
import { print } from './output.ts';
import { pageInTheme } from './page-in-theme.ts';
import type { PreviewOptions } from './preview.ts';

const HOST = '127.0.0.1';

/** Something that is open, and how it is closed. */
interface Desk {
  app: App;
  isExample: boolean;
  close: () => Promise<void>;
}

/**
 * Serves the preview studio on this machine until it is told to stop. The database is opened for reading only; where there
 * is none, or it holds no paper, the studio shows bundled papers and made-up readers.
 */
export async function serveStudio(options: PreviewOptions): Promise<void> {
  if (options.json || options.at !== undefined) {
    throw new UserError(`${options.json ? '--json' : '--at'} goes with --out: the studio shows whole days.`);
  }
  const [subscriber, ...more] = options.subscriber ?? [];
  if (more.length > 0)
    throw new UserError(
      '--subscriber: the studio opens with one; choose others there, or write files with --out.',
    );
  const who = subscriber === undefined ? null : parseAddress(subscriber).email;
  const edition = options.edition === undefined ? null : readEditionOptions(createApp(), options).edition;
  const asked = askedToStop();
  const closers: (() => Promise<void>)[] = [];
  try {
    const { app, isExample, close } = await openDesk(options.example ?? false);
    closers.push(close);
    const live = await openLive(app);
    closers.push(async () => live.close());
    const studio = await openStudio({
      app,
      live,
      previewer: openPreviewer(),
      replay,
      mailbox: null,
      isExample,
      // Examples have settings of their own; whoever looks at them has theirs.
      ...(isExample && { operator: createApp() }),
      page: theme => pageInTheme(app, theme),
    });
    const server = await listen(studio.fetch, { host: HOST, port: await freePort(options.port) });
    closers.push(() => {
      studio.end();
      return server.close();
    });
    greet(app, server.url, { who, edition }, isExample);
    await asked.promise;
  } finally {
    for (const close of closers.reverse()) await close();
    asked.forget();
  }
}

/** What is stored, for reading only, where that is anything to look at. */
async function openDesk(example: boolean): Promise<Desk> {
  if (!example && isThere()) {
    const app = createApp({ readOnly: true });
    try {
      const store = await app.store();
      if ((await store.snapshots.newest()) > 0) return { app, isExample: false, close: app.close };
      await app.close();
    } catch (error) {
      await app.close();
      throw error;
    }
  }
  return openExample();
}

/** A server is asked whatever it has; a file that is not there must not come to be by looking. */
function isThere(): boolean {
  const app = createApp();
  const { databaseUrl } = app.config('database');
  return databaseUrl.kind === 'postgres' || existsSync(databaseUrl.file);
}

/** Example data in a folder of its own, which is gone in the end. */
async function openExample(): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-preview-'));
  const app = createApp({
    env: { DATABASE_URL: `sqlite:${join(folder, 'example.db')}`, DATA_DIR: folder },
    cwd: folder,
  });
  const close = async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await addExampleData(app, nullTransport());
  } catch (error) {
    await close();
    throw error;
  }
  return { app, isExample: true, close };
}

function greet(
  app: App,
  url: string,
  { who, edition }: { who: string | null; edition: string | null },
  isExample: boolean,
): void {
  const query = new URLSearchParams({ ...(who !== null && { who }), ...(edition !== null && { edition }) });
  const page = query.size > 0 ? `${url}/preview?${query}` : url;
  print(`${pc.bold('Preview studio')}  ${pc.cyan(page)}`);
  print();
  if (isExample)
    print(
      'These are bundled papers and made-up readers: nothing of yours is stored yet, or --example says so.',
    );
  print(`Edit anything in ${app.home.templates} or ${app.home.subscribers}: the page follows.`);
  print('Nothing is delivered and nothing changes. Only this machine can open it. Ctrl-C ends it.');
}
