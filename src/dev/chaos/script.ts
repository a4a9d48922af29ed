import { UserError } from '../../errors.ts';
import { nearest } from '../../model/nearest.ts';
import { CODE_PLACES, type FaultKind, faultNamed, type Moment, NAMED_FAULTS } from './faults.ts';

/** One line of a script: a fault, whom it strikes, and how often. */
export interface Rule {
  fault: FaultKind;
  /** Of all it may strike, from 0 to 1. */
  share: number;
  /** 1: each time; 10: the first, the eleventh, … */
  every: number;
  /** So many pass first. */
  after: number;
  /** It strikes so often at most. */
  times: number;
  /** Recipients it strikes; null: everybody. */
  pattern: RegExp | null;
  waitMs: number;
  /** Code and words of a refusal. */
  reply: string;
  /** Of a message that is not answered for: whether it counts as delivered; null: chance decides. */
  taken: boolean | null;
}

/** A rule as it was written. */
export interface Draft {
  fault: string;
  options: Partial<Record<Option, string>>;
  /** Where it stands, for whoever has to mend it. */
  place: string;
}

export const OPTIONS = ['share', 'every', 'after', 'times', 'for', 'wait', 'reply', 'fate'] as const;
export type Option = (typeof OPTIONS)[number];

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000 };
/** Nobody waits longer for anything in SMTP (RFC 5321 §4.5.3.2). */
const LONGEST_WAIT_MS = 30 * 60_000;
const KNOWS_RECIPIENT: readonly Moment[] = ['rcpt', 'data', 'go-ahead', 'body', 'dot'];
const TAKES_TIME = ['slow', 'trickle', 'silence'];

/** Turns a rule as written into one that can be followed. Throws a UserError that names its place and what is known. */
export function readRule({ fault: name, options, place }: Draft): Rule {
  const wrong = (what: string) => new UserError(`${place}: ${what}`);
  const fault = faultNamed(name);
  if (!fault) throw wrong(`there is no fault "${name}". ${known(name)}`);
  const read = <T>(
    option: Option,
    fallback: T,
    reader: (text: string) => T | undefined,
    expected: string,
  ) => {
    const text = options[option];
    if (text === undefined) return fallback;
    const why = misplaced(option, fault);
    if (why) throw wrong(`"${text}" means nothing for ${name}: ${why}.`);
    const value = reader(text);
    if (value === undefined) throw wrong(`"${text}": expected ${expected}.`);
    return value;
  };
  const isUncertain = fault.moment === 'dot' && fault.lesson === 'ambiguous';
  return {
    fault,
    share: read('share', 1, readShare, 'a share from 0% to 100%'),
    every: read('every', 1, text => readCount(text, 1), 'a whole number from 1 after "every"'),
    after: read('after', 0, text => readCount(text, 0), 'a whole number after "after"'),
    times: read(
      'times',
      Number.POSITIVE_INFINITY,
      text => readCount(text, 0),
      'a whole number after "times"',
    ),
    pattern: read<RegExp | null>('for', null, readPattern, 'an address, * standing for anything'),
    waitMs: read('wait', fault.waitMs, readWait, 'a time up to 30 min, such as 250ms, 3s or 2min'),
    reply: read(
      'reply',
      fault.reply,
      text => readReply(text, fault.reply),
      'one line of ASCII text, for the code of the fault',
    ),
    taken: read<boolean | null>('fate', isUncertain ? null : false, readFate, '"taken" or "lost"'),
  };
}

/** Why an option does not go with a fault; null when it does. */
function misplaced(option: Option, { moment, act, lesson }: FaultKind): string | null {
  if (option === 'for' && !KNOWS_RECIPIENT.includes(moment)) return 'no recipient is known at that moment';
  if (option === 'wait' && !TAKES_TIME.includes(act)) return 'it takes no time';
  if (option === 'reply' && act !== 'reply') return 'it says nothing';
  if (option === 'fate' && !(moment === 'dot' && lesson === 'ambiguous')) {
    return 'only a message that came whole and is not answered for may be taken or lost';
  }
  return null;
}

function known(name: string): string {
  const names = NAMED_FAULTS.map(fault => fault.name);
  const [meant] = nearest(name, names);
  const codes = `<code>-<place>, such as 451-rcpt, with a code from 400 to 599 and one of the places ${CODE_PLACES.join(', ')}`;
  return `${meant ? `Did you mean ${meant}? ` : ''}Known: ${names.join(', ')}, and ${codes}.`;
}

function readShare(text: string): number | undefined {
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  return percent !== undefined && Number(percent) <= 100 ? Number(percent) / 100 : undefined;
}

function readCount(text: string, least: number): number | undefined {
  return /^\d{1,9}$/.test(text) && Number(text) >= least ? Number(text) : undefined;
}

function readPattern(text: string): RegExp | undefined {
  if (!/^[\x21-\x7e]+$/.test(text)) return undefined;
  const escaped = text
    .split(/\*+/)
    .map(part => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${escaped}$`, 'i');
}

function readWait(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,9})(ms|s|min)$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS[unit] ?? Number.NaN);
  return ms <= LONGEST_WAIT_MS ? ms : undefined;
}

function readReply(text: string, usual: string): string | undefined {
  if (!/^[\x20-\x7e]{1,400}$/.test(text)) return undefined;
  return `${usual.slice(0, 3)} ${text}`;
}

function readFate(text: string): boolean | undefined {
  return text === 'taken' ? true : text === 'lost' ? false : undefined;
}

/** A rule in the one-line form; reading it gives the same rule again. */
export function ruleText(rule: Rule): string {
  const { fault, share, every, after, times, pattern, waitMs, reply, taken } = rule;
  const isUncertain = fault.moment === 'dot' && fault.lesson === 'ambiguous';
  const words = [
    fault.name,
    share < 1 && `${Number((share * 100).toFixed(6))}%`,
    every > 1 && `every ${every}`,
    after > 0 && `after ${after}`,
    Number.isFinite(times) && `times ${times}`,
    pattern && `for ${shownPattern(pattern)}`,
    waitMs !== fault.waitMs && `${waitMs}ms`,
    reply !== fault.reply && quoted(reply.slice(4)),
    isUncertain && taken !== null && (taken ? 'taken' : 'lost'),
  ];
  return words.filter(Boolean).join(' ');
}

function shownPattern({ source }: RegExp): string {
  const text = source.slice(1, -1).replaceAll('.*', '*').replaceAll(/\\(.)/g, '$1');
  return /[,;"#]/.test(text) ? quoted(text) : text;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
