import type { Format, Reading } from '../format.ts';
import { refused } from '../json/json-format.ts';
import { placesIn } from '../json/place.ts';
import { dayIn, ownAddresses } from './address.ts';
import { challengeIn, whatInstead } from './blocked.ts';
import { readPageCards } from './cards.ts';
import { type PageElement, parsePage } from './page.ts';
import { readProps } from './props.ts';

const HTML = /^<(?:!doctype\s+html|html|head|body|main|div|section)\b/i;
const COMMENT = '-->';

/** A page of papers of Hugging Face as its server sends it, or as a browser saves it: a day, a search, what trends. */
export const hfPage: Format = {
  name: 'hf-page',
  expects: 'the HTML of a page of huggingface.co/papers',
  trust: 2,
  recognises(text) {
    if (!HTML.test(text.slice(startOf(text), startOf(text) + 100))) return false;
    if (/DailyPapers|dailyPapers/.test(text)) return true;
    if (!/huggingface\.co|hf-mirror\./.test(text)) return challengeIn(text) !== null;
    return /href="[^"]{0,100}\/papers\/|\/login\b/.test(text) || challengeIn(text) !== null;
  },
  read,
};

function read(text: string): Reading {
  const whole = completed(text);
  const page = parsePage(whole);
  if ('refusal' in page) return refused(`line 1: ${page.refusal}`);
  const placeOf = placesIn(whole);
  const lineOf = (offset: number) => placeOf(offset).line;
  const addresses = ownAddresses(whole, page.elements);
  const asked = addresses.map(dayIn).find(day => day !== null) ?? null;
  const list = listOf(page.elements);
  if (list) {
    const isSearch = addresses.some(address => address.searchParams.has('q'));
    const props = list.attributes['data-props'] ?? '';
    const { reading, shown } = readProps(props, lineOf(list.offset), isSearch);
    if (asked !== null && shown !== null && asked !== shown)
      reading.remarks.push(`it was asked for ${asked} and shows the list of ${shown}.`);
    return { ...reading, date: { ...reading.date, stated: reading.date.stated ?? asked } };
  }
  const { drafts, rejected } = readPageCards(page.elements, lineOf);
  if (drafts.length + rejected.length === 0) {
    return refused(`line 1: ${whatInstead(text, page.elements)}`);
  }
  return {
    drafts,
    rejected,
    remarks: ['the page came without its data: titles and votes are read from its cards, no abstracts.'],
    refusal: null,
    date: { page: null, stated: asked, near: [], printsCurrentYear: false, notBefore: null },
  };
}

/** The element whose data are the list; of a page that names it otherwise, the one whose data hold one. */
function listOf(elements: readonly PageElement[]): PageElement | null {
  const named = elements.filter(
    ({ attributes }) => attributes['data-target'] === 'DailyPapers' && 'data-props' in attributes,
  );
  return named.find(holdsList) ?? named[0] ?? elements.find(holdsList) ?? null;
}

function holdsList({ attributes }: PageElement): boolean {
  return /\b(?:dailyPapers|searchResults)\b/.test(attributes['data-props'] ?? '');
}

/** The page with an end, where it is cut off in its data: what came of them can be read. */
function completed(text: string): string {
  const at = text.lastIndexOf('data-props=');
  const quote = text[at + 'data-props='.length];
  if (at < 0 || (quote !== '"' && quote !== "'")) return text;
  const from = at + 'data-props='.length + 1;
  return text.indexOf(quote, from) < 0 ? `${text}${quote}>` : text;
}

/** Where the markup begins: after white space and what browsers write above the pages they save. */
function startOf(text: string): number {
  let at = text.search(/\S/);
  while (text.startsWith('<!--', at)) {
    const end = text.indexOf(COMMENT, at);
    if (end < 0) return at;
    at = end + COMMENT.length;
    while (/\s/.test(text[at] ?? '')) at++;
  }
  return Math.max(0, at);
}
