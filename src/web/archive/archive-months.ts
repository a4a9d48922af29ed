import { addDays, type CalendarDate } from '../../model/date.ts';
import { clipText } from '../../render/clip.ts';
import type { Site } from '../site.ts';
import { daysOf } from './general-view.ts';
import { keepFew } from './keep-few.ts';
import { shownTitle } from './listed-paper.ts';

/** One edition in the list of a month. */
interface ListedEdition {
  date: CalendarDate;
  papers: number;
  titles: string[];
}

/** A month that has editions, and what `before` leads to it: empty for the newest. */
interface MonthPlace {
  month: string;
  before: string;
}

/** A page of the archive. */
export interface ArchiveMonth {
  /** `2026-06`; empty when there is no edition. */
  month: string;
  /** Newest first. */
  editions: ListedEdition[];
  newer: MonthPlace | null;
  older: MonthPlace | null;
}

/** Months kept in memory. */
const KEPT = 24;
/** Titles shown of an edition, and their length. */
const TITLES = 3;
const LONGEST_TITLE = 90;

/** Opens the archive by months: the newest one before `before` (`YYYY-MM`), or the newest of all. */
export function openMonths({ parts: { store } }: Site) {
  const keep = keepFew<ListedEdition[]>(KEPT);

  /** The editions of a month; `dates` newest first, `previous` is the edition before the first of them. */
  async function list(dates: readonly CalendarDate[], previous: CalendarDate | undefined) {
    const [last = '', first = ''] = [dates.at(0), dates.at(-1)];
    // An edition that is being frozen carries ever more.
    const key = `${last} ${dates.length} ${await store.papers.version()} ${await store.editions.paperCount(last)}`;
    return keep(key, async () => {
      const seen = await store.archive.seen(daysOf(first, previous).from, last);
      const carried = await store.archive.carried(first, last);
      const numsOf = dates.map((date, at) => {
        const { from, to } = daysOf(date, dates[at + 1] ?? previous);
        const ofDays = seen.filter(one => one.date >= from && one.date <= to).map(one => one.paper);
        const ofEdition = carried.filter(one => one.edition === date).map(one => one.paper);
        return [...new Set([...ofDays, ...ofEdition])];
      });
      const shown = await store.papers.byNums([...new Set(numsOf.flatMap(nums => nums.slice(0, TITLES)))]);
      const titles = new Map(shown.map(paper => [paper.num, clipText(shownTitle(paper), LONGEST_TITLE)]));
      return dates.flatMap((date, at) => {
        const nums = numsOf[at] ?? [];
        const first = nums.slice(0, TITLES).flatMap(num => titles.get(num) ?? []);
        return nums.length > 0 ? [{ date, papers: nums.length, titles: first }] : [];
      });
    });
  }

  return async (editions: readonly CalendarDate[], before: string): Promise<ArchiveMonth> => {
    const months = [...new Set(editions.map(monthOf))];
    const limit = /^\d{4}-\d{2}$/.test(before) ? before : '9999-99';
    const at = months.findIndex(month => month < limit);
    const month = months[at];
    if (month === undefined) {
      const oldest = months.at(-1);
      const newer = oldest ? { month: oldest, before: beforeOf(months, months.length - 1) } : null;
      return { month: '', editions: [], newer, older: null };
    }
    const dates = editions.filter(date => monthOf(date) === month);
    const previous = editions[editions.indexOf(dates.at(-1) ?? '') + 1];
    const [newer, older] = [months[at - 1], months[at + 1]];
    return {
      month,
      editions: await list(dates, previous),
      newer: newer === undefined ? null : { month: newer, before: beforeOf(months, at - 1) },
      older: older === undefined ? null : { month: older, before: beforeOf(months, at + 1) },
    };
  };
}

/** What leads to the month at a place of the list, newest first. */
function beforeOf(months: readonly string[], at: number): string {
  const month = months[at];
  return at === 0 || month === undefined ? '' : monthOf(addDays(`${month}-01`, 31));
}

function monthOf(date: CalendarDate): string {
  return date.slice(0, 7);
}
