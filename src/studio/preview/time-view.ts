import { type CalendarDate, weekdayOf } from '../../model/date.ts';
import type { Brought, Replay, ReplayedDay, ReplayedPaper } from '../../pipeline/replay.ts';
import { counted } from '../checks-view.ts';
import { addressOf, type PreviewState, SPANS } from './state.ts';
import type { DayView, TimeView } from './views.ts';
import { dayAndMonth, SKIP_NAMES } from './words.ts';

const HOW = 'Gone through day by day, with the papers that are stored by now.';
/** Papers of a list that are shown at first. */
const SHOWN = 20;
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** The last days under the changed preferences, beside those under theirs. */
export function timeView(
  { days, gained, lost }: Replay,
  state: PreviewState,
  { edition, isChanged }: { edition: CalendarDate; isChanged: boolean },
): TimeView {
  const shown = (papers: readonly ReplayedPaper[]) =>
    (state.all ? papers : papers.slice(0, SHOWN)).map(({ title, url }) => ({ title, link: url ?? '' }));
  const more = (papers: readonly ReplayedPaper[]) =>
    state.all || papers.length <= SHOWN ? '' : `And ${papers.length - SHOWN} more.`;
  return {
    spans: SPANS.map(span => ({
      id: `span-${span}`,
      name: `${span} days`,
      link: addressOf({ ...state, span }),
      current: span === state.span,
    })),
    isChanged,
    changed: isChanged
      ? `${HOW} In brackets: with the preferences they have, where that differs.`
      : `${HOW} Change something under “What if”, and both are shown side by side.`,
    summary: summaryOf(days, isChanged),
    weekdays: DAYS,
    weeks: weeksOf(days, state, edition),
    days: days.map(day => ({
      date: dayAndMonth(day.edition),
      link: addressOf({ ...state, edition: day.edition, anew: false }),
      words: differs(day) ? `${inWords(day.after)} (now: ${inWords(day.before)})` : inWords(day.after),
      really: day.really ? `on record: ${inWords(day.really)}` : '',
    })),
    gained: shown(gained),
    lost: shown(lost),
    gainedCount: gained.length,
    lostCount: lost.length,
    moreGained: more(gained),
    moreLost: more(lost),
    showAll: more(gained) + more(lost) === '' ? '' : addressOf({ ...state, all: true }),
  };
}

function summaryOf(days: readonly ReplayedDay[], isChanged: boolean): string {
  const mails = (side: 'before' | 'after') => days.filter(day => day[side].kind === 'delivery').length;
  const papers = (side: 'before' | 'after') => days.reduce((sum, day) => sum + countOf(day[side]), 0);
  const told = (side: 'before' | 'after') =>
    `${counted(papers(side), 'paper')} in ${counted(mails(side), 'mail')}`;
  return isChanged ? `${told('after')} instead of ${told('before')}.` : `${told('after')}.`;
}

/** Whole weeks from Monday on; null where a day is outside. */
function weeksOf(
  days: readonly ReplayedDay[],
  state: PreviewState,
  current: CalendarDate,
): (DayView | null)[][] {
  const weeks: (DayView | null)[][] = [];
  for (const day of days) {
    const at = (weekdayOf(day.edition) + 6) % DAYS.length;
    if (at === 0 || weeks.length === 0) weeks.push(Array.from({ length: DAYS.length }, () => null));
    const week = weeks.at(-1);
    if (week) week[at] = dayView(day, state, current);
  }
  return weeks;
}

function dayView(day: ReplayedDay, state: PreviewState, current: CalendarDate): DayView {
  const { edition, after, before } = day;
  return {
    day: String(Number(edition.slice(-2))),
    link: addressOf({ ...state, edition, anew: false }),
    current: edition === current,
    count: after.kind === 'delivery' ? shortly(after) : '',
    reason: after.kind === 'skip' ? SKIP_NAMES[after.reason] : '',
    before: differs(day) ? `(${shortly(before)})` : '',
    words: `${dayAndMonth(edition)}: ${inWords(after)}${differs(day) ? `, now ${inWords(before)}` : ''}`,
  };
}

function differs({ before, after }: ReplayedDay): boolean {
  if (before.kind !== 'delivery' || after.kind !== 'delivery') return shortly(before) !== shortly(after);
  const ids = new Set(before.papers.map(({ id }) => id));
  return before.papers.length !== after.papers.length || after.papers.some(({ id }) => !ids.has(id));
}

function shortly(brought: Brought): string {
  return brought.kind === 'delivery' ? String(brought.papers.length) : '–';
}

function inWords(brought: Brought): string {
  return brought.kind === 'delivery' ? counted(brought.papers.length, 'paper') : SKIP_NAMES[brought.reason];
}

function countOf(brought: Brought): number {
  return brought.kind === 'delivery' ? brought.papers.length : 0;
}
