import { z } from 'zod';
import { asPartial, isoDay } from '../../dates/iso-day.ts';
import { parseArxivId } from '../../identity/arxiv-id.ts';
import { newDraft } from '../format.ts';
import { arxivFromNumber } from '../json/arxiv-number.ts';
import {
  count,
  firstText,
  isObject,
  list,
  looseList,
  looseText,
  namesIn,
  text,
  wrongIn,
} from '../json/fields.ts';
import type { Read } from '../json/json-format.ts';
import { paragraphsOf } from '../paragraphs.ts';

const organization = z.object({ name: looseText, fullname: looseText }).nullish().catch(null);

const entry = z.object({
  paper: z.object({
    id: z.union([z.string(), z.number()]).nullish(),
    title: text,
    summary: text,
    authors: list,
    publishedAt: looseText,
    submittedOnDailyAt: looseText,
    upvotes: count,
    ai_keywords: looseList,
    githubRepo: looseText,
    projectPage: looseText,
    organization,
  }),
  title: looseText,
  summary: looseText,
  numComments: count,
  organization,
});

/**
 * One element of a list of daily papers, as the API of Hugging Face and the data in its pages have it. What stands inside of
 * `paper` counts; what is around it is asked where that says nothing, and its date never: it is a day early, or that of the list. `day` is the list's, in UTC.
 */
export function readHfEntry(value: unknown, line: number): Read {
  // One paper asked for by its id comes without anything around it.
  const whole = isObject(value) && !('paper' in value) && 'summary' in value ? { paper: value } : value;
  const read = entry.safeParse(whole);
  if (!read.success) return { reason: wrongIn(read.error, whole) };
  const { paper, ...outer } = read.data;
  const title = firstText(paper.title, outer.title);
  if (title === null) return { reason: 'no title' };
  const id = arxivFromNumber(paper.id);
  const known = id && parseArxivId(id.arxiv);
  const organisation = paper.organization ?? outer.organization;
  const mended = id?.mended && known ? [`the id ${paper.id} lost zeros: read as ${known.id}.`] : [];
  const unknown = id && !known ? [`"${id.arxiv.slice(0, 60)}" is no arXiv id, left out.`] : [];
  return {
    draft: {
      ...newDraft(line, title),
      abstract: paragraphsOf(firstText(paper.summary, outer.summary)),
      url: known ? `https://huggingface.co/papers/${known.id}` : null,
      arxiv: known ? (id?.arxiv ?? null) : null,
      organisation: firstText(organisation?.fullname, organisation?.name),
      authors: namesIn(paper.authors),
      hints: namesIn(paper.ai_keywords).map(word => `keyword:${word}`),
      comments: outer.numComments ?? null,
      upvotes: paper.upvotes ?? null,
      published: asPartial(isoDay(paper.publishedAt)),
      code: firstText(paper.githubRepo),
      project: firstText(paper.projectPage),
    },
    remarks: [...mended, ...unknown],
    day: isoDay(paper.submittedOnDailyAt),
  };
}
