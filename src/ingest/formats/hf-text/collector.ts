import type { Rejected } from '../../../model/snapshot.ts';
import { type Draft, newDraft } from '../format.ts';
import { type Line, MAX_LINE } from './line.ts';

/** Drafts, rejections and remarks as a reader comes upon them, with the draft it is working on. */
export interface Collector {
  drafts: Draft[];
  rejected: Rejected[];
  remarks: string[];
  current: Draft | null;
  /** The current draft has its date: nothing more belongs to it. */
  dated: boolean;
  /** The current draft was rejected: what follows goes with it, up to the next title. */
  dropping: boolean;
}

export function newCollector(): Collector {
  return { drafts: [], rejected: [], remarks: [], current: null, dated: false, dropping: false };
}

/** Begins a draft with this title. */
export function open(into: Collector, line: Line, title: string): Draft | null {
  into.dated = false;
  into.dropping = line.overlong !== null;
  into.current = null;
  if (line.overlong !== null) {
    into.rejected.push({ line: line.no, reason: `it has ${tooLong(line.overlong)}` });
    return null;
  }
  into.current = newDraft(line.no, title);
  into.drafts.push(into.current);
  return into.current;
}

/**
 * Adds a paragraph to the current draft's abstract. One beyond all measure, or one too many, is
 * rejected by itself: the paper is known by its title.
 */
export function addAbstract(into: Collector, line: Line): void {
  const { current } = into;
  if (!current) return;
  if (line.overlong !== null) {
    const reason = `the paragraph has ${tooLong(line.overlong)}; the paper is kept without it`;
    into.rejected.push({ line: line.no, reason });
  } else if (current.abstract.reduce((sum, { length }) => sum + length, line.text.length) > MAX_LINE) {
    into.rejected.push({ line: line.no, reason: 'more paragraphs than an abstract has' });
  } else {
    current.abstract.push(line.text);
  }
}

/** Says that a line was left out which is no paper. */
export function leaveOut(into: Collector, line: Line, what: string): void {
  into.remarks.push(`line ${line.no}: ${what}, left out: "${line.text.slice(0, 60)}".`);
}

function tooLong(length: number): string {
  return `${length} characters; no title or abstract has more than ${MAX_LINE}`;
}
