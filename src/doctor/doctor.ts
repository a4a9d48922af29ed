import type { App } from '../app.ts';
import { isLocalUrl } from '../config/shapes.ts';
import { UserError } from '../errors.ts';
import type { Source } from '../model/source.ts';
import { today } from '../plan/calendar.ts';
import { type Answer, answerOf, type Fetch } from './answer.ts';
import { examineBounces } from './bounces.ts';
import { examineClock, type OtherClock } from './clock.ts';
import type { Dns } from './dns.ts';
import { examineCatalogue, examineTemplates } from './example-mail.ts';
import { examined, type Finding, fail, ok, warn } from './finding.ts';
import { examineLedger } from './ledger.ts';
import { examineMailServer } from './mail-server.ts';
import { examineNode } from './node.ts';
import { diskAhead, examineDatabase, examineFolder, hasDatabase } from './place.ts';
import { examineReadings } from './readings.ts';
import { examineSender } from './sender.ts';
import { examineSettings, usable } from './settings.ts';
import { type ExaminedSource, examineSources } from './sources.ts';

/** What stands outside the program; tests bring their own. */
export interface Surroundings {
  fetch: Fetch;
  /** Asks a source at a place as reading it would; left out: by `fetch`. */
  probe?: (source: Source, place: string, signal: AbortSignal) => Promise<Response>;
  dns: Dns;
  nodeVersion: string;
  /** Throws a UserError when the schedule cannot use these settings. */
  checkSchedule: (schedule: string, timeZone: string) => void;
  /** How long the mail server may take. */
  smtpTimeoutMs: number;
}

/**
 * Looks at everything the program depends on, changing nothing but the schema of a database that is older than the
 * program. What needs the network is asked at the same time, each within its limit.
 */
export async function examine(app: App, surroundings: Surroundings): Promise<Finding[]> {
  const database = await examined('database', () => examineDatabase(app));
  const isSound = database.every(({ level }) => level !== 'fail');
  const near = [
    examineNode(surroundings.nodeVersion),
    ...(await examined('configuration', () => examineSettings(app))),
    ...(await examined('configuration.SCHEDULE', () => examineSchedule(app, surroundings.checkSchedule))),
    ...database,
    ...(isSound ? await examined('edition', () => examineEditions(app)) : []),
    ...(await examined('data', () => examineData(app))),
    ...(await examined('catalogue', () => examineCatalogue(app))),
    ...(await examined('templates', () => examineTemplates(app))),
  ];
  const [mail, dkim, sources, service] = await Promise.all([
    examined('smtp', () => examineDelivery(app, surroundings.smtpTimeoutMs)),
    examined('dkim', () => examineIdentity(app, surroundings.dns)),
    sourcesOf(app, surroundings),
    serviceOf(app, surroundings.fetch),
  ]);
  const clocks = [...sources, ...(service ? [service] : [])].flatMap(clockOf);
  return [
    ...near,
    ...(await examined('clock', () => examineTime(app, clocks))),
    ...mail,
    ...dkim,
    ...sources.map(({ finding }) => finding),
    ...(isSound ? await examined('source', () => readingsOf(app)) : []),
    ...(service ? [service.finding] : []),
  ];
}

function examineSchedule(app: App, check: Surroundings['checkSchedule']): Finding[] {
  const config = usable(app, 'sources', 'time');
  if (!config) return [];
  try {
    check(config.schedule, config.timeZone);
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [fail('configuration.SCHEDULE', error.message, 'Correct SCHEDULE in .env, or where you set it.')];
  }
}

/** What the ledger says, once there is one. */
async function examineEditions(app: App): Promise<Finding[]> {
  const config = usable(app, 'database', 'time');
  if (!config || !(await hasDatabase(config.databaseUrl))) return [];
  return examineLedger(await app.store(), app.clock.now(), config.timeZone);
}

function examineData(app: App): Finding[] | Promise<Finding[]> {
  const config = usable(app, 'database');
  return config ? examineFolder('data', 'DATA_DIR', config.dataDir) : [];
}

