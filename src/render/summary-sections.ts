import { incidentSubject } from '../model/incident.ts';
import type { WeekSummary } from '../model/week-summary.ts';
import { cleanText } from './clean-text.ts';
import { clipText } from './clip.ts';

/** One part of a summary: a table of names and what there is to say of each. */
export interface SummarySection {
  title: string;
  rows: { name: string; says: string }[];
  /** Said where there is nothing to say. */
  empty: string;
}

const LONGEST = 300;

/** A week in words and numbers: the same for the mail and for a terminal. `when` tells an instant. */
export function summarySections(week: WeekSummary, when: (at: number) => string): SummarySection[] {
  return [
    {
      title: 'What was wrong',
      rows: [...week.missed.map(missedRow), ...week.incidents.map(one => incidentRow(one, when))],
      empty: 'Nothing that is known of.',
    },
    { title: 'Editions', rows: week.editions.map(editionRow), empty: 'There was none.' },
    { title: 'Who got no mail, and why', rows: reasonRows(week), empty: 'Everybody was in every edition.' },
    {
      title: 'Sources',
      rows: week.sources.map(one => sourceRow(one, when)),
      empty: 'None was read by itself.',
    },
    {
      title: 'Papers and readers',
      rows: [
        { name: 'New papers', says: number(week.newPapers) },
        { name: 'Subscribers now', says: counts(week.subscribers) || 'none' },
        { name: 'Came', says: number(week.come) },
        { name: 'Left', says: number(week.gone) },
        { name: 'Addresses suppressed', says: number(week.suppressed) },
      ],
      empty: '',
    },
  ];
}

/** The week in one line. */
export function summaryInShort({ editions, newPapers, incidents, missed }: WeekSummary): string {
  const accepted = editions.reduce((sum, { states }) => sum + (states.accepted ?? 0), 0);
  const wrong = incidents.filter(({ closedAt }) => closedAt === null).length + missed.length;
  const parts = [`${counted(accepted, 'mail')} accepted`, counted(newPapers, 'new paper')];
  return [...parts, wrong > 0 ? `${counted(wrong, 'thing')} wrong` : 'nothing wrong'].join(', ');
}

function editionRow({ edition, state, audience, states, skipped }: WeekSummary['editions'][number]) {
  const { accepted = 0, ...others } = states;
  const not = Object.values(skipped).reduce((sum, one) => sum + one, 0);
  const says = [
    `audience ${number(audience)}`,
    `accepted ${number(accepted)}`,
    ...(counts(others) ? [counts(others)] : []),
    `skipped ${number(not)}`,
  ];
  return { name: `${edition}, ${state}`, says: says.join('; ') };
}

/** Summed over the editions, the most frequent first. */
function reasonRows({ editions }: WeekSummary) {
  const sums = new Map<string, number>();
  for (const { skipped } of editions) {
    for (const [reason, count] of Object.entries(skipped)) sums.set(reason, (sums.get(reason) ?? 0) + count);
  }
  return [...sums]
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => ({ name: reason, says: `${number(count)} times` }));
}

function sourceRow(
  { source, readings, fresh, lastFresh, problem }: WeekSummary['sources'][number],
  when: (at: number) => string,
) {
  const says = [
    `read: ${counts(readings)}`,
    counted(fresh, 'new paper'),
    lastFresh === null ? 'never a new paper' : `last new paper ${when(lastFresh)}`,
    ...(problem === null ? [] : [clipText(cleanText(problem), LONGEST)]),
  ];
  return { name: clipText(cleanText(source), LONGEST), says: says.join('; ') };
}

function missedRow(edition: string) {
  return {
    name: `Edition ${edition}`,
    says: 'nobody prepared it: the service was away at its hours, and too long',
  };
}

function incidentRow(
  { key, what, openedAt, closedAt, times }: WeekSummary['incidents'][number],
  when: (at: number) => string,
) {
  const until = closedAt === null ? 'goes on' : `until ${when(closedAt)}`;
  const often = times > 1 ? `, seen ${times} times` : '';
  return {
    name: cleanText(incidentSubject(key).title),
    says: `${clipText(cleanText(what), LONGEST)} (from ${when(openedAt)}, ${until}${often})`,
  };
}

function counts(numbers: Partial<Record<string, number>>): string {
  return Object.entries(numbers)
    .map(([name, count]) => `${name} ${number(count ?? 0)}`)
    .join(', ');
}

function counted(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function number(count: number): string {
  return count.toLocaleString('en');
}
