import { BlockList } from 'node:net';
import { OPEN_STATES } from '../model/delivery.ts';
import { SNAPSHOT_STATUSES } from '../model/snapshot.ts';
import { type SourceStanding, sourcesReadLately, standingsOf } from '../pipeline/source-standings.ts';
import type { Accounts } from '../store/accounts.ts';
import type { Operator } from './admin/operator.ts';
import { type Metric, PROMETHEUS_TYPE, prometheus } from './prometheus.ts';
import type { Site } from './site.ts';
import type { PageContext, Pages } from './web-app.ts';
import { NO_SUCH_PAGE } from './words.ts';

const LOCAL = new BlockList();
LOCAL.addSubnet('127.0.0.0', 8, 'ipv4');
LOCAL.addAddress('::1', 'ipv6');

/** What a proxy says of whom it speaks for: who comes through one is not from this machine, though the proxy may be. */
const PROXIED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'];

const BEARER = /^Bearer +(\S+)$/i;

/** How much there is of everything, for programs on this machine, and for whoever knows the operator's password. */
export function metricsPages(pages: Pages, { parts, show }: Site, operator: Operator | null): void {
  pages.get('/metrics', async c => {
    c.header('Cache-Control', 'no-store');
    if (!isLocal(c) && !knowsPassword(c)) return show(c, 'message', NO_SUCH_PAGE, 404);
    return c.body(prometheus(await measure()), 200, { 'Content-Type': PROMETHEUS_TYPE });
  });

  function knowsPassword(c: PageContext): boolean {
    const [, given] = BEARER.exec(c.req.header('authorization') ?? '') ?? [];
    if (!operator || given === undefined) return false;
    const client = c.get('client');
    if (operator.tries.wait(client) > 0) return false;
    const isRight = operator.isPassword(given);
    if (!isRight) operator.tries.failed(client);
    return isRight;
  }

  async function measure(): Promise<Metric[]> {
    const { store, clock } = parts;
    const now = clock.now();
    const open = new Map<string, Accounts>();
    for (const id of await store.deliveries.owing()) open.set(id, await store.editions.accounts(id));
    const unknown = await store.editions.unknown();
    const stored = await store.snapshots.newestStoredAt();
    const { rss, heapUsed } = process.memoryUsage();
    return [
      {
        name: 'paperboy_deliveries',
        help: 'Deliveries of the editions that owe something, by state.',
        values: [...open].flatMap(([edition, { states }]) =>
          Object.entries(states).map(([state, value]) => ({ labels: { edition, state }, value })),
        ),
      },
      one('paperboy_deliveries_owed', 'Deliveries that are still to be made.', owedOf([...open.values()])),
      one(
        'paperboy_deliveries_unknown',
        'Deliveries without an answer, over all editions.',
        sum([...unknown.values()]),
      ),
      one('paperboy_incidents_open', 'Things that are wrong now.', (await store.incidents.current()).length),
      one(
        'paperboy_letters_waiting',
        'Letters that are still to be delivered.',
        await store.overview.lettersWaiting(now),
      ),
      one(
        'paperboy_sign_ups_waiting',
        'Sign-ups that nobody has decided on yet.',
        await store.signUps.count(),
      ),
      {
        name: 'paperboy_last_ingest_age_seconds',
        help: 'How long ago the newest snapshot was stored.',
        values: stored > 0 ? [{ value: Math.max(0, Math.round((now - stored) / 1000)) }] : [],
      },
      ...sourceMetrics(await standingsOf(store, await sourcesReadLately(store)), now),
      one('process_resident_memory_bytes', 'Memory of this process.', rss),
      one('nodejs_heap_size_used_bytes', 'Memory of it that is in use by the program.', heapUsed),
    ];
  }
}

/** How the sources stand: each has the status whose value is 1. */
function sourceMetrics(standings: readonly SourceStanding[], now: number): Metric[] {
  const age = (at: number | null) => (at === null ? [] : [Math.max(0, Math.round((now - at) / 1000))]);
  return [
    {
      name: 'paperboy_source_status',
      help: 'What came of reading each source last: 1 for its status.',
      values: standings.flatMap(({ name, status }) =>
        SNAPSHOT_STATUSES.map(one => ({
          labels: { source: name, status: one },
          value: one === status ? 1 : 0,
        })),
      ),
    },
    {
      name: 'paperboy_source_last_new_age_seconds',
      help: 'How long ago each source brought something new.',
      values: standings.flatMap(({ name, lastNewAt }) =>
        age(lastNewAt).map(value => ({ labels: { source: name }, value })),
      ),
    },
    {
      name: 'paperboy_source_read_age_seconds',
      help: 'How long ago each source was read, whatever came of it.',
      values: standings.flatMap(({ name, readAt }) =>
        age(readAt).map(value => ({ labels: { source: name }, value })),
      ),
    },
  ];
}

/** Asked from this very machine, with nobody in between. */
function isLocal(c: PageContext): boolean {
  const client = c.get('client');
  const host = (c.req.header('host') ?? '').replace(/:\d+$/, '');
  return (
    LOCAL.check(client, client.includes(':') ? 'ipv6' : 'ipv4') &&
    /^(localhost|127(\.\d+){3}|\[::1\])$/i.test(host) &&
    PROXIED.every(name => c.req.header(name) === undefined)
  );
}

function one(name: string, help: string, value: number): Metric {
  return { name, help, values: [{ value }] };
}

function owedOf(accounts: readonly Accounts[]): number {
  return sum(accounts.flatMap(({ states }) => OPEN_STATES.map(state => states[state] ?? 0)));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
