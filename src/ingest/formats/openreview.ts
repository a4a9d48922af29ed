import { z } from 'zod';
import { asPartial, dayOf } from '../dates/iso-day.ts';
import { newDraft } from './format.ts';
import { firstText, isObject, list, looseList, looseText, namesIn, text, wrongIn } from './json/fields.ts';
import { jsonFormat, type Read } from './json/json-format.ts';
import { paragraphsOf } from './paragraphs.ts';

/** Version 2 of the API wraps every field, version 1 does not. */
const unwrapped = <T extends z.ZodType>(schema: T) =>
  z.preprocess(value => (isObject(value) && 'value' in value ? value.value : value), schema);

const time = z.number().nullish().catch(null);

const submission = z.object({
  id: looseText,
  forum: looseText,
  replyto: looseText,
  pdate: time,
  odate: time,
  cdate: time,
  content: z.object({
    title: unwrapped(text),
    abstract: unwrapped(text),
    authors: unwrapped(list),
    keywords: unwrapped(looseList),
    venue: unwrapped(looseText),
    venueid: unwrapped(looseText),
    code: unwrapped(looseText),
    project_page: unwrapped(looseText),
  }),
});

/** Why a submission is none that was, or may be, published. */
const TURNED_AWAY: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/\/(?:Desk_)?Rejected(?:_Submission)?$/i, 'it was rejected'],
  [/\/Withdrawn(?:_Submission)?$/i, 'its authors withdrew it'],
  [/\/Retracted(?:_Acceptance|_Submission)?$/i, 'it was retracted'],
];
const UNDER_REVIEW = /\/(?:Submission|Under_Review|Blind_Submission)$/i;
/** The venue of what was sent to it and never, or not yet, appeared there. */
const SUBMITTED = /^submitted to\b|\bsubmi(?:tted|ssion)\s*$|\bunder review\b/i;

/** Submissions as the API of OpenReview answers them, version 2 and version 1. */
export const openReview = jsonFormat({
  name: 'openreview',
  expects: 'notes as api2.openreview.net answers them',
  trust: 2,
  lists: ['notes'],
  owns: value => isObject(value) && isObject(value.content) && ('forum' in value || 'invitations' in value),
  ownsDocument: document => document.list(['notes'], { isElement: isObject, most: 1 })?.items.length === 0,
  readEntry,
  about: () => ({ quiet: 'there are no submissions.' }),
});

function readEntry(value: unknown, line: number): Read {
  const read = submission.safeParse(value);
  if (!read.success) return { reason: wrongIn(read.error, value) };
  const { content, ...note } = read.data;
  const title = firstText(content.title);
  if (title === null) return { reason: 'no title' };
  const shown = `"${title.slice(0, 80)}"`;
  if (note.replyto || (note.id && note.forum && note.id !== note.forum))
    return { reason: `${shown} is an answer to a submission, left out` };
  const turned = TURNED_AWAY.find(([pattern]) => pattern.test(content.venueid ?? ''));
  if (turned) return { reason: `${shown}: ${turned[1]}, left out` };
  const forum = firstText(note.forum, note.id);
  const open = UNDER_REVIEW.test(content.venueid ?? '') || SUBMITTED.test(content.venue ?? '');
  const moment = note.pdate ?? note.odate ?? note.cdate;
  return {
    draft: {
      ...newDraft(line, title),
      abstract: paragraphsOf(content.abstract),
      url: forum && /^[\w-]{1,40}$/.test(forum) ? `https://openreview.net/forum?id=${forum}` : null,
      authors: namesIn(content.authors),
      hints: namesIn(content.keywords).map(word => `keyword:${word}`),
      published: asPartial(moment === null || moment === undefined ? null : dayOf(moment)),
      code: firstText(content.code),
      project: firstText(content.project_page),
      venue: open ? null : firstText(content.venue),
    },
  };
}