async function examineDelivery(app: App, timeoutMs: number): Promise<Finding[]> {
  const config = usable(app, 'delivery');
  if (!config) return [];
  const { smtpUrl, outboxDir } = config;
  if (smtpUrl) {
    const bounces = usable(app, 'delivery', 'bounces');
    const server = await examineMailServer(smtpUrl.reveal(), timeoutMs);
    return [...server, ...(bounces ? await examineBounces(bounces) : [])];
  }
  const folder = await examineFolder('outbox', 'OUTBOX_DIR', outboxDir);
  return [
    ok('smtp', `SMTP_URL is not set: mail is written to ${outboxDir}, nobody gets mail.`),
    ...folder.filter(({ level }) => level === 'fail'),
  ];
}

function examineIdentity(app: App, dns: Dns): Finding[] | Promise<Finding[]> {
  const config = usable(app, 'delivery', 'mail');
  if (!config) return [];
  const { mailFrom, bounceAddress, smtpUrl } = config;
  const from = mailFrom.address;
  const relay = smtpUrl ? new URL(smtpUrl.reveal()).hostname.replace(/^\[|\]$/g, '') : null;
  return examineSender({ ...config, from, returnPath: bounceAddress ?? from, relay }, dns);
}

async function examineTime(app: App, others: readonly OtherClock[]): Promise<Finding[]> {
  const { clock } = app;
  const zone = usable(app, 'time')?.timeZone ?? 'UTC';
  const place = usable(app, 'database')?.dataDir;
  const ahead = place === undefined ? null : await diskAhead(place, clock.now);
  const disk = ahead === null ? [] : [{ name: 'the disk', ahead }];
  return examineClock(clock.now(), zone, [...disk, ...others]);
}

async function sourcesOf(app: App, { fetch, probe }: Surroundings): Promise<ExaminedSource[]> {
  const config = usable(app, 'sources', 'time');
  if (!config) return [];
  const fetchOf = (source: Source, place: string): Fetch =>
    probe ? (_, { signal }) => probe(source, place, signal ?? new AbortController().signal) : fetch;
  const alone = (finding: Finding) => [{ finding, host: null, answer: null }];
  try {
    const sources = await app.sources();
    const { now } = app.clock;
    if (sources.length > 0) return await examineSources(sources, today(now(), config.timeZone), fetchOf, now);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return alone(fail('source', error.message, 'Correct the file.'));
  }
  const says = 'SOURCES is not set: papers come in by paperboy ingest only.';
  const fix = 'Set SOURCES to folders, files or addresses that are to be read daily.';
  return alone(warn('source', says, fix));
}

/** What came of reading the sources lately: what could not be known by looking at them now. */
async function readingsOf(app: App): Promise<Finding[]> {
  const config = usable(app, 'sources', 'database');
  if (!config || !(await hasDatabase(config.databaseUrl))) return [];
  // A list that cannot be read is told already.
  const sources = await app.sources().catch(() => []);
  return examineReadings(
    await app.store(),
    sources.map(({ name }) => name),
  );
}

/** The pages, as readers reach them. They may be down on purpose while the operator looks. */
async function serviceOf(app: App, fetch: Fetch): Promise<ExaminedSource | null> {
  const config = usable(app, 'links');
  if (!config) return null;
  const { publicUrl } = config;
  const answer = await answerOf(`${publicUrl}/health`, fetch, app.clock.now);
  const { status, problem } = answer;
  const fix = 'Start paperboy serve, or correct PUBLIC_URL or the proxy before it.';
  const says = `${publicUrl}/health ${status === null ? `cannot be reached: ${problem}` : `answers ${status}`}.`;
  return {
    finding: status === 200 ? ok('service', says) : warn('service', says, fix),
    // Its clock is ours.
    host: isLocalUrl(publicUrl) ? null : new URL(publicUrl).host,
    answer,
  };
}

function clockOf({ host, answer }: { host: string | null; answer: Answer | null }): OtherClock[] {
  return host === null || answer === null || answer.ahead === null
    ? []
    : [{ name: host, ahead: answer.ahead }];
}
