import { z } from 'zod';
import { asPartial, isoDay } from '../dates/iso-day.ts';
import { newDraft } from './format.ts';
import { arxivFromNumber } from './json/arxiv-number.ts';
import type { JsonDocument } from './json/document.ts';
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

const paper = z.object({
  paperId: looseText,
  externalIds: z.object({ ArXiv: anything, DOI: looseText }).nullish().catch(null),
  url: looseText,
  title: text,
  abstract: text,
  publicationDate: looseText,
  authors: list,
  venue: looseText,
  journal: z.object({ name: looseText }).nullish().catch(null),
  fieldsOfStudy: looseList,
});

/** What the search, the bulk search, the batch and the recommendations of Semantic Scholar answer. */
export const semanticScholar = jsonFormat({
  name: 'semantic-scholar',
  expects: 'papers as api.semanticscholar.org answers them',
  trust: 2,
  lists: ['data', 'recommendedPapers'],
  owns: value => isObject(value) && (typeof value.paperId === 'string' || isObject(value.externalIds)),
  ownsDocument: document =>
    typeof document.member('total') === 'number' &&
    (document.names.includes('data') || document.member('total') === 0),
  readEntry,
  about: document => ({ quiet: 'the search finds nothing.', declared: onThisPage(document) }),
});

function readEntry(value: unknown, line: number): Read {
  if (value === null) return { reason: 'Semantic Scholar knows no such paper' };
  const read = paper.safeParse(value);
  if (!read.success) return { reason: wrongIn(read.error, value) };
  const found = read.data;
  const title = firstText(found.title);
  if (title === null) return { reason: 'no title' };
  const ids = found.externalIds;
  return {
    draft: {
      ...newDraft(line, title),
      abstract: paragraphsOf(found.abstract),
      url: firstText(found.url) ?? pageOf(found.paperId),
      arxiv: arxivFromNumber(ids?.ArXiv)?.arxiv ?? null,
      doi: firstText(ids?.DOI),
      authors: namesIn(found.authors),
      hints: namesIn(found.fieldsOfStudy).map(field => `keyword:${field}`),
      published: asPartial(isoDay(found.publicationDate)),
      venue: [found.venue, found.journal?.name].find(name => isVenue(name)) ?? null,
    },
  };
}

function pageOf(id: string | null | undefined): string | null {
  return id && /^\w{1,80}$/.test(id) ? `https://www.semanticscholar.org/paper/${id}` : null;
}

/** An archive of preprints is no venue. */
function isVenue(name: string | null | undefined): boolean {
  return !!name && !/^\s*$|\b(?:arxiv|biorxiv|medrxiv)\b/i.test(name);
}

/** How many papers this page of results has, where a next one says where it ends. */
function onThisPage(document: JsonDocument): number | null {
  const offset = document.member('offset');
  const next = document.member('next');
  return typeof offset === 'number' && typeof next === 'number' && next > offset ? next - offset : null;
}
