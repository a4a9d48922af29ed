import { expect, it } from 'vitest';
import { openDatabase } from '../chaos/database.ts';
import { runChaos } from '../chaos/run.ts';
import { POSTGRES } from '../support/databases.ts';

/** Every kind of fault once or twice, and time enough to be killed in. */
const SCRIPT = `
drop-at-rcpt 1%, 451-rcpt 1%, 550-rcpt 1%, drop-before-354 1%
drop-after-354 1%, drop-in-data 1%, drop-after-dot 2%, fin-after-dot 1%, silence-after-dot 0.5% 1s
451-dot 1%, 550-dot 0.5%, slow-250 150ms`;

/** These draw a long stop, two kills at least, and one of almost everything else. */
const RUNS = [
  { kind: 'sqlite', seed: 64, acts: 6 },
  ...(POSTGRES ? [{ kind: 'postgres', seed: 174, acts: 6 }] : []),
];

// The short form of `npm run chaos`.
it.each(RUNS)(
  'keeps its promises on $kind while senders are killed and stopped, and the mail server fails',
  async run => {
    const seed = Number(process.env.SEED ?? run.seed);
    const database = await openDatabase(run.kind, process.env.TEST_DATABASE_URL);
    const told: string[] = [];
    try {
      const { checks, figures, acts } = await runChaos(
        {
          seed,
          deliveries: 300,
          senders: 2,
          connections: 3,
          script: SCRIPT,
          messages: [0, 40],
          jitterMs: 300,
          patienceMs: 5_000,
          acts: run.acts,
          actsMs: 60_000,
          database,
        },
        line => told.push(line),
      );
      const words = `seed ${seed}\n${told.join('\n')}\n${JSON.stringify(figures)}`;
      for (const { promise, broken } of checks)
        expect({ promise, broken }, words).toEqual({ promise, broken: [] });
      // It was no fair weather.
      expect(acts.filter(({ kind }) => kind !== 'term').length, words).toBeGreaterThanOrEqual(3);
      expect(figures['faults of the mail server'], words).toBeGreaterThan(20);
    } finally {
      await database.dispose();
    }
  },
  240_000,
);
