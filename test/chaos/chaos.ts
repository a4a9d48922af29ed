// npm run chaos [-- --deliveries N --seed N --minutes N --database sqlite|postgres]: senders that are killed and stopped at
// random moments deliver one edition through a mail server that fails. README.md beside this file says what is held.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { openDatabase } from './database.ts';
import type { Act, ActKind } from './killer.ts';
import { BAD_DAY } from './plan.ts';
import { runChaos } from './run.ts';

const { values } = parseArgs({
  options: {
    deliveries: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(randomInt(1_000_000)) },
    minutes: { type: 'string', default: '10' },
    database: { type: 'string', default: process.env.CHAOS_DATABASE_URL ? 'postgres' : 'sqlite' },
  },
});
const SHOWN = 5;
// Whoever ends this leaves no process behind.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

const seed = Number(values.seed);
console.log(`seed ${seed}, database ${values.database}: npm run chaos -- --seed ${seed} draws the same acts`);
const database = await openDatabase(values.database, process.env.CHAOS_DATABASE_URL);
try {
  const result = await runChaos(
    {
      seed,
      deliveries: Number(values.deliveries),
      senders: 3,
      connections: 5,
      script: BAD_DAY,
      messages: [0, 200],
      jitterMs: 400,
      patienceMs: 8_000,
      acts: Number.POSITIVE_INFINITY,
      actsMs: Number(values.minutes) * 60_000,
      database,
    },
    line => console.log(`  ${line}`),
  );
  console.table({ ...result.figures, ...counted(result.acts) });
  console.table(
    result.checks.map(({ promise, broken }) => ({
      promise,
      holds: broken.length === 0,
      broken: broken.length,
    })),
  );
  for (const { promise, broken } of result.checks) {
    if (broken.length === 0) continue;
    console.log(`BROKEN (seed ${seed}): ${promise}`);
    for (const one of broken.slice(0, SHOWN)) console.log(`  ${one}`);
    process.exitCode = 1;
  }
} finally {
  await database.dispose();
}

function counted(acts: readonly Act[]): Partial<Record<ActKind, number>> {
  const counts: Partial<Record<ActKind, number>> = {};
  for (const { kind } of acts) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
