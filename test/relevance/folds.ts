import type { Random } from '../support/random.ts';
import { shuffled } from '../support/random.ts';

/** What is scored in one round, and what may be learned from before. */
export interface Fold<Paper> {
  train: Paper[];
  test: Paper[];
}

/**
 * Parts papers into `count` folds whose topics stand in each as often as can be (iterative stratification, Sechidis 2011): the
 * rarest topic is dealt out first, each of its papers to the fold that lacks it most. Every paper is tested once.
 */
export function foldsOf<Paper extends { topics: readonly string[] }>(
  papers: readonly Paper[],
  count: number,
  random: Random,
): Fold<Paper>[] {
  const waiting = new Set(shuffled(papers, random));
  const size = papers.length / count;
  const folds = Array.from({ length: count }, () => ({
    papers: [] as Paper[],
    topics: new Map<string, number>(),
  }));
  const give = (paper: Paper, wanted: string | null): void => {
    const lacks = (fold: (typeof folds)[number]) => (wanted === null ? 0 : -(fold.topics.get(wanted) ?? 0));
    const open = folds.filter(fold => fold.papers.length < Math.ceil(size));
    const best = open.toSorted((a, b) => lacks(b) - lacks(a) || a.papers.length - b.papers.length)[0];
    if (!best) throw new Error('there is always a fold with room');
    best.papers.push(paper);
    for (const topic of paper.topics) best.topics.set(topic, (best.topics.get(topic) ?? 0) + 1);
    waiting.delete(paper);
  };
  for (let rarest = rarestTopic(waiting); rarest !== null; rarest = rarestTopic(waiting)) {
    for (const paper of [...waiting]) if (paper.topics.includes(rarest)) give(paper, rarest);
  }
  for (const paper of [...waiting]) give(paper, null);
  return folds.map(({ papers: test }) => {
    const tested = new Set(test);
    return { test, train: papers.filter(paper => !tested.has(paper)) };
  });
}

function rarestTopic(papers: Iterable<{ topics: readonly string[] }>): string | null {
  const counts = new Map<string, number>();
  for (const { topics } of papers)
    for (const topic of topics) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  const [first] = [...counts].sort(([a, many], [b, few]) => many - few || (a < b ? -1 : 1));
  return first?.[0] ?? null;
}
