import { chance } from './chance.ts';
import type { Moment } from './faults.ts';
import type { Rule } from './script.ts';

/** What a moment of a conversation is about. */
export interface Subject {
  /** Recipients known so far. */
  to: readonly string[];
  /** What chance goes by: the same key meets the same fate under the same seed. */
  key: string;
}

/** A fault that is due now. */
export interface Cue {
  rule: Rule;
  /** Of a message that is not answered for: whether it counts as delivered. */
  taken: boolean;
}

/** Says at each moment which fault is due; null: none. */
export interface Cues {
  at: (moment: Moment, subject: Subject) => Cue | null;
}

/** Follows a script: at each moment the first rule that applies. */
export function openCues(script: readonly Rule[], seed: number): Cues {
  const counts = script.map(() => ({ met: 0, hits: 0, keys: new Map<string, number>() }));

  /** Counts this moment for the rule, and says whether it strikes. */
  function strikes(rule: Rule, place: number, { to, key }: Subject): Cue | null {
    const count = counts[place];
    if (!count || count.hits >= rule.times) return null;
    if (rule.pattern && !to.some(address => rule.pattern?.test(address))) return null;
    const met = count.met++;
    const again = count.keys.get(key) ?? 0;
    // Without chance nobody asks how often somebody was here: a busy server would remember everybody for nothing.
    if (rule.share < 1 || rule.taken === null) count.keys.set(key, again + 1);
    if (met < rule.after || (met - rule.after) % rule.every !== 0) return null;
    if (chance(seed, place, key, again) >= rule.share) return null;
    count.hits++;
    return { rule, taken: rule.taken ?? chance(seed, place, key, again, 'taken') < 0.5 };
  }

  return {
    at(moment, subject) {
      for (const [place, rule] of script.entries()) {
        const cue = rule.fault.moment === moment ? strikes(rule, place, subject) : null;
        if (cue) return cue;
      }
      return null;
    },
  };
}
