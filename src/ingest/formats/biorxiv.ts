import { z } from 'zod';
import { asPartial, isoDay } from '../dates/iso-day.ts';
import { newDraft } from './format.ts';
import type { JsonDocument } from './json/document.ts';
import { firstText, isObject, looseText, text, wrongIn } from './json/fields.ts';
import { jsonFormat, type Read } from './json/json-format.ts';
import { paragraphsOf } from './paragraphs.ts';

const preprint = z.object({
  doi: text,
  preprint_doi: text,
  title: text,
  preprint_title: text,
  authors: text,
  preprint_authors: text,
  date: looseText,
  preprint_date: looseText,
  category: looseText,
  preprint_category: looseText,
  abstract: text,
  preprint_abstract: text,
  published_journal: looseText,
});

/** What articles elsewhere do not have beside their DOI. */
const OF_SERVERS = ['server', 'jatsxml', 'author_corresponding', 'version', 'category'];

/** Lists of bioRxiv and medRxiv: new preprints (`/details`), and those that a journal has published (`/pubs`). */
export const biorxiv = jsonFormat({
  name: 'biorxiv',
  expects: 'a collection as api.biorxiv.org answers it',
  trust: 2,
  lists: ['collection'],
  owns: value =>
    isObject(value) &&
    ('preprint_doi' in value || ('doi' in value && OF_SERVERS.some(name => name in value))),
  ownsDocument: document => document.names.includes('messages') && document.names.includes('collection'),
  readEntry,
  about: document => ({ quiet: 'there are no preprints of this day.', declared: onThisPage(document) }),
});

function readEntry(value: unknown, line: number): Read {
  const read = preprint.safeParse(value);
  if (!read.success) return { reason: wrongIn(read.error, value) };
  const found = read.data;
  const title = firstText(found.title, found.preprint_title);
  if (title === null) return { reason: 'no title' };
  const doi = firstText(found.doi, found.preprint_doi);
  const category = firstText(found.category, found.preprint_category);
  return {
    draft: {
      ...newDraft(line, title),
      abstract: paragraphsOf(firstText(found.abstract, found.preprint_abstract)),
      url: doi === null ? null : `https://doi.org/${doi.trim()}`,
      doi,
      authors: namesOf(firstText(found.authors, found.preprint_authors) ?? ''),
      hints: category === null ? [] : [`keyword:${category}`],
      published: asPartial(isoDay(firstText(found.date, found.preprint_date))),
      venue: firstText(found.published_journal),
    },
  };
}

/** `Kukla, D.; Crampton, A. M.` as people write names: `D. Kukla`. */
function namesOf(authors: string): string[] {
  return authors.split(';').flatMap(name => {
    const [family = '', ...given] = name.split(',').map(part => part.trim());
    const whole = [...given, family].filter(Boolean).join(' ');
    return whole === '' ? [] : [whole];
  });
}

/** How many preprints this page says it has. */
function onThisPage(document: JsonDocument): number | null {
  const messages = document.member('messages');
  const [first] = Array.isArray(messages) ? messages : [];
  const count = isObject(first) ? Number(first.count) : Number.NaN;
  return Number.isSafeInteger(count) && count > 0 ? count : null;
}
