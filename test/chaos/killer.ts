import { setTimeout as wait } from 'node:timers/promises';
import { chance } from '../../src/dev/chaos/chance.ts';
import { type ChaosPlan, LEASE_MS } from './plan.ts';
import { type Place, type Running, startProgram } from './processes.ts';

/** What is done to a sender. */
export type ActKind = 'kill' | 'stop short' | 'stop long' | 'stop and kill' | 'term' | 'restart database';

/** What was done. */
export interface Act {
  kind: ActKind;
  /** Which sender; null: none of them. */
  sender: number | null;
}

/** Senders that somebody wants to see fail. */
export interface Killer {
  acts: Act[];
  /** Senders that ended without being told to, or did not end when told. */
  surprises: string[];
  /** Acts until the plan ends, or `isEnough`; returns when every sender runs again. */
  rage: (isEnough: () => boolean) => Promise<void>;
  /** Ends them all as an operator would. */
  end: () => Promise<void>;
}

const WEIGHTS: readonly (readonly [kind: ActKind, weight: number])[] = [
  ['kill', 50],
  ['stop short', 22],
  ['stop long', 10],
  ['stop and kill', 6],
  ['term', 12],
];
const DATABASE_WEIGHT = 4;
const WAIT_MS = 20;

/** Starts the senders of a plan. All that it decides follows from the seed; `heard` counts what the mail server saw. */
export function openKiller(plan: ChaosPlan, place: Place, heard: () => number): Killer {
  const acts: Act[] = [];
  const surprises: string[] = [];
  const started = performance.now();
  const senders: Running[] = [];
  const busy = new Set<number>();
  /** Those that are made to end. */
  const leaving = new Set<Running>();
  const under: Promise<void>[] = [];
  let drawn = 0;
  const random = () => chance(plan.seed, 'killer', drawn++);
  const between = (from: number, to: number) => from + random() * (to - from);

  /** Returns when it is at work: who is killed before that tells nothing. */
  async function start(at: number): Promise<void> {
    const sender = startProgram(place, `sender-${at}`, ['serve', '--only', 'sender']);
    senders[at] = sender;
    void sender.ended.then(code => {
      if (!leaving.has(sender))
        surprises.push(`sender ${at} ended by itself (${code}): ${sender.said().slice(-500)}`);
    });
    await sender.says(/"serving"/);
  }

  function draw(): ActKind {
    const weights = plan.database.restart
      ? [...WEIGHTS, ['restart database', DATABASE_WEIGHT] as const]
      : WEIGHTS;
    let left = random() * weights.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [kind, weight] of weights) {
      left -= weight;
      if (left < 0) return kind;
    }
    return 'kill';
  }

  /** Does one thing to a sender and, in the end, has it running. Its times are drawn before, so that nothing hangs on the machine. */
  async function act(kind: ActKind, at: number): Promise<void> {
    const sender = senders[at];
    const rest = between(0, 1_500);
    const short = between(100, 8_000);
    const long = between(LEASE_MS + 1_000, LEASE_MS + 8_000);
    if (!sender) return;
    if (kind === 'stop short' || kind === 'stop long') {
      sender.signal('SIGSTOP');
      await wait(kind === 'stop long' ? long : short);
      sender.signal('SIGCONT');
      return;
    }
    leaving.add(sender);
    if (kind === 'term') {
      const isObeyed = await sender.end();
      if (!isObeyed) surprises.push(`sender ${at} did not end at SIGTERM`);
    } else {
      if (kind === 'stop and kill') {
        sender.signal('SIGSTOP');
        await wait(short);
      }
      sender.signal('SIGKILL');
      await sender.ended;
    }
    await wait(rest);
    await start(at);
  }

  /** Until some more messages have come: so it strikes senders at work, however fast the machine is. */
  async function pause(): Promise<void> {
    const wanted = heard() + between(...plan.messages);
    // Not always at the end of a message.
    const more = between(0, plan.jitterMs);
    const until = performance.now() + plan.patienceMs;
    while (heard() < wanted && performance.now() < until) await wait(WAIT_MS);
    await wait(more);
  }

  async function next(): Promise<void> {
    const free = () => senders.map((_, at) => at).filter(at => !busy.has(at));
    // Before anything is drawn: what is drawn must not hang on how fast the machine is.
    while (free().length === 0) await wait(WAIT_MS);
    const kind = draw();
    const at = free()[Math.floor(random() * free().length)] ?? 0;
    acts.push({ kind, sender: kind === 'restart database' ? null : at });
    if (kind === 'restart database') return plan.database.restart?.();
    busy.add(at);
    under.push(act(kind, at).finally(() => busy.delete(at)));
  }

  const begun = Promise.all(Array.from({ length: plan.senders }, (_, at) => start(at)));
  return {
    acts,
    surprises,
    async rage(isEnough) {
      await begun;
      while (acts.length < plan.acts && performance.now() - started < plan.actsMs && !isEnough()) {
        await pause();
        await next();
      }
      await Promise.all(under);
    },
    async end() {
      for (const sender of senders) leaving.add(sender);
      const obeyed = await Promise.all(senders.map(sender => sender.end()));
      obeyed.forEach((is, at) => {
        if (!is) surprises.push(`sender ${at} did not end at SIGTERM`);
      });
    },
  };
}
