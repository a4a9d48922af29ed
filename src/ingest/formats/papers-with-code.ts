import { z } from 'zod';
import { asPartial, isoDay } from '../dates/iso-day.ts';
import { parseArxivId } from '../identity/arxiv-id.ts';
import { newDraft } from './format.ts';
import { arxivFromNumber } from './json/arxiv-number.ts';
import {
  anything,
  firstText,
  isObject,
  list,
  looseList,
  looseText,
  namesIn,
  text,
  wrongIn,
} from './json/fields.ts';
import { jsonFormat, type Read } from './json/json-format.ts';
import { paragraphsOf } from './paragraphs.ts';

/** Proceedings are filed by year and month: `NeurIPS 2018 12`. */
const MONTH = /(?<=\b\d{4}) \d{1,2}$/;

const paper = z.object({
  paper_url: looseText,
  arxiv_id: anything,
  openreview_id: looseText,
  title: text,
  abstract: text,
  short_abstract: looseText,
  url_abs: looseText,
  proceeding: looseText,
  authors: list,
  tasks: looseList,
  methods: looseList,
  date: looseText,
});

/** The archive of Papers with Code: its list of papers with abstracts. */
export const papersWithCode = jsonFormat({
  name: 'papers-with-code',
  expects: 'papers-with-abstracts of the archive of Papers with Code',
  trust: 2,
  lists: ['results'],
  owns: value => isObject(value) && 'paper_url' in value && ('arxiv_id' in value || 'url_abs' in value),
  readEntry,
});

function readEntry(value: unknown, line: number): Read {
  const read = paper.safeParse(value);
  if (!read.success) return { reason: wrongIn(read.error, value) };
  const found = read.data;
  const title = firstText(found.title);
  if (title === null) return { reason: 'no title' };
  const id = arxivFromNumber(found.arxiv_id);
  const page = firstText(found.url_abs);
  // The address names the version, too.
  const versioned = page !== null && parseArxivId(page) !== null ? page : null;
  const forum = firstText(found.openreview_id);
  return {
    draft: {
      ...newDraft(line, title),
      abstract: paragraphsOf(firstText(found.abstract, found.short_abstract)),
      url:
        page ??
        (forum ? `https://openreview.net/forum?id=${encodeURIComponent(forum)}` : found.paper_url) ??
        null,
      arxiv: versioned ?? id?.arxiv ?? null,
      authors: namesIn(found.authors),
      hints: namesIn([...(found.tasks ?? []), ...(found.methods ?? [])]).map(word => `keyword:${word}`),
      published: asPartial(isoDay(found.date)),
      venue: firstText(found.proceeding)?.replace(MONTH, '') ?? null,
    },
    remarks: id?.mended ? [`the id ${found.arxiv_id} lost zeros: read as ${id.arxiv}.`] : [],
  };
}
