import { setImmediate } from 'node:timers/promises';
import { UserError } from '../../errors.ts';
import { addDays, type CalendarDate } from '../../model/date.ts';
import type { RecentPaper, RecentWeek } from '../../pipeline/recent.ts';
import { cleanText } from '../../render/clean-text.ts';
import { counted } from '../../render/views.ts';
import { shortDate } from '../archive/listed-paper.ts';
import type { TriedView } from './views.ts';

/** Queries tried for one page, and papers named of each. */
export const MOST_TRIED = 20;
const NAMED = 3;
/** What is known of queries is kept for as long as their week, at most so many of them. */
const MOST_KEPT = 2_000;

export const TOO_MUCH = 'This was too much at once: try it again in a minute.';

const kept = new WeakMap<RecentWeek, Map<string, readonly RecentPaper[]>>();

/** What queries would have brought lately. */
export interface Trying {
  week: RecentWeek;
  /** Today's. */
  date: CalendarDate;
  excluded: readonly string[];
  /** Asked before each new search; false: it has to wait. */
  mayAsk: () => boolean;
  paperLink: (id: string) => string;
}

/** Tries queries one after the other, with a turn for everybody else in between; what was tried before costs nothing. */
export async function tryQueries(queries: readonly string[], trying: Trying): Promise<TriedView> {
  const without = new Set<number>();
  for (const words of trying.excluded) {
    const found = await search(`"${words.replaceAll('"', ' ')}"`, trying);
    for (const { num } of 'papers' in found ? found.papers : []) without.add(num);
  }
  const tried: TriedView['queries'] = [];
  for (const query of queries.slice(0, MOST_TRIED)) {
    tried.push({ query: cleanText(query), ...told(await search(query, trying), without, trying) });
  }
  return { stretch: stretchOf(trying.week, trying.date), queries: trying.week.total === 0 ? [] : tried };
}

type Found = { papers: readonly RecentPaper[] } | { problem: string };

async function search(query: string, { week, mayAsk }: Trying): Promise<Found> {
  const known = kept.get(week) ?? new Map<string, readonly RecentPaper[]>();
  kept.set(week, known);
  const before = known.get(query);
  if (before) return { papers: before };
  if (!mayAsk()) return { problem: TOO_MUCH };
  await setImmediate();
  try {
    const papers = await week.matching(query);
    if (known.size >= MOST_KEPT) known.clear();
    known.set(query, papers);
    return { papers };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { problem: error.message };
  }
}

function told(found: Found, without: ReadonlySet<number>, { week, paperLink }: Trying) {
  if ('problem' in found) return { error: found.problem, count: '', papers: [], more: '' };
  const papers = found.papers.filter(({ num }) => !without.has(num));
  const excluded = found.papers.length - papers.length;
  const count = papers.length === 0 ? 'nothing' : String(papers.length);
  const more = papers.length - NAMED;
  return {
    error: '',
    count: `${count} of ${week.total} papers${excluded > 0 ? `, ${excluded} more with excluded words left out` : ''}`,
    papers: papers.slice(0, NAMED).map(({ id, title }) => ({ title, link: paperLink(id) })),
    more: more > 0 ? `and ${more} more` : '',
  };
}

/** Opens what was tried: which papers it was tried on. */
function stretchOf(week: RecentWeek, date: CalendarDate): string {
  if (week.total === 0) return 'There are no papers yet to try it on.';
  const when = isLastWeek(week, date)
    ? 'In the last 7 days'
    : `Of the papers of ${shortDate(week.to)}, the newest there are,`;
  return `${when} this would have brought:`;
}

/** How much a topic brought: `7 papers last week`; empty before there is any paper. */
export function broughtBy(topic: string, week: RecentWeek, date: CalendarDate): string {
  if (week.total === 0) return '';
  const papers = counted(week.topics.get(topic)?.length ?? 0, 'paper');
  return isLastWeek(week, date) ? `${papers} last week` : `${papers} on ${shortDate(week.to)}`;
}

/** False: nothing came in that week, so it is about the newest there are. */
function isLastWeek({ to }: RecentWeek, date: CalendarDate): boolean {
  return to >= addDays(date, -6);
}
