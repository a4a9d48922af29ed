import { type CalendarDate, isCalendarDate } from '../../../model/date.ts';
import { resolveReferences } from '../../html/references.ts';
import type { Reading } from '../format.ts';
import { readHfEntry } from '../hf-api/read-entry.ts';
import { openJson } from '../json/document.ts';
import { isObject } from '../json/fields.ts';
import { type Read, readItemsOf, refused } from '../json/json-format.ts';
import { MOST_ENTRIES } from '../json/measure.ts';

/** What came of the data that a page brings along: `shown` is the day whose list it shows. */
export interface PropsReading {
  reading: Reading;
  shown: CalendarDate | null;
}

/**
 * Reads the `data-props` of a list of papers, which stands on one line of the page. In a search what was found stands in
 * `searchResults`, beside a list that has nothing to do with it; of a page that is cut its address may still say so. Data without such a list are refused: no page of ours has any.
 */
export function readProps(props: string, line: number, asksForSearch: boolean): PropsReading {
  // Saved once more as text, a page has each reference twice.
  const document = openJson(/^\s*[[{]\s*&(?:quot|#34);/.test(props) ? resolveReferences(props) : props);
  if (!document || document.isList) return useless(line, 'is no JSON object');
  const query = document.member('query');
  const isSearch = asksForSearch || (isObject(query) && typeof query.q === 'string' && query.q.trim() !== '');
  const name = isSearch ? 'searchResults' : 'dailyPapers';
  const wanted = { isElement: isListed, most: MOST_ENTRIES + 1 };
  // Where data are damaged, what is left of the list may be found without its name; in a search it might be another one.
  const items = document.list([name], wanted) ?? (isSearch ? null : document.remains(wanted));
  if (!items && document.names.length === 0) return useless(line, 'holds nothing');
  if (!items) return useless(line, `holds no list named "${name}"`);
  const quiet = isSearch ? 'the search finds no papers.' : 'no papers on this page.';
  const reading = readItemsOf(document, items, { readEntry, about: () => ({ quiet }) });
  const isTrending = document.member('isTrending') === true;
  const shown = dayOf(document.member('dateString')) ?? dayOf(document.member('date'));
  // What is found or trends was submitted on other days.
  const stated = isSearch || isTrending ? null : (shown ?? reading.date.stated);
  const lines = <T extends { line: number }>(list: readonly T[]) => list.map(each => ({ ...each, line }));
  return {
    reading: {
      ...reading,
      drafts: lines(reading.drafts),
      rejected: lines(reading.rejected),
      date: { ...reading.date, stated, printsCurrentYear: isTrending },
    },
    shown: isSearch || isTrending ? null : shown,
  };
}

function isListed(value: unknown): boolean {
  return isObject(value) && isObject(value.paper) && 'title' in value.paper;
}

/** What a search found may be the paper itself, without what stands around it in a list. */
function readEntry(value: unknown, line: number): Read {
  return readHfEntry(isObject(value) && !('paper' in value) ? { paper: value } : value, line);
}

function dayOf(value: unknown): CalendarDate | null {
  const day = typeof value === 'string' ? value.slice(0, 10) : '';
  return isCalendarDate(day) ? day : null;
}

function useless(line: number, what: string): PropsReading {
  const why = `line ${line}: the data of the page (data-props) ${what}`;
  return {
    reading: refused(`${why}: Hugging Face changed its pages, or this is one that blocks programs`),
    shown: null,
  };
}
