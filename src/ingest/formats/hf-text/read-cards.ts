import { parseArxivId } from '../../identity/arxiv-id.ts';
import type { Draft } from '../format.ts';
import { addAbstract, type Collector, newCollector, open } from './collector.ts';
import type { Line } from './line.ts';
import {
  isDot,
  isFurniture,
  isSubmittedBy,
  organisationOf,
  parseAuthors,
  parseCount,
  parseDate,
} from './marks.ts';
import { isChrome, MAX_TITLE } from './page-header.ts';

/** In a card the title is known by its link or heading, so that a shorter text can be an abstract. */
export const MIN_CARD_ABSTRACT = 80;

const SUBMITTED_AND_NAME = /^submitted by ?$/i;
const HUB_OWNER = /^(?:https?:\/\/(?:www\.)?huggingface\.co)?\/[\w.-]+\/?$/;

/** A card as it is being read. */
interface Card {
  /** The vote count that stands before a title. */
  votes: number | null;
  /** Lines until the title: 2 after "Submitted by" (a name comes first), 0 when no title is due. */
  titleIn: number;
}

/** True when titles can be told by their links or headings, or cards by "Submitted by". */
export function hasCards(lines: readonly Line[], start: number): boolean {
  return lines.some((line, at) => at >= start && (isTitle(line, null) || isSubmittedBy(line.text)));
}

/** True for a title that links to its page: only a page of papers has such. */
export function isLinkedTitle(line: Line): boolean {
  return line.link !== null && paperOf(line.link) !== null && isTitle(line, null);
}

/**
 * Reads a body of cards: the search page with its links kept, the daily list, the trending page.
 *
 *   card = ["Submitted by" name] [votes] title abstract* [lead] ["·"] [date] [stars] [comments]
 */
export function readCards(lines: readonly Line[], start: number): Collector {
  const into = newCollector();
  const card: Card = { votes: null, titleIn: 0 };
  for (let at = start; at < lines.length; at++) {
    const line = lines[at] as Line;
    if (isSubmittedBy(line.text)) {
      card.titleIn = SUBMITTED_AND_NAME.test(line.text) ? 2 : 1;
      card.votes = null;
      into.current = null;
    } else if (card.titleIn === 2) {
      card.titleIn = 1;
    } else if (!readCount(into, card, line, lines[at + 1])) {
      if (isTitle(line, into.current) || (card.titleIn === 1 && isText(line))) openCard(into, card, line);
      else readDetail(into, line, lines[at + 1]);
    }
  }
  return into;
}

function openCard(into: Collector, card: Card, line: Line): void {
  const draft = open(into, line, line.text);
  if (draft) {
    draft.upvotes = card.votes;
    identify(draft, line);
  }
  card.votes = null;
  card.titleIn = 0;
}

/** A link to the paper's page gives its id; the page itself is the paper's URL. */
function identify(draft: Draft, line: Line): void {
  const arxiv = line.link ? paperOf(line.link) : null;
  if (!arxiv) return;
  draft.arxiv = arxiv;
  draft.url = `https://huggingface.co/papers/${arxiv}`;
}

/** Votes stand before the title, comments link to the discussion; stars and the rest are nobody's. */
function readCount(into: Collector, card: Card, line: Line, next: Line | undefined): boolean {
  const count = parseCount(line.text);
  if (count === null) return false;
  if (line.link?.includes('#community')) {
    if (into.current) into.current.comments = count;
  } else if (card.titleIn === 1 || line.link?.includes('/login') || (next && isTitle(next, into.current))) {
    card.votes = count;
  }
  return true;
}

/** Whatever follows a title in its card. */
function readDetail(into: Collector, line: Line, next: Line | undefined): void {
  const { current } = into;
  if (
    !current ||
    line.text === current.title ||
    isDot(line.text) ||
    isFurniture(line.text) ||
    isChrome(line.text)
  )
    return;
  const date = parseDate(line.text);
  const authors = parseAuthors(line.text);
  if (date) {
    current.published ??= date;
    current.comments ??= date.comments;
  } else if (authors !== null) {
    current.authorCount ??= authors;
  } else if (isOrganisation(line, next)) {
    current.organisation ??= line.alt === null && line.link ? line.text : organisationOf(line.text, line.alt);
  } else if (line.text.length >= MIN_CARD_ABSTRACT || line.overlong !== null) {
    if (!current.published) addAbstract(into, line);
  } else if (line.link === null && line.indented && current.abstract.length === 0) {
    current.title += ` ${line.text}`;
  }
}

function isOrganisation(line: Line, next: Line | undefined): boolean {
  if (line.text.length > MAX_TITLE / 2) return false;
  return (
    line.alt !== null ||
    (line.link !== null && HUB_OWNER.test(line.link)) ||
    (next !== undefined && isDot(next.text))
  );
}

/** A heading, or a text that links to another paper than the current one. */
function isTitle(line: Line, current: Draft | null): boolean {
  if (!isText(line)) return false;
  if (line.heading) return true;
  const arxiv = line.link && !line.link.includes('#') ? paperOf(line.link) : null;
  return arxiv !== null && arxiv !== current?.arxiv && line.text.length <= MAX_TITLE;
}

function isText(line: Line): boolean {
  const { text } = line;
  return !(
    isDot(text) ||
    isChrome(text) ||
    isFurniture(text) ||
    parseCount(text) !== null ||
    parseAuthors(text) !== null ||
    parseDate(text) !== null
  );
}

function paperOf(link: string): string | null {
  const path = /^(?:https?:\/\/[^/]+)?(\/papers\/[^/?#]+)/.exec(link)?.[1];
  return path ? (parseArxivId(`https://huggingface.co${path}`)?.id ?? null) : null;
}
