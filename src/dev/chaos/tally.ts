import { type FaultKind, LESSONS } from './faults.ts';
import type { Rule } from './script.ts';
import type { ChaosLine } from './witness.ts';

/** Counts what a witness saw. */
export interface Tally {
  add: (line: ChaosLine) => void;
  /** Messages that went well, and each fault of the script: what it does, how often, how many were taken all the same. */
  rows: () => { name: string; does: string; times: number; taken: number; lesson: string }[];
}

const WELL = 'taken and answered: done';

export function openTally(script: readonly Rule[]): Tally {
  const counts = new Map<string | null, { times: number; taken: number }>();
  const kinds = new Map<string, FaultKind>(script.map(({ fault }) => [fault.name, fault]));
  const countOf = (name: string | null) => counts.get(name) ?? { times: 0, taken: 0 };
  return {
    add({ fault, event }) {
      const { times, taken } = countOf(fault);
      counts.set(fault, { times: times + 1, taken: taken + (event === 'taken' ? 1 : 0) });
    },
    rows: () => [
      { name: 'no fault', does: 'takes the message and says so', ...countOf(null), lesson: WELL },
      ...[...kinds.values()].map(({ name, does, lesson }) => ({
        name,
        does,
        ...countOf(name),
        lesson: LESSONS[lesson],
      })),
    ],
  };
}
