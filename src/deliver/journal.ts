import type { ReplyClass } from '../model/smtp-reply.ts';
import type { Attempt } from '../store/attempts.ts';
import type { Claim, Outcome } from '../store/leases.ts';
import type { Store } from '../store/store.ts';
import type { Admission, Admit } from './admission.ts';

/** What the ledger says to somebody who is about to hand a message over. `held`: its edition was paused meanwhile. */
export type Verdict = Admission | { kind: 'lost' } | { kind: 'held' };

/** What became of a delivery, and where that was found out. */
export interface Settlement {
  edition: string;
  outcome: Outcome;
  /** How far the conversation had come; null where there was none. */
  phase: Attempt['phase'];
}

/** Writes what happens to deliveries, many in one transaction: a flush costs the same for one and for fifty. */
export interface Journal {
  /**
   * Puts a delivery on record as handed off, if its claim still holds, its edition goes on and its reader may still
   * get mail: looked up in the same transaction, so that an unsubscribe is before it or after it.
   */
  handOff: (edition: string, claim: Claim) => Promise<Verdict>;
  /** Writes what became of a delivery. Resolves when it is on disk. */
  settle: (settlement: Settlement) => Promise<void>;
  /** Lengthens the leases of these editions with the next flush: never beside one, whose rows it would wait for. */
  beat: (editions: readonly string[]) => Promise<void>;
}

interface Waiting<Asked, Answer> {
  asked: Asked;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}
type HandOff = Waiting<{ edition: string; claim: Claim }, Verdict>;
type Settle = Waiting<Settlement, void>;
type Beat = Waiting<readonly string[], void>;

/** Answers after which a subscriber's history may demand a suppression. */
const TELLING: readonly (ReplyClass | null)[] = ['dead', 'doubtful', 'full'];

export interface JournalDeps {
  store: Store;
  /** Names this worker. */
  owner: string;
  /** Names the way that messages take. */
  relay: string;
  leaseMs: number;
  /** A hand-off needs so much of its lease left, in milliseconds. */
  marginMs: number;
  admit: Admit;
  /** Suppresses those whose history demands it. */
  consequences: (store: Store, subscribers: readonly number[], now: number) => Promise<unknown>;
  onSettled: (rows: number) => void;
}

/** Opens the journal of one worker. One flush at a time; what comes meanwhile is the next one. */
export function openJournal(deps: JournalDeps): Journal {
  const { store, owner, relay, leaseMs, marginMs, admit, onSettled } = deps;
  let handOffs: HandOff[] = [];
  let settles: Settle[] = [];
  let beats: Beat[] = [];
  let flushing = false;

  async function write(asked: HandOff[], said: Settle[], beating: Beat[]): Promise<void> {
    const { verdicts, settled } = await store.alongside(async tx => {
      const now = await tx.now();
      const rows = await record(
        tx,
        said.map(one => one.asked),
        now,
      );
      for (const { asked: editions } of beating) {
        for (const edition of editions) await tx.leases.heartbeat(edition, owner, now + leaseMs);
      }
      return { settled: rows, verdicts: await judge(tx, asked, now) };
    });
    asked.forEach(({ resolve }, at) => {
      resolve(verdicts[at] ?? { kind: 'lost' });
    });
    for (const { resolve } of [...said, ...beating]) resolve();
    if (settled > 0) onSettled(settled);
  }

  async function record(tx: Store, settlements: readonly Settlement[], now: number): Promise<number> {
    let rows = 0;
    const telling: number[] = [];
    const attempts: Attempt[] = [];
    for (const [edition, group] of byEdition(settlements, ({ edition }) => edition)) {
      const { written, erased } = await tx.leases.settle(
        edition,
        group.map(({ outcome }) => outcome),
        now,
      );
      rows += written.size;
      for (const { outcome, phase } of group) {
        if (outcome.class === null) continue;
        const said = erased.has(outcome.subscriber) ? { ...outcome, reply: null } : outcome;
        attempts.push(attemptOf({ edition, outcome: said, phase }, now));
        if (written.has(outcome.subscriber) && TELLING.includes(outcome.class))
          telling.push(outcome.subscriber);
      }
    }
    await tx.attempts.add(attempts);
    if (telling.length > 0) await deps.consequences(tx, telling, now);
    return rows;
  }

  function attemptOf({ edition, outcome, phase }: Settlement, at: number): Attempt {
    const { subscriber, fence, state, class: means, code, enhanced, reply } = outcome;
    return {
      edition,
      subscriber,
      fence,
      at,
      worker: owner,
      relay,
      phase,
      state,
      class: means,
      code,
      enhanced,
      reply,
    };
  }

  async function judge(tx: Store, asked: readonly HandOff[], now: number): Promise<Verdict[]> {
    const verdicts = new Map<string, Verdict>();
    const all = asked.map(one => one.asked);
    const groups = byEdition(all, ({ edition }) => edition);
    const holds = all.length > 0 ? await tx.editions.holds([...groups.keys()]) : new Map();
    for (const [edition, group] of groups) {
      const say = (num: number, verdict: Verdict) => verdicts.set(`${edition} ${num}`, verdict);
      const hold = holds.get(edition);
      const admissions = hold
        ? new Map<number, Admission>()
        : await admit(
            tx,
            edition,
            group.map(({ claim }) => claim.subscriber),
          );
      for (const { claim } of group) if (hold) say(claim.subscriber, heldBack(hold));
      for (const [num, admission] of admissions) if (admission.kind === 'barred') say(num, admission);
      const admitted = group
        .map(({ claim }) => claim)
        .filter(({ subscriber }) => admissions.get(subscriber)?.kind === 'admitted');
      const held = await tx.leases.handOff(edition, owner, admitted, { now, margin: marginMs });
      for (const num of held) say(num, admissions.get(num) ?? { kind: 'lost' });
    }
    return all.map(
      ({ edition, claim }) => verdicts.get(`${edition} ${claim.subscriber}`) ?? { kind: 'lost' },
    );
  }

  async function flush(): Promise<void> {
    // One turn of the event loop: whoever is as far as this one joins in.
    await new Promise(setImmediate);
    while (handOffs.length + settles.length + beats.length > 0) {
      const [asked, said, beating] = [handOffs, settles, beats];
      handOffs = [];
      settles = [];
      beats = [];
      try {
        await write(asked, said, beating);
      } catch (error) {
        for (const { reject } of [...asked, ...said, ...beating]) reject(error);
      }
    }
    flushing = false;
  }

  function wake(): void {
    if (flushing) return;
    flushing = true;
    void flush();
  }

  return {
    handOff: (edition, claim) =>
      new Promise((resolve, reject) => {
        handOffs.push({ asked: { edition, claim }, resolve, reject });
        wake();
      }),
    settle: asked =>
      new Promise((resolve, reject) => {
        settles.push({ asked, resolve, reject });
        wake();
      }),
    beat: asked =>
      new Promise((resolve, reject) => {
        beats.push({ asked, resolve, reject });
        wake();
      }),
  };
}

function heldBack({ cancelled }: { cancelled: boolean }): Verdict {
  return cancelled
    ? { kind: 'barred', state: 'cancelled', reason: 'the edition was cancelled' }
    : { kind: 'held' };
}

function byEdition<T>(items: readonly T[], editionOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(editionOf(item));
    if (group) group.push(item);
    else groups.set(editionOf(item), [item]);
  }
  return groups;
}
