import type { Match } from '../model/topic.ts';
import { evaluate, type Quality } from './evaluate.ts';
import type { LabelledPaper } from './labels.ts';

/** The threshold of one topic as it is, and as labelled papers would have it. */
export interface Proposal {
  topic: string;
  /** Labelled papers that belong to it. */
  papers: number;
  present: number;
  proposed: number;
}

/** Thresholds for a catalogue, and what they are good for. */
export interface Calibration {
  proposals: Proposal[];
  before: Quality;
  /** Each paper decided by what the others would have proposed: what is to be expected of papers to come. */
  after: Quality;
}

/** One labelled paper under one topic. */
interface Judged {
  paper: number;
  score: number;
  right: boolean;
}

const FOLDS = 5;
/** With so many papers of a topic its threshold goes half of the way to where they would have it. */
const PAPERS_FOR_HALF = 20;
const LEAST = 0.05;
const MOST = 0.95;
/** Below this, a change is not worth a line of the catalogue. */
const LEAST_CHANGE = 0.02;

/**
 * Proposes a threshold for each topic: the one with the best F1 on the labelled papers, drawn towards the present one the fewer
 * papers the topic has. `matches` are those of `labels`, in the same order, every topic in each.
 */
export function calibrate(
  topics: readonly { id: string; threshold: number }[],
  labels: LabelledPaper[],
  matches: readonly Match[][],
): Calibration {
  const decided = matches.map(list => new Map(list.map(({ topic, decided }) => [topic, decided])));
  const proposals = topics.map(({ id, threshold }): Proposal => {
    const judged = judgedOf(id, labels, matches);
    for (let fold = 0; fold < FOLDS; fold++) {
      const { test, train } = partedBy(judged, fold);
      const proposed = proposedBy(train, threshold);
      for (const { paper, score } of test) decided[paper]?.set(id, score >= proposed);
    }
    const papers = judged.filter(({ right }) => right).length;
    return { topic: id, papers, present: threshold, proposed: proposedBy(judged, threshold) };
  });
  const after = matches.map((list, paper) =>
    list.map(match => ({ ...match, decided: decided[paper]?.get(match.topic) ?? match.decided })),
  );
  return { proposals, before: evaluate(labels, [...matches]), after: evaluate(labels, after) };
}

function judgedOf(id: string, labels: readonly LabelledPaper[], matches: readonly Match[][]): Judged[] {
  return labels.flatMap(({ topics, optional }, paper) => {
    const right = topics.includes(id);
    const match = matches[paper]?.find(({ topic }) => topic === id);
    return match && (right || !optional.includes(id)) ? [{ paper, score: match.score, right }] : [];
  });
}

/** Papers that belong and papers that do not are dealt out by turns: each fold has its share of both. */
function partedBy(judged: readonly Judged[], fold: number): { train: Judged[]; test: Judged[] } {
  const dealt = { true: 0, false: 0 };
  const parts: { train: Judged[]; test: Judged[] } = { train: [], test: [] };
  for (const one of judged) {
    const turn = dealt[`${one.right}`]++;
    (turn % FOLDS === fold ? parts.test : parts.train).push(one);
  }
  return parts;
}

function proposedBy(judged: readonly Judged[], present: number): number {
  const papers = judged.filter(({ right }) => right).length;
  if (papers === 0) return present;
  const best = bestThreshold(judged, papers, present);
  const drawn = present + (papers / (papers + PAPERS_FOR_HALF)) * (best - present);
  const proposed = Math.round(Math.min(MOST, Math.max(LEAST, drawn)) * 100) / 100;
  return Math.abs(proposed - present) < LEAST_CHANGE ? present : proposed;
}

/** The threshold with the best F1, half-way between two scores; of equal ones that nearest to the present one. */
function bestThreshold(judged: readonly Judged[], papers: number, present: number): number {
  const sorted = judged.toSorted((a, b) => b.score - a.score);
  const f1At = (both: number, decided: number): number => (2 * both) / (decided + papers);
  const above = sorted.filter(({ score }) => score >= present);
  let best = { threshold: present, f1: f1At(above.filter(({ right }) => right).length, above.length) };
  let both = 0;
  for (const [at, { score, right }] of sorted.entries()) {
    if (right) both++;
    const next = sorted[at + 1]?.score ?? 0;
    if (next === score) continue;
    const one = { threshold: (score + next) / 2, f1: f1At(both, at + 1) };
    const nearer = Math.abs(one.threshold - present) < Math.abs(best.threshold - present);
    if (one.f1 > best.f1 || (one.f1 === best.f1 && nearer)) best = one;
  }
  return best.threshold;
}
