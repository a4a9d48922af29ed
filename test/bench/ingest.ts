// npm run bench:ingest [-- papers]: the same papers read from every format, and stored; and what a document takes that is far too
// large. Each time stands beside cutting the same papers into words, measured in the same run.
import { execFileSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { readSnapshot } from '../../src/ingest/read-snapshot.ts';
import { wordsOf } from '../../src/match/statistics.ts';
import { openWorld } from '../support/world.ts';
import { DOCUMENTS, papers } from './documents.ts';

const PAPERS = Number(process.argv[2] ?? 2_000);
const TRIES = 3;
const now = Date.parse('2026-06-02T08:00:00Z');

const made = papers(PAPERS);
const texts = made.map(({ title, abstract, authors }) => ({ title, abstract, authors, hints: [] }));
const words = fastest(() => {
  for (const text of texts) wordsOf(text);
});

const rows = [];
for (const [format, write] of Object.entries(DOCUMENTS)) {
  const bytes = new TextEncoder().encode(write(made));
  const read = () => readSnapshot(bytes, { now, timeZone: 'UTC' });
  const { format: found, entries, refusal } = read();
  const ms = fastest(read);
  rows.push({
    format,
    found: refusal ?? found,
    MB: (bytes.length / 1e6).toFixed(1),
    entries: entries.length,
    'a second': Math.round((entries.length / ms) * 1000),
    'times cutting into words': (ms / words).toFixed(2),
  });
}
console.table(rows);
console.log(`Cutting ${PAPERS} papers into words: ${Math.round(words)} ms (baseline).`);

const world = await openWorld(now);
const bytes = new TextEncoder().encode(DOCUMENTS['arxiv-atom']?.(made) ?? '');
const first = await timed(() => world.ingest(bytes, '2026-06-02'));
const again = await timed(() =>
  world.ingest(new TextEncoder().encode(DOCUMENTS['hf-api']?.(made) ?? ''), '2026-06-02'),
);
console.log(
  `Read and stored in SQLite: ${Math.round((PAPERS / first) * 1000)} new papers a second, ${Math.round((PAPERS / again) * 1000)} known ones of another source.`,
);
await world.dispose();

for (const [format, megabytes] of [
  ['arxiv-atom', 30],
  ['hf-api', 30],
  ['hf-page', 30],
  ['hf-text', 30],
  ['arxiv-atom', 100],
  ['hf-api', 100],
] as const) {
  const script = fileURLToPath(new URL('./large.ts', import.meta.url));
  process.stdout.write(
    execFileSync(process.execPath, ['--import', 'tsx', script, format, `${megabytes}`], { encoding: 'utf8' }),
  );
}

function fastest(work: () => unknown): number {
  const times = Array.from({ length: TRIES }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
