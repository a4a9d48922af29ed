import type { Clock } from '../clock.ts';
import type { Outcome } from '../store/leases.ts';
import type { Store } from '../store/store.ts';
import type { Admission, Admit } from './admission.ts';

/** What the ledger says to somebody who is about to hand a message over. */
export type Verdict = Admission | { kind: 'lost' };

/** Writes what happens to deliveries, many in one transaction: a flush costs the same for one and for fifty. */
export interface Journal {
  /**
   * Puts a delivery on record as handed off, if its lease still holds and its reader may still get mail: looked up
   * in the same transaction, so that an unsubscribe is before it or after it.
   */
  handOff: (subscriber: number) => Promise<Verdict>;
  /** Writes what became of a delivery. Resolves when it is on disk. */
  settle: (outcome: Outcome) => Promise<void>;
}

interface Waiting<Asked, Answer> {
  asked: Asked;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/**
 * Opens the journal of one worker on one edition. `admit` reads afresh who may get mail. `onSettled` is told how many
 * rows were written.
 */
export function openJournal(deps: {
  store: Store;
  clock: Clock;
  edition: string;
  owner: string;
  admit: Admit;
  onSettled: (rows: number) => void;
}): Journal {
  const { store, clock, edition, owner, admit, onSettled } = deps;
  let handOffs: Waiting<number, Verdict>[] = [];
  let settles: Waiting<Outcome, void>[] = [];
  let flushing = false;

  async function write(asked: typeof handOffs, said: typeof settles): Promise<void> {
    const { verdicts, settled } = await store.transaction(async tx => {
      const now = clock.now();
      const outcomes = said.map(one => one.asked);
      const written = outcomes.length > 0 ? await tx.leases.settle(edition, outcomes, now) : 0;
      return { settled: written, verdicts: await judge(tx, asked, now) };
    });
    for (const { asked: subscriber, resolve } of asked) resolve(verdicts.get(subscriber) ?? { kind: 'lost' });
    for (const { resolve } of said) resolve();
    if (settled > 0) onSettled(settled);
  }

  async function judge(tx: Store, asked: typeof handOffs, now: number): Promise<Map<number, Verdict>> {
    const nums = asked.map(one => one.asked);
    if (nums.length === 0) return new Map();
    const admissions = await admit(tx, nums);
    const admitted = nums.filter(num => admissions.get(num)?.kind === 'admitted');
    const held = await tx.leases.handOff(edition, owner, admitted, now);
    return new Map(
      [...admissions].filter(([num, admission]) => admission.kind === 'barred' || held.has(num)),
    );
  }

  async function flush(): Promise<void> {
    // One turn of the event loop: whoever is as far as this one joins in.
    await new Promise(setImmediate);
    while (handOffs.length + settles.length > 0) {
      const [asked, said] = [handOffs, settles];
      handOffs = [];
      settles = [];
      try {
        await write(asked, said);
      } catch (error) {
        for (const { reject } of [...asked, ...said]) reject(error);
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
    handOff: asked =>
      new Promise((resolve, reject) => {
        handOffs.push({ asked, resolve, reject });
        wake();
      }),
    settle: asked =>
      new Promise((resolve, reject) => {
        settles.push({ asked, resolve, reject });
        wake();
      }),
  };
}
