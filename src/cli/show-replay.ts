import pc from 'picocolors';
import { OUTSIDE_NAME } from '../model/edition.ts';
import { queryName } from '../model/query-name.ts';
import type { Reachable } from '../model/subscriber.ts';
import type { Brought } from '../pipeline/replay.ts';
import { SKIP_NAMES } from '../studio/preview/words.ts';
import { oneLine, print, printTable } from './output.ts';
import { type ComparedDay, type Comparison, type ListedPaper, papersOf } from './replay-report.ts';
import type { SubscriberReport } from './subscriber-report.ts';

/** What the columns of the two sides are called. */
const SIDES = { preferences: ['before', 'after'], ledger: ['on record', 'as they are'] } as const;
const WISHES = [
  ['topics', 'topics'],
  ['queries', 'queries'],
  ['excluded', 'without'],
  ['cadence', 'cadence'],
  ['hour', 'hour'],
  ['timezone', 'time zone'],
  ['max', 'at most'],
  ['signOfLife', 'sign of life'],
  ['outside', 'one from outside'],
  ['learnOpened', 'what they open counts'],
  ['updates', 'what is new about papers of before'],
] as const;

/** The whole of a replay as `--json` prints it: every field always there. */
export function replayDocument(before: SubscriberReport, after: SubscriberReport, comparison: Comparison) {
  const { beside, days, gained, lost } = comparison;
  return {
    email: before.email,
    status: before.status,
    beside,
    from: days.at(0)?.edition ?? null,
    to: days.at(-1)?.edition ?? null,
    preferences: { before: preferencesOf(before), after: preferencesOf(after) },
    days: days.map(day => ({
      edition: day.edition,
      before: day.before && sideOf(day.before),
      after: sideOf(day.after),
      gained: day.gained,
      lost: day.lost,
    })),
    gained,
    lost,
  };
}

function preferencesOf(report: SubscriberReport) {
  const { topics, queries, excluded, cadence, hour, timezone, max } = report;
  const { signOfLife, outside, learnOpened, updates } = report;
  const wishes = { signOfLife, outside, learnOpened, updates };
  return { topics, queries, excluded, cadence, hour, timezone, max, ...wishes };
}

function sideOf(brought: Brought) {
  return { papers: papersOf(brought), reason: brought.kind === 'skip' ? brought.reason : null };
}

/** A replay for people: the sums, a line for each day, and what is gained and lost, with the heading that brought it. */
export function showReplay(
  before: Reachable,
  after: Reachable,
  comparison: Comparison,
  topicName: (id: string) => string,
): void {
  const { beside, days, gained, lost } = comparison;
  print(`${before.email}, ${days.at(0)?.edition} to ${days.at(-1)?.edition}: ${sumsInWords(comparison)}`);
  if (beside === 'preferences') print(oneLine(changesInWords(before, after)));
  if (before.status !== 'active') print(`They are ${before.status}; this is as if they had been active.`);
  print();
  printTable(
    ['edition', ...SIDES[beside], 'gained', 'lost', 'why no mail'],
    days.map(day => [
      day.edition,
      papersOf(day.before).length,
      papersOf(day.after).length,
      day.gained,
      day.lost,
      whyNoMail(day, beside),
    ]),
  );
  showPapers('Gained', gained, topicName);
  showPapers('Lost', lost, topicName);
}

function sumsInWords({ beside, days }: Comparison): string {
  const [before, after] = [days.map(day => day.before), days.map(day => day.after)].map(inWords);
  return beside === 'ledger'
    ? `${before} on record; the preferences they have would bring ${after}.`
    : `${after} instead of ${before}.`;
}

function inWords(side: readonly (Brought | null)[]): string {
  const papers = side.reduce((sum, brought) => sum + papersOf(brought).length, 0);
  const mails = side.filter(brought => brought?.kind === 'delivery').length;
  return `${counted(papers, 'paper')} in ${counted(mails, 'mail')}`;
}

function changesInWords(before: Reachable, after: Reachable): string {
  const changed = WISHES.filter(([wish]) => shown(before[wish]) !== shown(after[wish]));
  if (changed.length === 0) return 'They have these preferences already.';
  return `With ${changed.map(([wish, name]) => `${name}: ${shown(after[wish])}`).join('; ')}.`;
}

function shown(value: Reachable[(typeof WISHES)[number][0]]): string {
  if (Array.isArray(value)) return value.join(', ') || 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  // Of all wishes only a time zone may be nobody's own.
  return value === null ? 'the usual one' : String(value);
}

/** Why a day has no mail, on one side or on both; empty where it has one on both. */
function whyNoMail({ before, after }: ComparedDay, beside: Comparison['beside']): string {
  const [one, other] = [reasonOf(before), reasonOf(after)];
  if (one === other) return one;
  const [first, second] = SIDES[beside];
  return [one && `${first}: ${one}`, other && `${second}: ${other}`].filter(Boolean).join('; ');
}

function reasonOf(brought: Brought | null): string {
  if (brought === null) return 'nothing was prepared';
  return brought.kind === 'skip' ? SKIP_NAMES[brought.reason] : '';
}

function showPapers(what: string, papers: readonly ListedPaper[], topicName: (id: string) => string): void {
  print();
  print(`${what}: ${counted(papers.length, 'paper')}`);
  for (const { title, edition, ...heading } of papers) {
    print(`  · ${oneLine(title)}`);
    print(pc.dim(oneLine(`      ${headingOf(heading, topicName)}, ${edition}`)));
  }
}

function headingOf(
  { kind, key }: Pick<ListedPaper, 'kind' | 'key'>,
  topicName: (id: string) => string,
): string {
  if (kind === 'outside') return OUTSIDE_NAME;
  return kind === 'topic' ? topicName(key) : `query ${queryName(key)}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
