import { expect, it } from 'vitest';
import { openDatabase } from '../chaos/database.ts';
import { runChaos } from '../chaos/run.ts';

// Draws a long stop, and one of almost everything else.
const SEED = Number(process.env.SEED ?? 596);
/** Every kind of fault once or twice, and time enough to be killed in. */
const SCRIPT = `
drop-at-rcpt 1%, 451-rcpt 1%, 550-rcpt 1%, drop-before-354 1%
drop-after-354 1%, drop-in-data 1%, drop-after-dot 2%, fin-after-dot 1%, silence-after-dot 0.5% 1s
451-dot 1%, 550-dot 0.5%, slow-250 150ms`;

// The short form of `npm run chaos`.
it('keeps its promises while senders are killed and stopped, and the mail server fails', async () => {
  const database = await openDatabase('sqlite');
  const told: string[] = [];
  try {
    const { checks, figures, acts } = await runChaos(
      {
        seed: SEED,
        deliveries: 300,
        senders: 2,
        connections: 3,
        script: SCRIPT,
        pause: [500, 2_500],
        acts: 6,
        actsMs: 60_000,
        database,
      },
      line => told.push(line),
    );
    const words = `seed ${SEED}\n${told.join('\n')}\n${JSON.stringify(figures)}`;
    for (const { promise, broken } of checks)
      expect({ promise, broken }, words).toEqual({ promise, broken: [] });
    // It was no fair weather.
    expect(acts.filter(({ kind }) => kind === 'kill').length, words).toBeGreaterThanOrEqual(3);
    expect(figures['faults of the mail server'], words).toBeGreaterThan(20);
  } finally {
    await database.dispose();
  }
}, 240_000);
