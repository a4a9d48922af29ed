import type { Rejected } from '../../../model/snapshot.ts';
import { arxivMonth } from '../../identity/arxiv-id.ts';
import type { Draft, Format, Reading } from '../format.ts';
import type { Collector } from './collector.ts';
import { judgeEnd } from './cut.ts';
import { judgeStart } from './cut-start.ts';
import { isCapture } from './evidence.ts';
import { type Line, MAX_LINES, splitLines } from './line.ts';
import { neighbouringDates, statedDate } from './page-dates.ts';
import { isChrome, MAX_TITLE, readHeader } from './page-header.ts';
import { hasCards, MIN_CARD_ABSTRACT, readCards } from './read-cards.ts';
import { readPlain } from './read-plain.ts';
import { uniqueCards } from './unique-cards.ts';
import { unlink } from './unlink.ts';

/** HTML, XML and JSON, which may quote a whole page. */
const OTHER_SYNTAX = /^\s*(?:<[!?a-z]|\{\s*["}]|\[\s*[{"])/i;
/** Longer than the entries of a menu. */
const MIN_TITLE = 30;
/** Only the trending page says so, and it prints the current year. */
const TRENDING = /^published on /im;

/** The papers page of Hugging Face (search, daily list, trending) rendered to text or Markdown. */
export const hfText: Format = {
  name: 'hf-text',
  expects: 'a page of huggingface.co/papers saved as text or Markdown: titles, each followed by its abstract',
  trust: 1,
  recognises(text) {
    return !OTHER_SYNTAX.test(text) && isCapture(unlink(splitLines(text)));
  },
  read,
};

function read(text: string): Reading {
  const raw = splitLines(text);
  const lines = unlink(raw);
  const header = readHeader(lines);
  const trending = TRENDING.test(text);
  const cards = hasCards(lines, header.end);
  const into = cards
    ? readCards(lines, header.end)
    : readPlain(lines, header.end, header.glued, trending ? MIN_CARD_ABSTRACT : MAX_TITLE + 1);
  if (!cards && header.end === 0) judgeStart(into, lines);
  judgeEnd(into, lines, text.endsWith('\n'));
  into.rejected.push(...aboveThePapers(lines.slice(0, header.end)));
  rejectFurniture(into);
  const drafts = cards || trending ? uniqueCards(into.drafts) : into.drafts;
  const head = text.split('\n', (lines[header.end]?.no ?? 1) - 1).join('\n');
  return {
    drafts,
    rejected: into.rejected,
    remarks: [...into.remarks, ...missingAbstracts(drafts)],
    refusal: raw.length > MAX_LINES ? `line ${MAX_LINES}: more lines than any list of papers has` : null,
    date: {
      page: header.date,
      stated: statedDate(head),
      near: neighbouringDates(head),
      printsCurrentYear: trending,
      notBefore: newestMonth(drafts),
    },
  };
}

/** What stands among the furniture and is too long for a menu: the echo of a query, or a lost title. */
function aboveThePapers(head: readonly Line[]): Rejected[] {
  return head
    .filter(({ text, link }) => text.length >= MIN_TITLE && link === null && !isChrome(text))
    .map(({ no, text }) => ({ line: no, reason: `stands above the papers: "${text}"` }));
}

/** Furniture among the papers, as in shuffled lines; with an abstract it would be a title. */
function rejectFurniture(into: Collector): void {
  const isFurniture = ({ title, abstract }: Draft) => abstract.length === 0 && isChrome(title);
  for (const { line, title } of into.drafts.filter(isFurniture)) {
    into.rejected.push({ line, reason: `"${title}" belongs to the page, not to a paper` });
  }
  into.drafts = into.drafts.filter(draft => !isFurniture(draft));
}

function missingAbstracts(drafts: readonly Draft[]): string[] {
  const missing = drafts.filter(({ abstract }) => abstract.length === 0);
  if (drafts.length > 0 && missing.length === drafts.length) return ['no entry has an abstract.'];
  return missing.map(({ line, title }) => `line ${line}: no abstract for "${title.slice(0, 80)}".`);
}

/** First day of the newest month that an arXiv id names. */
function newestMonth(drafts: readonly Draft[]): string | null {
  const months = drafts.map(({ arxiv }) => arxiv && arxivMonth(arxiv)).filter(month => month !== null);
  return months.sort().at(-1) || null;
}
