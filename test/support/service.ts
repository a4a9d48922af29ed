import { createLog } from '../../src/log.ts';
import type { Schedule } from '../../src/schedule/schedule.ts';
import { openSchedule } from '../../src/schedule/service.ts';
import { type TickReport, tick } from '../../src/schedule/tick.ts';
import { type Listening, listen } from '../../src/web/listen.ts';
import { openWeb } from '../../src/web/open-web.ts';
import type { WebApp } from '../../src/web/web-app.ts';
import type { TestDatabase } from './databases.ts';
import { type Letter, openLetter } from './inbox.ts';
import { type Fault, type MailServer, startMailServer } from './mail-server.ts';
import { openWorld, type World } from './world.ts';

/** The service as people meet it: pages at a port, mail at a server, and a clock that tests set. */
export interface Service {
  world: World;
  /** Where the pages are, without a slash at the end. */
  url: string;
  server: MailServer;
  schedule: Schedule;
  /** Everything that broke inside; a test that expects nothing to break looks at it. */
  broken: unknown[];
  /** Sets the clock, and does whatever is due then as often as it takes until nothing is. */
  live: (instant: string) => Promise<TickReport[]>;
  /** The mails an address got, oldest first, as their reader has them. */
  mails: (email: string) => Promise<Letter[]>;
  /** The newest of them. Throws when there is none. */
  newest: (email: string) => Promise<Letter>;
  dispose: () => Promise<void>;
}

/** Ticks in a row that a moment may take: decide on sign-ups, write to them, freeze, deliver. */
const TICKS = 3;

export async function openService({
  start = '2026-06-01T08:00:00Z',
  env = {},
  database,
  faults,
}: {
  start?: string;
  env?: Record<string, string>;
  database?: TestDatabase | undefined;
  /** What the mail server does to an address. */
  faults?: (address: string) => Fault | null;
} = {}): Promise<Service> {
  const server = await startMailServer(faults);
  const broken: unknown[] = [];
  // The port first: the links in mails name it.
  let web: WebApp | null = null;
  const pages: Listening = await listen(
    (request, connection) => web?.fetch(request, connection) ?? new Response(null, { status: 503 }),
    { host: '127.0.0.1', port: 0, patience: 100 },
  );
  const world = await openWorld(
    Date.parse(start),
    {
      PUBLIC_URL: pages.url,
      SMTP_URL: `smtp://127.0.0.1:${server.port}?connections=2`,
      BOUNCE_ADDRESS: 'bounces@example.org',
      TIMEZONE: 'Europe/Berlin',
      ...env,
    },
    database,
  );
  web = await openWeb(world.app, { onError: error => broken.push(error) });
  // What the schedule only logs is a fault all the same.
  const log = createLog('error', { isTTY: false, write: line => broken.push(line) > 0 });
  const schedule = await openSchedule(world.app, { log, sleep: async () => {} });

  const mails = async (email: string) =>
    Promise.all(server.accepted.filter(({ to }) => to === email).map(taken => openLetter(taken, pages.url)));
  return {
    world,
    url: pages.url,
    server,
    schedule,
    broken,
    live: async instant => {
      world.at(instant);
      const reports: TickReport[] = [];
      for (let n = 0; n < TICKS; n++) reports.push(await tick(schedule));
      return reports;
    },
    mails,
    newest: async email => {
      const newest = (await mails(email)).at(-1);
      if (!newest) throw new Error(`nothing came for ${email}`);
      return newest;
    },
    dispose: async () => {
      await pages.close();
      await schedule.transport.close();
      await world.dispose();
      await server.stop();
    },
  };
}
