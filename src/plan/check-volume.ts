import { type CalendarDate, daysBetween, weekdayOf } from '../model/date.ts';

/** How much an edition carries. */
export interface Volume {
  edition: CalendarDate;
  /** Mails that were counted. */
  mails: number;
  /** Papers that match in all of them together: carried, or for want of room not. */
  matching: number;
  /** Readers for whom there was something or nothing. */
  readers: number;
  /** Papers it shows, and how many of them without an abstract. */
  papers: number;
  bare: number;
}

/** So many editions, with so many mails each, tell what is usual. */
const ENOUGH_EDITIONS = 5;
const ENOUGH_MAILS = 20;
const ENOUGH_PAPERS = 10;
/** Of which so many of the same kind of day are looked at. */
const LOOKED_AT = 7;
/** So many times what is usual, and so many times the most that there was lately, is absurd. */
const TIMES = 4;
const TIMES_THE_MOST = 2;

/** What is measured, and by how much it has to be more than usual besides. */
interface Measure {
  of: (volume: Volume) => number | null;
  /** More of it piles up while there are no editions. */
  grows: boolean;
  least: number;
  words: (value: number, usual: number) => string;
}

const MEASURES: readonly Measure[] = [
  {
    of: ({ mails, matching }) => (mails === 0 ? null : matching / mails),
    grows: true,
    least: 20,
    words: (value, usual) => `${round(value)} papers match in a mail, where ${round(usual)} are usual`,
  },
  {
    of: ({ mails, readers }) => (readers === 0 ? null : mails / readers),
    grows: true,
    least: 0.5,
    words: (value, usual) => `${percent(value)} of its readers get mail, where ${percent(usual)} are usual`,
  },
  {
    of: ({ papers, bare }) => (papers < ENOUGH_PAPERS ? null : bare / papers),
    grows: false,
    least: 0.5,
    words: (value, usual) =>
      `${percent(value)} of its papers have no abstract, where ${percent(usual)} have none usually`,
  },
];

/**
 * What is absurd about how much an edition carries, in words; null when nothing is, or when too little is known of what is
 * usual. `before`: the editions of the last weeks. An audience that grows changes none of this, nor do days off: what
 * piled up meanwhile counts by the day. `enough`: fewer mails of it say nothing.
 */
export function absurdVolume(now: Volume, before: readonly Volume[], enough = ENOUGH_MAILS): string | null {
  if (now.mails < enough) return null;
  const known = before.filter(({ edition, mails }) => edition < now.edition && mails >= ENOUGH_MAILS);
  const alike = known
    .filter(({ edition }) => isWeekend(edition) === isWeekend(now.edition))
    .sort((a, b) => (a.edition > b.edition ? -1 : 1))
    .slice(0, LOOKED_AT);
  const last = known
    .map(({ edition }) => edition)
    .sort()
    .at(-1);
  if (alike.length < ENOUGH_EDITIONS || last === undefined) return null;
  const days = Math.max(1, daysBetween(last, now.edition));
  const absurd = MEASURES.flatMap(({ of, grows, least, words }) => {
    const value = of(now);
    if (value === null) return [];
    const usual = median(alike.flatMap(one => of(one) ?? []));
    const most = Math.max(...known.flatMap(one => of(one) ?? []));
    if (usual === null || value - usual < least) return [];
    const isAbsurd = value > TIMES * (grows ? days : 1) * usual && value > TIMES_THE_MOST * most;
    return isAbsurd ? [words(value, usual)] : [];
  });
  return absurd.length > 0 ? absurd.join('; ') : null;
}

function isWeekend(date: CalendarDate): boolean {
  return weekdayOf(date) % 6 === 0;
}

function median(values: readonly number[]): number | null {
  if (values.length < ENOUGH_EDITIONS) return null;
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
