// npm run bench:web [-- subscribers [requests]]: how many pages a second, and how long they take, with so many subscribers
// and some ten thousand papers stored in SQLite. The asking is done by another process.
// Absolute times say more about the machine than about the program, so each is shown beside a route that answers at
// once, measured in the same run over the same HTTP.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import { pageLinks } from '../../src/audience/mail-links.ts';
import { indexPapers } from '../../src/pipeline/index-papers.ts';
import { settleSignUps } from '../../src/pipeline/sign-ups.ts';
import { listen } from '../../src/web/listen.ts';
import { openWeb } from '../../src/web/open-web.ts';
import { reader } from '../support/builders.ts';
import { capture, FIVE_CAPTURES } from '../support/captures.ts';
import { digest } from '../support/digest.ts';
import { openWorld, type World } from '../support/world.ts';
import type { Job, Load } from './load.ts';

const SUBSCRIBERS = Number(process.argv[2] ?? 100_000);
const REQUESTS = Number(process.argv[3] ?? 3_000);
const CONNECTIONS = 8;
const DAY = '2026-06-02';
const START = Date.parse(`${DAY}T08:00:00Z`);
/** Papers made of the words of real ones. */
const PAPERS = 10_000;
/** The limits of the sign-up page take one in so many milliseconds: as fast the clock goes while sign-ups come in. */
const SIGN_UP_EVERY_MS = 8_000;

let now = START;
const world = await openWorld(START, { TRUSTED_PROXY: '127.0.0.1' });
await fill(world);
const web = await openWeb(world.app);
const pages = await listen(
  (request, connection) => {
    if (request.method === 'POST' && request.url.endsWith('/subscribe')) {
      now += SIGN_UP_EVERY_MS;
      world.at(new Date(now).toISOString());
    }
    return web.fetch(request, connection);
  },
  { host: '127.0.0.1', port: 0 },
);
const empty = await listen(new Hono().get('/', c => c.text('')).fetch, { host: '127.0.0.1', port: 0 });

const links = pageLinks('', await world.app.tokens());
const some = Array.from({ length: 2_000 }, (_, n) => 1 + ((n * 7_919) % SUBSCRIBERS));
const preferences = some.map(num => links.preferences(num, DAY));
const changes = some.map((_, n) => `max=${1 + (n % 50)}&hour=${n % 24}&topics=&topics=llm&topics=rl`);
const signUps = Array.from({ length: REQUESTS * 2 }, (_, n) => `email=new${n}%40host${n}.example&topics=llm`);
const searches = [
  'reinforcement learning',
  '"language model" -survey',
  'diffusion OR flow',
  'title:video',
  'zebra',
];

const figures: Record<string, Load> = {
  'a route that answers at once': await load({ paths: ['/'] }, empty.url),
  'sign-up page': await load({ paths: ['/'] }),
  'sign-up, sent': await load({ paths: ['/subscribe'], bodies: signUps }),
  preferences: await load({ paths: preferences }),
  'preferences, saved': await load({ paths: preferences, bodies: changes }),
  archive: await load({ paths: [links.editions] }),
  edition: await load({ paths: ['01', '02'].map(day => links.edition(`2026-06-${day}`)) }),
  search: await load({ paths: searches.map(q => `${links.editions}?q=${encodeURIComponent(q)}`) }),
  topic: await load({ paths: world.parts.catalogue.topics.map(({ id }) => links.topic(id)) }),
  feed: await load({ paths: ['/feed.atom'] }),
};

const settled = await timed(() => settleSignUps(world.parts));
const [base] = Object.values(figures);
console.table(
  Object.entries(figures).map(([page, { perSecond, p50, p99, statuses }]) => ({
    page,
    'a second': Math.round(perSecond),
    'p50 ms': Number(p50.toFixed(1)),
    'p99 ms': Number(p99.toFixed(1)),
    'times the baseline': Number(((base?.perSecond ?? 0) / perSecond).toFixed(1)),
    answers: JSON.stringify(statuses),
  })),
);
console.log(
  `${SUBSCRIBERS} subscribers, ${PAPERS} papers, ${CONNECTIONS} connections, ${REQUESTS} requests a page. ` +
    `${settled.result} sign-ups decided on at ${Math.round((settled.result / settled.ms) * 1000)} a second.`,
);
console.log(
  `Load of the machine ${loadavg()
    .map(one => one.toFixed(1))
    .join(' ')}; peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB.`,
);
await pages.close();
await empty.close();
await world.dispose();

/** Two editions, then everybody else, and many papers of the last month. */
async function fill({ parts, subscribe, ingest, send }: World): Promise<void> {
  const topics = parts.catalogue.topics.map(topic => topic.id);
  await subscribe('first@example.org', { topics, max: 100 });
  await ingest(capture('capture-2025-09-16.txt'), '2026-06-01');
  await send('2026-06-01');
  await ingest(capture('capture-2026-06-02.txt'), DAY);
  await send(DAY);
  const titles = madeUp(PAPERS);
  for (let start = 0; start < PAPERS; start += 500) {
    const day = `2026-05-${String(5 + ((start / 500) % 25)).padStart(2, '0')}`;
    await ingest(digest(...titles.slice(start, start + 500)), day, `made-up-${start}`);
  }
  await indexPapers(parts);
  const rows = Array.from({ length: SUBSCRIBERS }, (_, n) =>
    reader(`r${n}@example.org`, {
      topics: [0, 1, 2, 3, 4].map(step => topics[(n * 7 + step) % topics.length] ?? ''),
      queries: n % 4 === 0 ? ['"state space" OR diffusion'] : [],
      hour: n % 24,
    }),
  );
  await parts.store.transaction(tx => tx.subscribers.insertMany(rows));
}

/** Titles of words that real papers are made of, no two alike. */
function madeUp(count: number): string[] {
  const text = FIVE_CAPTURES.map(name => new TextDecoder().decode(capture(name))).join(' ');
  const words = [...new Set(text.match(/[a-z]{4,12}/gi) ?? [])];
  const word = (n: number) => words[n % words.length] ?? '';
  return Array.from({ length: count }, (_, n) =>
    [`Study ${n}:`, ...[1, 7, 31, 131, 557, 2_203].map(step => word(n * step + step))].join(' '),
  );
}

async function load(
  asked: Pick<Job, 'paths'> & Partial<Pick<Job, 'bodies'>>,
  url = pages.url,
): Promise<Load> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('load.ts', import.meta.url))],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const job: Job = {
    url,
    method: asked.bodies ? 'POST' : 'GET',
    connections: CONNECTIONS,
    count: REQUESTS,
    bodies: [],
    ...asked,
  };
  child.stdin.end(JSON.stringify(job));
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await once(child, 'close');
  return JSON.parse(text) as Load;
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const start = performance.now();
  const result = await work();
  return { result, ms: performance.now() - start };
}
