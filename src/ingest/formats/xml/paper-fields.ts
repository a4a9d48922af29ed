import { holdsMarkup, htmlToLine } from '../../html/to-text.ts';
import { parseArxivId } from '../../identity/arxiv-id.ts';
import { parseDoi } from '../../identity/doi.ts';
import { withoutTracking } from '../../identity/url-key.ts';
import { oneName, splitNames } from '../../people/split-names.ts';
import { isSubject } from '../arxiv-fields.ts';
import type { Draft } from '../format.ts';
import { lineOf, linesOf, type XmlElement } from './element.ts';
import { DC, PRISM } from './namespaces.ts';

const MAX_KEYWORDS = 20;
const MAX_KEYWORD = 80;
/** Where publishers have a DOI in the address of its page. */
const DOI_IN_PATH =
  /\/(?:doi|content|article|articles|chapter)\/(?:[a-z]{2,10}\/){0,3}(10\.\d{4,9}\/[^?#\s]+)/i;
const DOI_TAIL =
  /(?:\.(?:full|abstract|short|long|pdf|html?|full\.pdf)|\/(?:full|abstract|pdf|html|meta|summary))+$/i;
/** To be found there is no news of a paper. */
const PREPRINT_SERVERS =
  /^(?:bio|med|chem|psy|soc|eart?h|engr)?a?rxiv\b|^(?:arxiv|ssrn|research square|preprints)\b/i;

/** What identifiers and addresses of an entry, strongest first, prove it to be. */
export function identityOf(candidates: readonly (string | null)[]): Pick<Draft, 'arxiv' | 'doi'> {
  const texts = candidates.filter(text => text !== null);
  return {
    arxiv: texts.find(text => parseArxivId(text) !== null) ?? null,
    doi: texts.map(doiIn).find(doi => doi !== null) ?? null,
  };
}

/** The DOI that an identifier is, or that stands in an address. */
function doiIn(text: string): string | null {
  const bare = text.replace(/^(?:urn:|info:)?doi[:/]/i, '');
  const direct = parseDoi(bare.startsWith('10.') ? bare : text);
  if (direct !== null && !/[?#]/.test(direct)) return direct;
  const path = DOI_IN_PATH.exec(text)?.[1]?.replace(DOI_TAIL, '');
  return path === undefined ? null : parseDoi(path);
}

/** An address as it may be shown: without what only tells its owner who came from where. */
export function shownAddress(text: string | null): string | null {
  const trimmed = text?.trim() ?? '';
  if (!/^https?:\/\//i.test(trimmed) || !URL.canParse(trimmed)) return null;
  return withoutTracking(new URL(trimmed)).href;
}

/** Identifiers that Dublin Core and PRISM have fields for; what an entry is related to is another work. */
export function identifiersOf(element: XmlElement): string[] {
  return [
    ...linesOf(element, 'doi', PRISM),
    ...linesOf(element, 'identifier', DC),
    ...linesOf(element, 'url', PRISM),
  ];
}

/** Names from elements that hold one person each, or all of them in one. */
export function namesIn(elements: readonly string[]): string[] {
  const texts = elements.map(text => (holdsMarkup(text) ? htmlToLine(text) : text));
  const [only = ''] = texts;
  // A name behind a mail address stands in parentheses.
  if (texts.length === 1 && !/@[^@]*\(/.test(only)) return splitNames(only).names;
  return texts.flatMap(text =>
    text.includes(';') || text.split(',').length > 3 ? splitNames(text).names : (oneName(text) ?? []),
  );
}

/** Keywords as hints, few and short, subjects of arXiv among them; what looks like an address or a number is none. */
export function keywordHints(words: readonly string[]): string[] {
  const kept = words
    .flatMap(word => word.split(/[;|]/))
    .map(word => htmlToLine(word))
    .filter(word => /\p{L}{2}/u.test(word) && word.length <= MAX_KEYWORD && !/:\/\//.test(word));
  return [...new Set(kept)]
    .slice(0, MAX_KEYWORDS)
    .map(word => (isSubject(word) ? `arxiv:${word}` : `keyword:${word}`));
}

/** The journal that an entry says it appeared in; a preprint server is none. */
export function venueOf(element: XmlElement): string | null {
  const name = lineOf(element, 'publicationName', PRISM);
  return name === null || PREPRINT_SERVERS.test(name) ? null : name;
}
