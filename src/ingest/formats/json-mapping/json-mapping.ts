import type { JsonMapping } from '../../../model/source.ts';
import { parseFeedDate } from '../../dates/feed-date.ts';
import { asPartial, dayOf } from '../../dates/iso-day.ts';
import type { PartialDate } from '../../dates/partial-date.ts';
import { type Format, newDraft, type Reading } from '../format.ts';
import { arxivFromNumber } from '../json/arxiv-number.ts';
import { openJson } from '../json/document.ts';
import { asHint, count, isObject, kindOf } from '../json/fields.ts';
import { type Read, readItemsOf, refused } from '../json/json-format.ts';
import { MOST_ENTRIES } from '../json/measure.ts';
import { paragraphsOf } from '../paragraphs.ts';
import { listAt } from './list-at.ts';
import { parsePath, type Step, valuesAt } from './path.ts';

type Field = Exclude<keyof JsonMapping, 'items'>;
type Found = Readonly<Record<Field, unknown[]>>;

const FIELDS: readonly Field[] = [
  'title',
  'abstract',
  'url',
  'arxiv',
  'doi',
  'authors',
  'published',
  'organisation',
  'keywords',
  'code',
  'project',
  'upvotes',
  'comments',
  'venue',
];

/** What papers of mapped documents are said to come from. */
export const MAPPED = { name: 'json-mapping', trust: 2 };

/** A JSON document of any shape, by where the operator says its fields stand. Recognises nothing by itself. */
export function jsonMapping(mapping: JsonMapping): Format {
  return {
    ...MAPPED,
    expects: `a JSON document with a list of papers at "${mapping.items}"`,
    recognises: () => false,
    read: text => readMapped(text, mapping),
  };
}

function readMapped(text: string, mapping: JsonMapping): Reading {
  const document = openJson(text);
  if (!document) return refused('line 1: no JSON: expected it to begin with "[" or "{"');
  const titleAt = parsePath(mapping.title) ?? [];
  const isElement = (value: unknown) => typeof valuesAt(value, titleAt)[0] === 'string';
  const found = listAt(text, document, mapping.items, { isElement, most: MOST_ENTRIES + 1 });
  if ('refusal' in found) return refused(found.refusal);
  const paths = FIELDS.map(field => [field, parsePath(mapping[field] ?? '')] as const);
  const missed = new Set(FIELDS.filter(field => mapping[field] !== null));
  const readEntry = (value: unknown, line: number): Read => {
    const all = valuesOf(value, paths, mapping);
    for (const field of missed) if (all[field].length > 0) missed.delete(field);
    return entryOf(value, all, line, mapping);
  };
  const reading = readItemsOf(document, found, { readEntry, about: () => ({ quiet: 'its list is empty.' }) });
  const [first] = found.items;
  if (reading.drafts.length > 0)
    for (const field of missed)
      reading.remarks.push(
        `nothing stands at "${mapping[field]}" (${field}) in any entry; the first has ${namesOf(first?.value)}.`,
      );
  return reading;
}

function valuesOf(
  value: unknown,
  paths: readonly (readonly [Field, Step[] | null])[],
  mapping: JsonMapping,
): Found {
  const values = paths.map(([field, steps]) => [
    field,
    mapping[field] === null || steps === null ? [] : valuesAt(value, steps).flat(),
  ]);
  return Object.fromEntries(values) as Found;
}

function entryOf(value: unknown, found: Found, line: number, mapping: JsonMapping): Read {
  const [title] = found.title;
  if (title === undefined)
    return { reason: `no title: nothing stands at "${mapping.title}"; there are ${namesOf(value)}` };
  if (typeof title !== 'string') return { reason: `title: expected a text, found ${kindOf(title)}` };
  const arxiv = arxivFromNumber(found.arxiv[0]);
  return {
    draft: {
      ...newDraft(line, title),
      abstract: textsOf(found.abstract).flatMap(paragraphsOf),
      url: textsOf(found.url)[0] ?? null,
      arxiv: arxiv?.arxiv ?? null,
      doi: textsOf(found.doi)[0] ?? null,
      organisation: textsOf(found.organisation)[0] ?? null,
      authors: namesOfAuthors(found.authors),
      hints: parts(textsOf(found.keywords), /[,;]/).map(asHint),
      comments: count.parse(found.comments[0]) ?? null,
      upvotes: count.parse(found.upvotes[0]) ?? null,
      published: dateOf(found.published[0]),
      code: textsOf(found.code)[0] ?? null,
      project: textsOf(found.project)[0] ?? null,
      venue: textsOf(found.venue)[0] ?? null,
    },
    remarks: arxiv?.mended ? [`the id ${found.arxiv[0]} lost zeros: read as ${arxiv.arxiv}.`] : [],
  };
}

function textsOf(values: readonly unknown[]): string[] {
  return values.flatMap(value => {
    if (typeof value === 'number') return [String(value)];
    return typeof value === 'string' && value.trim() !== '' ? [value] : [];
  });
}

/** One text with all names, or a text for each; of objects without a path to the name, their `name`. */
function namesOfAuthors(values: readonly unknown[]): string[] {
  const names = textsOf(values.map(value => (isObject(value) ? value.name : value)));
  const [only] = names;
  if (names.length !== 1 || only === undefined) return names.map(name => name.trim());
  return parts([only], only.includes(';') ? /;/ : /,|\band\b/);
}

/** The parts of a text that stands for a list; of several texts, each is one. */
function parts(texts: readonly string[], separator: RegExp): string[] {
  const [only] = texts;
  const all = texts.length === 1 && only !== undefined ? only.split(separator) : texts;
  return all.map(part => part.trim()).filter(Boolean);
}

/** More than so many seconds since 1970 are milliseconds. */
const LATEST_SECOND = 1e11;

function dateOf(value: unknown): PartialDate | null {
  if (typeof value === 'string') return parseFeedDate(value);
  if (typeof value !== 'number') return null;
  return asPartial(dayOf(value < LATEST_SECOND ? value * 1000 : value));
}

const MOST_NAMES = 12;

/** What is there instead, for whoever writes the mapping. */
function namesOf(value: unknown): string {
  if (!isObject(value)) return kindOf(value);
  const names = Object.keys(value);
  const more = names.length > MOST_NAMES ? [`${names.length - MOST_NAMES} more`] : [];
  return [...names.slice(0, MOST_NAMES).map(name => name.slice(0, 40)), ...more].join(', ') || 'nothing';
}
