import { addAbstract, type Collector, leaveOut, newCollector, open } from './collector.ts';
import type { Line } from './line.ts';
import {
  canBeOrganisation,
  isDot,
  isFurniture,
  isMarks,
  organisationOf,
  parseAuthors,
  parseCount,
  parseDate,
  repeatsItself,
} from './marks.ts';
import { headerAt, MAX_TITLE } from './page-header.ts';

/**
 * Reads a body that has no links: titles, abstracts and metadata told apart by length and shape.
 *
 *   entry = title abstract* [lead "·" date]
 *
 * Whatever does not fit is left out by itself: the entries around it are kept.
 *
 * @param start index of the first line of the body
 * @param glued the first title has `Subscribe` stuck to it
 * @param minAbstract shortest abstract, in characters
 */
export function readPlain(
  lines: readonly Line[],
  start: number,
  glued: boolean,
  minAbstract: number,
): Collector {
  const into = newCollector();
  let stuck = glued;
  for (let at = start; at < lines.length; ) {
    const header = headerAt(lines, at);
    if (header) {
      leaveOut(into, lines[at] as Line, 'a page header in the middle');
      stuck = header.glued;
      at = header.end;
      continue;
    }
    const used = readMeta(into, lines, at) || readText(into, lines, at, stuck, minAbstract);
    stuck = false;
    at += used;
  }
  return into;
}

/** Reads metadata, whole or broken. Returns how many lines it took; 0 when there is none here. */
function readMeta(into: Collector, lines: readonly Line[], at: number): number {
  const [line, second, third] = lines.slice(at, at + 3);
  if (!line || line.text.length > MAX_TITLE) return 0;
  const date = second && third && isMarks(second.text) ? parseDate(third.text) : null;
  const lead = parseAuthors(line.text) !== null || canBeOrganisation(line.text);
  if (!date || !lead) return readBrokenMeta(into, line, second);
  const { current } = into;
  if (current && !into.dated) {
    const { comments, ...published } = date;
    current.authorCount = parseAuthors(line.text);
    current.organisation = organisationOf(line.text, line.alt);
    current.published = published;
    current.comments = comments;
    into.dated = true;
  } else if (!into.dropping) leaveOut(into, line, 'authors and date of no paper');
  return 3;
}

function readBrokenMeta(into: Collector, line: Line, second: Line | undefined): number {
  const { text } = line;
  if (isFurniture(text) || parseCount(text) !== null) return 1;
  const expected = into.current !== null && into.current.abstract.length > 0 && !into.dated;
  const followed = second !== undefined && (isMarks(second.text) || parseDate(second.text) !== null);
  const organisation = expected && (repeatsItself(text) || (followed && canBeOrganisation(text)));
  // Before an abstract it is a title, though not one that can be used.
  const separator = isDot(text) || (isMarks(text) && !(second && second.text.length > MAX_TITLE));
  if (!separator && !parseDate(text) && parseAuthors(text) === null && !organisation) return 0;
  leaveOut(into, line, 'part of an incomplete block of authors and date');
  return 1;
}

function readText(
  into: Collector,
  lines: readonly Line[],
  at: number,
  stuck: boolean,
  minAbstract: number,
): 1 {
  const line = lines[at] as Line;
  const { current } = into;
  const untitled = current === null || into.dated;
  const sentence = line.text.length >= minAbstract && /[.!?]$/.test(line.text) && !untitled;
  if (line.text.length > MAX_TITLE || (line.overlong !== null && !untitled) || sentence) {
    if (!untitled) addAbstract(into, line);
    else if (!into.dropping) {
      const where =
        into.drafts.length + into.rejected.length === 0 ? ': the capture begins inside this entry' : '';
      into.rejected.push({ line: line.no, reason: `an abstract without a title${where}` });
    }
  } else if (current && line.indented && current.abstract.length === 0 && !into.dated) {
    current.title += ` ${line.text}`;
  } else {
    open(into, line, stuck ? line.text.replace(/^Subscribe(?=\S)/, '') : line.text);
  }
  return 1;
}
