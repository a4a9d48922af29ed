import { type CalendarDate, weekdayOf } from '../../model/date.ts';
import type { EntryRole } from '../../model/paper.ts';
import { splitNames } from '../people/split-names.ts';
import { categoryHints, commentLinks, firstDoi, idAmong, isWithdrawn, paperPage } from './arxiv-fields.ts';
import { type Draft, type Format, newDraft } from './format.ts';
import { plainLine, plainParagraphs } from './xml/content.ts';
import { attributeOf, childOf, childrenOf, lineOf, linesOf, textOf, type XmlElement } from './xml/element.ts';
import { dayOf, type FeedEntry, type FeedStart, feedFormat } from './xml/feed-format.ts';
import type { FeedHead } from './xml/feed-kind.ts';
import { ARXIV, ATOM, DC } from './xml/namespaces.ts';

/** What arXiv writes before an abstract; copies of a feed keep it with other white space. */
const ANNOUNCED = /^\s*arXiv:(\S{1,40}?v\d{1,3})\s+Announce Type:\s*([a-z-]{1,20})\s+Abstract:\s*([\s\S]*)$/;

const ROLES: ReadonlyMap<string, EntryRole> = new Map(
  Object.entries({
    new: 'paper',
    cross: 'paper',
    replace: 'revision',
    'replace-cross': 'revision',
    absonly: 'revision',
  }),
);

/** What a day's new papers of arXiv come as in RSS 2.0, from rss.arxiv.org/rss/…. */
export const arxivRss: Format = feedFormat({
  name: 'arxiv-rss',
  expects: 'an announcement feed of rss.arxiv.org as RSS',
  trust: 4,
  recognises: start =>
    start.head.kind === 'rss' &&
    (isFromArxiv(lineOf(start.head.about, 'link', start.head.about.space)) || isAnnounced(start)),
  draft: draftOf,
  stated: ({ about }, first) =>
    dayOf(lineOf(about, 'pubDate', about.space)) ??
    dayOf(first && lineOf(first, 'pubDate', first.space)) ??
    dayOf(lineOf(about, 'lastBuildDate', about.space)),
  quiet: head => whyQuiet(head),
  refusal: refusalOf,
});

/** The same in Atom, from rss.arxiv.org/atom/…. */
export const arxivAtom: Format = feedFormat({
  name: 'arxiv-atom',
  expects: 'an announcement feed of rss.arxiv.org as Atom',
  trust: 4,
  recognises: start =>
    start.head.kind === 'atom' &&
    (/^https?:\/\/rss\.arxiv\.org\//i.test(lineOf(start.head.about, 'id', ATOM) ?? '') || isAnnounced(start)),
  draft: draftOf,
  stated: ({ about }, first) =>
    dayOf(first && lineOf(first, 'published', ATOM)) ?? dayOf(lineOf(about, 'updated', ATOM)),
  quiet: head => whyQuiet(head),
  refusal: refusalOf,
});

/** Its blog and its other sites have feeds of another kind. */
function isFromArxiv(address: string | null): boolean {
  return /^https?:\/\/(?:(?:rss|export|www|[a-z]{2})\.)?arxiv\.org(?:\/|$)/i.test(address ?? '');
}

function isAnnounced({ head, first }: FeedStart): boolean {
  if (isErrorTitle(lineOf(head.about, 'title', head.about.space))) return true;
  if (first === null) return false;
  const id = lineOf(first, 'guid', first.space) ?? lineOf(first, 'id', first.space) ?? '';
  return lineOf(first, 'announce_type', ARXIV) !== null || /^oai:arxiv\.org:/i.test(id);
}

function draftOf({ element, line, remark }: FeedEntry): Draft | { reason: string } {
  const { space } = element;
  const title = plainLine(textOf(childOf(element, 'title', space)));
  if (title === '') return { reason: 'an entry without a title' };
  const link = linkOf(element);
  const told = textOf(childOf(element, 'description', space) ?? childOf(element, 'summary', space));
  const [, announced = null, stated = null, body = told] = ANNOUNCED.exec(told) ?? [];
  const guid = lineOf(element, 'guid', space) ?? lineOf(element, 'id', space);
  const { arxiv, torn } = idAmong([guid, announced, link]);
  if (torn) return { reason: `its id and its address name two papers (${guid}, ${link})` };
  if (arxiv === null) remark('has no arXiv id, and is told by its title and address');
  const comment = lineOf(element, 'comment', ARXIV);
  const abstract = plainParagraphs(body);
  const type = lineOf(element, 'announce_type', ARXIV) ?? stated;
  const people = splitNames(linesOf(element, 'creator', DC).join(', '));
  return {
    ...newDraft(line, title),
    ...commentLinks(comment),
    abstract,
    arxiv,
    url: paperPage(link),
    doi: firstDoi(lineOf(element, 'DOI', ARXIV) ?? lineOf(element, 'doi', ARXIV)),
    venue: lineOf(element, 'journal_reference', ARXIV) ?? lineOf(element, 'journal_ref', ARXIV),
    authors: people.names,
    organisation: people.organisation,
    hints: categoryHints(
      childrenOf(element, 'category', space).map(each => attributeOf(each, 'term') ?? textOf(each)),
    ),
    role: isWithdrawn(comment, abstract[0] ?? '') ? 'withdrawn' : roleOf(type, remark),
  };
}

function roleOf(type: string | null, remark: FeedEntry['remark']): EntryRole {
  const role = ROLES.get(type?.toLowerCase() ?? '');
  if (role !== undefined) return role;
  remark(
    type === null
      ? 'without an announce type, taken as a paper'
      : `of the unknown announce type "${type.slice(0, 40)}", taken as a paper`,
  );
  return 'paper';
}

function linkOf(element: XmlElement): string | null {
  const links = childrenOf(element, 'link', element.space);
  const shown = links.find(each => (attributeOf(each, 'rel') ?? 'alternate') === 'alternate');
  return shown ? (attributeOf(shown, 'href') ?? (textOf(shown).trim() || null)) : null;
}

function isErrorTitle(title: string | null): boolean {
  return /^feed error\b/i.test(title ?? '');
}

function refusalOf({ about }: FeedHead): string | null {
  const title = lineOf(about, 'title', about.space);
  if (!isErrorTitle(title)) return null;
  const said = lineOf(about, 'description', about.space) ?? lineOf(about, 'subtitle', about.space);
  return `line 1: arXiv answered with an error: ${said && said !== title ? `${title}: ${said}` : title}`;
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Why a feed of arXiv holds nothing: it is built every midnight, also before days on which nothing is announced. */
function whyQuiet({ about }: FeedHead): string {
  const day: CalendarDate | null =
    dayOf(lineOf(about, 'pubDate', about.space)) ??
    dayOf(lineOf(about, 'updated', ATOM)) ??
    dayOf(lineOf(about, 'lastBuildDate', about.space));
  if (day === null) return 'a feed without entries, as arXiv has it on weekends and holidays.';
  const weekday = WEEKDAYS[weekdayOf(day)] ?? '';
  const skip = childOf(about, 'skipDays', about.space);
  const skipped = skip ? linesOf(skip, 'day', skip.space) : [];
  return skipped.includes(weekday) || weekday.startsWith('S')
    ? `arXiv announces nothing at the weekend: its feed of ${weekday}, ${day} is empty.`
    : `arXiv announced nothing on ${weekday}, ${day}, as on its holidays: its feed is empty.`;
}
