import type { LabelledPaper } from './labels.ts';
import type { Explained } from './matcher.ts';

/** Two topics that are taken for each other. */
export interface Confusion {
  /** Was decided, and is wrong … */
  decided: string;
  /** … for papers that belong to this one. */
  right: string;
  papers: number;
  /** Of these, how many were not found under the right topic either. */
  missed: number;
}

/** One decision that is wrong. */
export interface Miss {
  title: string;
  topic: string;
  /** `missed`: belongs there and was not decided; `false`: the other way round. */
  kind: 'missed' | 'false';
  score: number;
  threshold: number;
  /** What spoke for the topic and what against it, the strongest first. */
  terms: string[];
  against: string[];
}

const TERMS_TOLD = 5;

/**
 * Topics that were decided wrongly where another was right, the most frequent pair first. `matches` are those of `labels`, in the
 * same order; a topic that is optional for a paper is neither right nor wrong.
 */
export function confusions(
  labels: readonly LabelledPaper[],
  matches: readonly (readonly Pick<Explained, 'topic' | 'decided'>[])[],
): Confusion[] {
  const pairs = new Map<string, Confusion>();
  for (const [index, { topics, optional }] of labels.entries()) {
    const own = matches[index] ?? [];
    const known = new Set(own.map(({ topic }) => topic));
    const decided = new Set(own.filter(match => match.decided).map(({ topic }) => topic));
    const right = new Set(topics.filter(topic => known.has(topic)));
    for (const wrong of decided) {
      if (right.has(wrong) || optional.includes(wrong)) continue;
      for (const topic of right) {
        const key = `${wrong} ${topic}`;
        const pair = pairs.get(key) ?? { decided: wrong, right: topic, papers: 0, missed: 0 };
        pairs.set(key, pair);
        pair.papers++;
        if (!decided.has(topic)) pair.missed++;
      }
    }
  }
  const name = ({ decided, right }: Confusion): string => `${decided} ${right}`;
  return [...pairs.values()].sort(
    (a, b) => b.papers - a.papers || b.missed - a.missed || (name(a) < name(b) ? -1 : 1),
  );
}

/** The wrong decisions, those furthest from their threshold first. */
export function misses(labels: readonly LabelledPaper[], matches: readonly (readonly Explained[])[]): Miss[] {
  const found = labels.flatMap(({ title, topics, optional }, index) =>
    (matches[index] ?? []).flatMap((match): Miss[] => {
      const { topic, score, threshold, decided } = match;
      const right = topics.includes(topic);
      if (right === decided || (!right && optional.includes(topic))) return [];
      return [{ title, topic, kind: right ? 'missed' : 'false', score, threshold, ...speaking(match) }];
    }),
  );
  return found.sort((a, b) => Math.abs(b.score - b.threshold) - Math.abs(a.score - a.threshold));
}

function speaking({ terms, evidence, words }: Explained): Pick<Miss, 'terms' | 'against'> {
  const told = (parts: string[]): string[] => [...new Set(parts)].slice(0, TERMS_TOLD);
  const against = [
    ...evidence.filter(({ weighs }) => weighs < 0).map(({ as }) => as),
    ...words.filter(({ weighs }) => weighs < 0).map(({ word }) => word),
  ];
  return {
    terms: told([...terms, ...words.filter(({ weighs }) => weighs > 0).map(({ word }) => word)]),
    // The strongest against a topic stand last.
    against: told(against.reverse()),
  };
}
