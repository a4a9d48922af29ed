import type { Collector } from './collector.ts';
import type { Line } from './line.ts';

const URL = /https?:\/\/\S/;
const FULL_STOP = /[.…。][)\]}"'”’»]*$/;
const ENDS_WITH_URL = /https?:\/\/\S+$/;
const NEXT_SENTENCE = /[.!?] +\p{Lu}/u;
/** A word in lower case or a comma; `pLSTM: …`, `k-means …` and `$\infty$-LLMs` begin as titles may. */
const INSIDE_SENTENCE = /^(?:\p{Ll}+(?=[\s.,;!/)]|$)|[.,;:!/)\]}%])/u;

/**
 * Judges the first line of a body without a header: where the capture begins inside an abstract with
 * a short rest of it left, that rest is no title and is rejected. Nothing else is touched.
 */
export function judgeStart(into: Collector, lines: readonly Line[]): void {
  const [first] = lines;
  const [draft, ...others] = into.drafts;
  if (!first || !draft || draft.line !== first.no || draft.arxiv) return;
  const titlesOnly = others.length > 0 && others.every(({ abstract }) => abstract.length === 0);
  const alone = draft.abstract.length === 0 && !titlesOnly;
  if (!isTail(draft.title) && !(alone && isTailOfOne(draft.title))) return;
  into.drafts.shift();
  into.rejected.push({
    line: first.no,
    reason: `the end of an abstract without its title: the capture begins inside this entry: "${draft.title}"`,
  });
}

/** True for what no title is: it ends a sentence, and holds a URL, or began inside an earlier sentence. */
function isTail(text: string): boolean {
  if (ENDS_WITH_URL.test(text)) return true;
  return FULL_STOP.test(text) && (URL.test(text) || (INSIDE_SENTENCE.test(text) && NEXT_SENTENCE.test(text)));
}

/** True for what is hardly a title where titles have abstracts and this has none. */
function isTailOfOne(text: string): boolean {
  return FULL_STOP.test(text) || INSIDE_SENTENCE.test(text);
}
