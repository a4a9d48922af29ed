import type { Match } from '../model/topic.ts';
import type { LabelledPaper } from './labels.ts';

/** Precision, recall and their harmonic mean, each 0 to 1; 0 where there is nothing to divide. */
export interface TopicQuality {
  topic: string;
  /** Papers labelled with it. */
  papers: number;
  precision: number;
  recall: number;
  f1: number;
  averagePrecision: number;
}

/** Quality of matching on labelled papers, each number 0 to 1. */
export interface Quality {
  papers: number;
  /** F1 of all decisions taken together. */
  microF1: number;
  /** Mean over the topics that have a labelled paper: of F1, of average precision, of nDCG of the best ten. */
  macroF1: number;
  map: number;
  ndcg10: number;
  /** Share of the papers with a topic whose best topic is right. */
  top1: number;
  /** By topic id. */
  topics: TopicQuality[];
}

/** One paper under one topic: what was decided and what is true. */
interface Judged {
  score: number;
  decided: boolean;
  right: boolean;
}

/**
 * Compares matches with labels. `matches` are those of `labels`, in the same order, every topic of the catalogue in each.
 * A topic that is optional for a paper is left out of every count of that paper, one the catalogue lacks of all counts.
 */
export function evaluate(labels: LabelledPaper[], matches: Match[][]): Quality {
  const byTopic = new Map<string, Judged[]>();
  let withTopic = 0;
  let bestRight = 0;
  for (const [index, label] of labels.entries()) {
    const right = new Set(label.topics);
    const judged = (matches[index] ?? []).filter(
      ({ topic }) => right.has(topic) || !label.optional.includes(topic),
    );
    for (const { topic, score, decided } of judged) {
      const list = byTopic.get(topic) ?? [];
      byTopic.set(topic, list);
      list.push({ score, decided, right: right.has(topic) });
    }
    if (right.size > 0) withTopic++;
    if (right.has(judged[0]?.topic ?? '')) bestRight++;
  }
  const lists = [...byTopic.values()];
  const labelled = lists.filter(list => list.some(({ right }) => right));
  return {
    papers: labels.length,
    microF1: decisions(lists.flat()).f1,
    macroF1: mean(labelled.map(list => decisions(list).f1)),
    map: mean(labelled.map(averagePrecision)),
    ndcg10: mean(labelled.map(list => ndcg(list, 10))),
    top1: withTopic === 0 ? 0 : bestRight / withTopic,
    topics: [...byTopic]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([topic, list]) => ({
        topic,
        papers: list.filter(({ right }) => right).length,
        ...decisions(list),
        averagePrecision: averagePrecision(list),
      })),
  };
}

function decisions(list: Judged[]): { precision: number; recall: number; f1: number } {
  const right = list.filter(judged => judged.right).length;
  const decided = list.filter(judged => judged.decided).length;
  const both = list.filter(judged => judged.decided && judged.right).length;
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  return {
    precision: share(both, decided),
    recall: share(both, right),
    f1: share(2 * both, decided + right),
  };
}

/** Mean of the precision at each right paper, the papers ranked by score. */
function averagePrecision(list: Judged[]): number {
  const precisions: number[] = [];
  for (const [rank, { right }] of ranked(list).entries()) {
    if (right) precisions.push((precisions.length + 1) / (rank + 1));
  }
  return mean(precisions);
}

function ndcg(list: Judged[], depth: number): number {
  const gain = (judged: Judged[]): number =>
    judged.slice(0, depth).reduce((sum, { right }, rank) => sum + (right ? 1 / Math.log2(rank + 2) : 0), 0);
  return gain(ranked(list)) / gain(list.filter(({ right }) => right));
}

/** Equal scores rank wrong ones first, so that a matcher cannot gain by saying nothing. */
function ranked(list: Judged[]): Judged[] {
  return list.toSorted((a, b) => b.score - a.score || Number(a.right) - Number(b.right));
}

function mean(numbers: number[]): number {
  return numbers.length === 0 ? 0 : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
