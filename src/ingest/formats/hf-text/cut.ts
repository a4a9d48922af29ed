import type { Draft } from '../format.ts';
import type { Collector } from './collector.ts';
import type { Line } from './line.ts';

const SENTENCE_END = /[.!?…。][)\]}"'”’»]*$|https?:\/\/\S+$|[)\]}"”»]$/;
const CUT = 'the capture ends inside this entry';

/**
 * Judges the end of a body. A file that does not end with a line end may have been cut: then a title
 * without an abstract at its very end is rejected (where other entries have abstracts), and so is a
 * short fragment after a title. A whole abstract that ends without a full stop is only remarked on:
 * one in a hundred does.
 *
 * @param whole the text ends with a line end
 */
export function judgeEnd(into: Collector, lines: readonly Line[], whole: boolean): void {
  const last = lines.at(-1);
  const draft = into.drafts.at(-1);
  if (!last || !draft) return;
  if (!whole && into.drafts.some(({ abstract }) => abstract.length > 0)) judgeTitle(into, draft, last);
  judgeAbstract(into);
}

function judgeTitle(into: Collector, draft: Draft, last: Line): void {
  if (draft.line !== last.no || draft.abstract.length > 0 || draft.arxiv) return;
  const before = into.drafts.at(-2);
  const fragment = before !== undefined && before.abstract.length === 0 && !before.published;
  into.drafts.pop();
  into.rejected.push({
    line: last.no,
    reason: fragment
      ? `${CUT}: only the beginning of an abstract, or a title, is left: "${draft.title}"`
      : `${CUT}: nothing follows its title "${draft.title}"`,
  });
}

function judgeAbstract(into: Collector): void {
  const draft = into.drafts.at(-1);
  const paragraph = draft?.abstract.at(-1);
  if (draft && paragraph && !draft.published && !SENTENCE_END.test(paragraph)) {
    into.remarks.push(`line ${draft.line}: the last abstract ends without a full stop; it may be cut short.`);
  }
}
