import type { Command } from 'commander';
import type { App } from '../app.ts';
import { UserError } from '../errors.ts';
import { createLog, type Log } from '../log.ts';
import { readCron } from '../schedule/cron.ts';
import { nextSlot } from '../schedule/due-editions.ts';
import type { Schedule } from '../schedule/schedule.ts';
import { startService } from '../schedule/service.ts';
import { askedToStop } from './asked-to-stop.ts';
import { addFromFolderAndLog } from './list-folder.ts';
import { localTime } from './local-time.ts';
import { withApp } from './with-app.ts';

const ROLES = ['web', 'scheduler', 'sender'] as const;
type Role = (typeof ROLES)[number];

/** Rung by the pages when somebody asked for something; whoever does it answers. Without them, it is done within a minute. */
interface Doorbell {
  ring: () => void;
  /** True when the schedule stands still in this process. */
  standsStill: () => boolean;
}

/** Something that runs until it is closed. */
interface Running {
  /** What to say of it at the start. */
  tell: () => Promise<Record<string, unknown>>;
  close: () => Promise<void>;
}

export function define(command: Command): void {
  command
    .option('--only <roles>', `some of the roles ${ROLES.join(', ')}, comma separated; all by default`)
    .action(serve);
}

async function serve({ only }: { only?: string }): Promise<void> {
  const roles = readRoles(only);
  await withApp(async app => {
    const log = createLog(checkSettings(app, roles), process.stdout);
    const asked = askedToStop(() =>
      log.info('stopping: what is under way is finished first. Ask again to end at once'),
    );
    const running: Running[] = [];
    try {
      // The port first: when it is taken, nothing has happened yet.
      const doorbell: Doorbell = { ring: () => {}, standsStill: () => false };
      if (roles.includes('web')) running.push(await openPages(app, log, doorbell));
      await addFromFolderAndLog(app, log);
      const others = roles.filter(role => role !== 'web');
      if (others.length > 0) running.push(await openService(app, others, log, doorbell));
      const told = await Promise.all(running.map(({ tell }) => tell()));
      log.info(Object.assign({}, ...told), 'serving');
      await asked.promise;
    } finally {
      for (const { close } of running.reverse()) await close();
      asked.forget();
    }
    log.info('stopped');
  });
}

function readRoles(only: string | undefined): Role[] {
  if (only === undefined) return [...ROLES];
  const names = only.split(',').map(name => name.trim());
  const unknown = names.filter(name => !(ROLES as readonly string[]).includes(name));
  if (unknown.length > 0) {
    throw new UserError(
      `--only ${only}: unknown role "${unknown[0]}". Expected some of ${ROLES.join(', ')}, comma separated.`,
    );
  }
  return ROLES.filter(role => names.includes(role));
}

/** Reads every setting that is needed later, so that what is wrong is told now, all of it. Returns the log level. */
function checkSettings(app: App, roles: readonly Role[]) {
  const needs = ['database', 'mail', 'links', 'delivery', 'sources', 'time', 'log', 'operator'] as const;
  const settings = settled(() =>
    roles.includes('web') ? app.config(...needs, 'web') : app.config(...needs),
  );
  // Only the schedule itself knows whether cron can use its fields.
  const timing = settled(() => app.config('sources', 'time'));
  const cron = timing.value && settled(() => readCron(timing.value.schedule, timing.value.timeZone));
  const problems = [settings.problem, cron?.problem].filter(Boolean);
  if (problems.length > 0 || !settings.value) throw new UserError(problems.join('\n'));
  return settings.value.logLevel;
}

/** A value, or why there is none in words for the person who can mend it. */
function settled<T>(read: () => T): { value: T; problem: null } | { value: null; problem: string } {
  try {
    return { value: read(), problem: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { value: null, problem: error.message };
  }
}

async function openPages(app: App, log: Log, doorbell: Doorbell): Promise<Running> {
  const { host, port } = app.config('web');
  const { openWeb } = await import('../web/open-web.ts');
  const { listen } = await import('../web/listen.ts');
  const web = await openWeb(app, {
    onError: (error, request) => log.error({ err: error, ...request }, 'a page broke'),
    onAsked: () => doorbell.ring(),
    standsStill: () => doorbell.standsStill(),
    onOperator: did => log.info(`operator: ${did}`),
  });
  const server = await listen(web.fetch, { host, port });
  return { tell: async () => ({ pages: server.url }), close: server.close };
}

async function openService(
  app: App,
  roles: Exclude<Role, 'web'>[],
  log: Log,
  doorbell: Doorbell,
): Promise<Running> {
  const { schedule, stop, onAsked, standsStill } = await startService({ app, roles, log });
  Object.assign(doorbell, { ring: onAsked, standsStill });
  const tell = async () => ({
    ...(roles.includes('scheduler') && (await coming(schedule, log))),
    ...(roles.includes('sender') && { mails: schedule.transport.description }),
  });
  return { tell, close: stop };
}

/** What the scheduler reads, and when it has something to do next. */
async function coming({ cron, sources, clock, parts }: Schedule, log: Log) {
  const now = clock.now();
  const when = (at: number | null) => (at === null ? 'never' : localTime(at, parts.timeZone));
  if (sources.length === 0) {
    log.warn(
      'SOURCES is not set: nothing is read by itself. Set it to folders or addresses, comma separated',
    );
  }
  return {
    ...(sources.length > 0 && { sources: sources.map(({ name }) => name), nextRead: when(cron.next(now)) }),
    nextSlot: when(nextSlot(await parts.store.subscribers.slotGroups(), parts.timeZone, now)),
  };
}
