// npm run bench [-- subscribers]: one edition for many subscribers, into nowhere, and one for a tenth of them over SMTP
// to a server in another process.
// Absolute times say more about the machine than about the program, so each is shown beside a baseline measured in
// the same run.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import mjml from 'mjml';
import { TEMPLATES } from '../../src/app.ts';
import { nullTransport } from '../../src/deliver/transport.ts';
import { openDay } from '../../src/pipeline/day.ts';
import { freeze } from '../../src/pipeline/freeze.ts';
import type { Parts } from '../../src/pipeline/parts.ts';
import { ingest, send } from '../../src/pipeline.ts';
import { reader } from '../support/builders.ts';
import { capture, FIVE_CAPTURES } from '../support/captures.ts';
import { openWorld } from '../support/world.ts';
import { ideaCost } from './ideas.ts';
import { matchingCost } from './matching.ts';
import { overSmtp } from './over-smtp.ts';
import { percolation } from './percolate.ts';
import { tasteCost } from './tastes.ts';

const SUBSCRIBERS = Number(process.argv[2] ?? 10_000);
const EDITION = '2026-06-02';
const BASELINE_MAILS = 30;

const CONNECTIONS = [1, 10, 50];

const world = await openWorld();
await subscribe(world.parts, SUBSCRIBERS);
const ingested = await timed(async () => {
  for (const name of FIVE_CAPTURES) await world.ingest(capture(name), EDITION);
});

const order = { edition: EDITION, at: null };
await world.parts.store.editions.open(EDITION, 0);
const opened = await timed(() => openDay(world.parts, order));
const frozen = await timed(() => freeze(world.parts, order, {}));
const sent = await timed(() =>
  send(world.parts, order, { transport: nullTransport(), owner: 'bench', sleep: async () => {} }),
);
const accepted = sent.result.states.accepted ?? 0;

// What most senders do: the whole document, with this reader's twelve cards in it, compiled for each mail.
const [head = '', card = '', rest = ''] = (await readFile(join(TEMPLATES, 'edition.mjml'), 'utf8')).split(
  /<mj-raw><!-- block: (?:card|line) --><\/mj-raw>/,
);
const document = head + card.repeat(12) + rest;
const baseline = await timed(async () => {
  for (let mail = 0; mail < BASELINE_MAILS; mail++) await mjml(document);
});

const smtp = await overSmtp(EDITION, parts => prepareSmall(parts, Math.ceil(SUBSCRIBERS / 10)), CONNECTIONS);

const perMail = sent.ms / accepted;
const perMjml = baseline.ms / BASELINE_MAILS;
console.table([
  { step: 'ingest five captures', ms: Math.round(ingested.ms), 'per second': '' },
  { step: 'read, match and rank the candidates', ms: Math.round(opened.ms), 'per second': '' },
  { step: 'plan and freeze', ms: Math.round(frozen.ms), 'per second': rate(SUBSCRIBERS, frozen.ms) },
  {
    step: 'render and record (no transport)',
    ms: Math.round(sent.ms),
    'per second': rate(accepted, sent.ms),
  },
  {
    step: `MJML compiled ${BASELINE_MAILS} times (baseline)`,
    ms: Math.round(baseline.ms),
    'per second': rate(BASELINE_MAILS, baseline.ms),
  },
]);
console.log(
  `${SUBSCRIBERS} subscribers, ${accepted} mails: ${JSON.stringify(sent.result.states)} ${JSON.stringify(sent.result.skipped)}`,
);
console.log(`A mail costs 1/${(perMjml / perMail).toFixed(0)} of compiling its MJML.`);
const { idea, words } = ideaCost();
console.log(
  `The idea of an abstract costs ${(idea / words).toFixed(1)} times cutting it into words (${Math.round(idea)} µs).`,
);
const matching = matchingCost();
console.log(
  `Matching 1,000 papers to 28 topics takes ${Math.round(matching.topics)} ms, ${(matching.topics / matching.words).toFixed(1)} times cutting them into words; learning of three own topics from them ${(matching.learning / matching.words).toFixed(1)} times. What is learned of these takes ${kilobytes(matching.bytes)} after 1,000 papers, ${kilobytes(matching.bytesLater)} after 10,000.`,
);
console.log('Over SMTP to a server that keeps nothing, messages a second:');
console.table(smtp);
const costs = smtp.map(one => `${(one['ledger in memory'] / one.paperboy).toFixed(2)} at ${one.connections}`);
console.log(`A durable ledger costs, as a ratio of times, ${costs.join(', ')} connections.`);
console.log('A thousand papers and many queries, in times of cutting the papers into words:');
console.table(percolation([10_000, 100_000]));
console.log(
  'Planning for everybody, in ms: nobody said anything; 5 of 100 said 20 things, learned now; the same, kept:',
);
console.table([await tastes(SUBSCRIBERS)]);
console.log(`Peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB.`);
await world.dispose();

/** In a world of its own: nothing is frozen there. */
async function tastes(subscribers: number): ReturnType<typeof tasteCost> {
  const apart = await openWorld();
  await subscribe(apart.parts, subscribers);
  for (const name of FIVE_CAPTURES) await apart.ingest(capture(name), EDITION);
  const cost = await tasteCost(apart.parts, EDITION);
  await apart.dispose();
  return cost;
}

async function subscribe(parts: Parts, count: number): Promise<void> {
  const topics = parts.catalogue.topics.map(topic => topic.id);
  const rows = Array.from({ length: count }, (_, n) =>
    reader(`r${n}@example.org`, {
      topics: [0, 1, 2, 3, 4].map(step => topics[(n * 7 + step * (1 + (n % 5))) % topics.length] ?? ''),
      hour: n % 24,
      timezone: ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', null][n % 4] ?? null,
    }),
  );
  await parts.store.transaction(tx => tx.subscribers.insertMany(rows));
}

/** A smaller edition of one real page, frozen and not delivered. */
async function prepareSmall(parts: Parts, subscribers: number): Promise<void> {
  await subscribe(parts, subscribers);
  const bytes = capture('capture-2026-06-02.txt');
  await ingest(parts, { source: 'bench', bytes, mtime: null, capturedAt: EDITION });
  await parts.store.editions.open(EDITION, 0);
  await freeze(parts, { edition: EDITION, at: null }, {});
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const start = performance.now();
  const result = await work();
  return { result, ms: performance.now() - start };
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1024)} kB`;
}

function rate(count: number, ms: number): number {
  return Math.round((count / ms) * 1000);
}
