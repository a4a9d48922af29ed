import type { CalendarDate } from '../model/date.ts';
import type { News, SizeTable, Updates } from '../model/edition.ts';
import { type PaperUpdate, UPDATE_KINDS, type UpdateKind } from '../model/paper.ts';

/** Most papers of which a mail tells what is new: it is for papers that are new to its reader. */
const MOST = 5;

/** What was told of a paper, by which snapshot, of which day. */
export interface DatedUpdate extends PaperUpdate {
  snapshot: number;
  day: CalendarDate;
}

/** What decides what is news to somebody. */
export interface Hearer {
  /** Their last edition, and the newest snapshot that was known when it was frozen; null where that is not on record. */
  last: { edition: CalendarDate; until: number | null };
  carried: (num: number) => boolean;
  /** They were told this before. */
  told: (num: number, update: PaperUpdate) => boolean;
}

/** True for what came after somebody's last edition was frozen: that mail could not tell it. */
export function isNews({ snapshot, day }: DatedUpdate, { edition, until }: Hearer['last']): boolean {
  return day > edition || (until !== null && snapshot > until);
}

/**
 * What is new to somebody about papers they were carried, what matters most first. `recent`: by paper, what was
 * told of it lately, oldest first.
 */
export function newsFor(recent: ReadonlyMap<number, readonly DatedUpdate[]>, hearer: Hearer): News[] {
  const found: (News & { weight: number; day: CalendarDate })[] = [];
  for (const [num, updates] of recent) {
    if (!hearer.carried(num)) continue;
    const fresh = updates.filter(one => isNews(one, hearer.last) && !hearer.told(num, one));
    const newest = fresh.at(-1);
    if (!newest) continue;
    const news = newestOfEach(fresh);
    const weight = Math.min(...news.map(({ kind }) => WEIGHTS.indexOf(kind)));
    found.push({ num, news, weight, day: newest.day });
  }
  found.sort((a, b) => a.weight - b.weight || (a.day < b.day ? 1 : a.day > b.day ? -1 : a.num - b.num));
  return found.map(({ num, news }) => ({ num, news }));
}

/** What matters most to somebody who has read a paper first. */
const WEIGHTS: readonly UpdateKind[] = ['withdrawn', 'published', 'code', 'version'];

/** Of each kind the newest: a second version is nothing beside a third. Nothing else counts of a paper that is withdrawn. */
function newestOfEach(updates: readonly DatedUpdate[]): PaperUpdate[] {
  const newest = new Map<UpdateKind, PaperUpdate>();
  for (const { kind, detail } of updates) {
    const known = newest.get(kind);
    if (kind === 'version' && known && Number(detail) < Number(known.detail)) continue;
    newest.set(kind, { kind, detail });
  }
  const withdrawn = newest.get('withdrawn');
  return withdrawn ? [withdrawn] : UPDATE_KINDS.flatMap(kind => newest.get(kind) ?? []);
}

/**
 * What a mail tells of `all` in `room` bytes, in order, without papers that stand in it anyway (`named`). What is left over is only
 * counted. Even when nothing is told it says up to which snapshot it knew.
 */
export function showUpdates(
  all: Updates,
  named: readonly number[],
  sizes: SizeTable['updates'],
  room: number,
): { updates: Updates; bytes: number } {
  const inMail = new Set(named);
  const left = all.papers.filter(({ num }) => !inMail.has(num));
  const papers: News[] = [];
  let bytes = sizes.frame;
  for (const news of left) {
    const cost = sizes.line(news);
    if (papers.length === MOST || bytes + cost > room) break;
    bytes += cost;
    papers.push(news);
  }
  const more = all.more + left.length - papers.length;
  return papers.length === 0
    ? { updates: { until: all.until, papers, more: 0 }, bytes: 0 }
    : { updates: { until: all.until, papers, more }, bytes };
}
