import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type DeliveryReport, OPEN_STATES } from '../../src/model/delivery.ts';
import type { EditionReport } from '../../src/pipeline.ts';
import { type Ground, prepareGround } from './ground.ts';
import { type Judgement, judge } from './judge.ts';
import { type Act, openKiller } from './killer.ts';
import { lineCounter, readLog } from './log.ts';
import type { ChaosPlan } from './plan.ts';
import { type Place, runProgram, startMailServer } from './processes.ts';

/** What came of a run. */
export interface ChaosResult extends Judgement {
  acts: readonly Act[];
}

/** Acts end when so much of the audience has a state that is final: the rest shows that all comes to rest. */
const ENOUGH = 0.95;
/** Senders look once a minute, and let a mail server rest for longer and longer: then it is left to `send`. */
const STALLED_MS = 150_000;
/** Runs of `send` at the end: who was deferred once may be deferred again for another reason. */
const SENDS = 10;
const POLL_MS = 500;
const TELL_EVERY = 10;

/**
 * Delivers one edition with senders that are killed and stopped, through a mail server that fails, and holds the ledger against
 * what the server saw. `tell` hears how it goes.
 */
export async function runChaos(plan: ChaosPlan, tell: (line: string) => void): Promise<ChaosResult> {
  const ground = await prepareGround(plan.database, plan.deliveries);
  const log = join(ground.folder, 'witness.ndjson');
  tell(`${plan.deliveries} deliveries are prepared in ${ground.folder}`);
  try {
    const began = performance.now();
    const { acts, surprises } = await rage(plan, ground, log, tell);
    const seconds = (performance.now() - began) / 1000;
    const settled = plan.deliveries - (await open(ground));
    const accounts = await finish(plan, ground, log, tell);
    const deliveries = await runProgram(place(ground), 'deliveries', [
      'deliveries',
      '--edition',
      ground.edition,
      '--json',
    ]);
    const blows = acts.filter(({ kind }) => kind !== 'stop short' && kind !== 'term').length;
    const { checks, figures } = judge({
      lines: readLog(log),
      rows: JSON.parse(deliveries.stdout) as DeliveryReport[],
      accounts,
      audience: plan.deliveries,
      blows,
      connections: plan.connections,
      surprises,
    });
    const { deliveries: count = 0, ...others } = figures;
    const speed = { seconds: Math.round(seconds), 'a second, kills and all': Math.round(settled / seconds) };
    return { checks, figures: { deliveries: count, ...speed, ...others }, acts };
  } finally {
    await ground.dispose();
  }
}

/** The senders at work, until all is done that needs no second try. */
async function rage(plan: ChaosPlan, ground: Ground, log: string, tell: (line: string) => void) {
  const server = await startMailServer(place(ground), { script: plan.script, seed: plan.seed, log });
  const killer = openKiller(plan, place(ground, server.port, plan.connections), lineCounter(log));
  let left = plan.deliveries;
  let watching = true;
  const watch = (async () => {
    for (let n = 0; watching; n++) {
      // A database that is being restarted does not answer.
      left = await open(ground).catch(() => left);
      if (n % TELL_EVERY === 0) tell(`${plan.deliveries - left} done, ${killer.acts.length} acts`);
      await wait(POLL_MS);
    }
  })();
  try {
    await killer.rage(() => left < plan.deliveries * (1 - ENOUGH));
    tell(`${killer.acts.length} acts; now everybody may finish`);
    await drained(ground);
  } finally {
    watching = false;
    await watch;
    await killer.end();
    await server.end();
  }
  return killer;
}

/** Returns when nothing is left but what rests for a while, or nothing moves any more. */
async function drained(ground: Ground): Promise<void> {
  let before = '';
  let movedAt = performance.now();
  for (;;) {
    if ((await ground.isAtRest()) || performance.now() - movedAt > STALLED_MS) return;
    const now = JSON.stringify(await ground.states());
    if (now !== before) movedAt = performance.now();
    before = now;
    await wait(POLL_MS);
  }
}

/** What is still owed goes out through a server without faults. */
async function finish(
  plan: ChaosPlan,
  ground: Ground,
  log: string,
  tell: (line: string) => void,
): Promise<EditionReport> {
  const server = await startMailServer(place(ground), { script: '', seed: plan.seed, log });
  try {
    for (let n = 1; ; n++) {
      const { stdout } = await runProgram(place(ground, server.port, plan.connections), 'send', [
        'send',
        '--edition',
        ground.edition,
        '--json',
      ]);
      const accounts = JSON.parse(stdout) as EditionReport;
      tell(`send: ${JSON.stringify(accounts.states)}`);
      if (n >= SENDS || OPEN_STATES.every(state => !accounts.states[state])) return accounts;
    }
  } finally {
    await server.end();
  }
}

/** Deliveries that are owed still. */
async function open(ground: Ground): Promise<number> {
  const states = await ground.states();
  return OPEN_STATES.reduce((sum, state) => sum + (states[state] ?? 0), 0);
}

function place(ground: Ground, port?: number, connections = 1): Place {
  const { folder, env } = ground;
  const server = port ? { SMTP_URL: `smtp://127.0.0.1:${port}?connections=${connections}` } : {};
  return { folder, env: { ...env, ...server } };
}
