import type { CalendarDate } from '../../model/date.ts';
import type { Paper } from '../../model/paper.ts';
import { isMirror } from '../links/hosts.ts';
import { isPreprintDoi } from './doi.ts';
import type { Origin } from './origins.ts';

/** What one of two tells of a field. */
export interface Claim {
  value: Paper[keyof Paper];
  origin: Origin;
  /** How far its format is believed. */
  trust: number;
  /** The newest day on which whoever tells it saw the paper. */
  seen: CalendarDate;
}

/** Above zero when the first one is to be preferred; says nothing of claims it finds equal. */
export type Rule = (a: Claim, b: Claim) => number;

/** No abstract is shorter, and none ends like this: the rest of it was left out. */
const SHORTEST_ABSTRACT = 200;
const CUT_SHORT = /(?:…|\.{3})$/;

const trust: Rule = (a, b) => a.trust - b.trust;
/** Hugging Face knows its votes, its organisations, and the repositories that authors linked there. */
const hub: Rule = (a, b) => Number(isHub(a)) - Number(isHub(b));
const version: Rule = (a, b) => (a.origin.version ?? 0) - (b.origin.version ?? 0);
const newest: Rule = (a, b) => (a.seen === b.seen ? 0 : a.seen > b.seen ? 1 : -1);
const larger: Rule = (a, b) => sizeOf(a) - sizeOf(b);
/** What makes a title longer than others have it is seldom part of it: a site's name, an id, a Greek letter in words. */
const shorter: Rule = (a, b) => sizeOf(b) - sizeOf(a);
const earlier: Rule = (a, b) => -spelling(b, a);
const whole: Rule = (a, b) => Number(isWhole(a)) - Number(isWhole(b));
const wholeAbstract: Rule = (a, b) => Number(isWholeAbstract(a)) - Number(isWholeAbstract(b));
const noMirror: Rule = (a, b) => Number(isOnMirror(b)) - Number(isOnMirror(a));
const publisher: Rule = (a, b) => Number(isPreprint(b)) - Number(isPreprint(a));
/** The last resort, so that it does not matter who came first. */
const spelling: Rule = (a, b) => {
  const [one, other] = [JSON.stringify(a.value), JSON.stringify(b.value)];
  return one === other ? 0 : one < other ? 1 : -1;
};

/** What decides about each field, the first rule that tells two claims apart. */
export const RULES = {
  title: [whole, trust, version, shorter, spelling],
  abstract: [wholeAbstract, trust, version, larger, spelling],
  url: [noMirror, trust, version, spelling],
  codeUrl: [noMirror, hub, trust, version, spelling],
  projectUrl: [noMirror, hub, trust, version, spelling],
  doi: [publisher, trust, spelling],
  organisation: [hub, newest, spelling],
  authorCount: [trust, larger],
  authors: [trust, version, larger, spelling],
  comments: [hub, newest, larger],
  upvotes: [hub, newest, larger],
  publishedOn: [trust, earlier],
  venue: [trust, version, larger, spelling],
  withdrawnOn: [version, trust, earlier],
} as const satisfies Partial<Record<keyof Paper, readonly Rule[]>>;

/** True when the first claim is at least as good as the second. */
export function isPreferred(a: Claim, b: Claim, rules: readonly Rule[]): boolean {
  for (const rule of rules) {
    const better = rule(a, b);
    if (better !== 0) return better > 0;
  }
  return true;
}

function sizeOf({ value }: Claim): number {
  return typeof value === 'number'
    ? value
    : typeof value === 'string' || Array.isArray(value)
      ? value.length
      : 0;
}

function isHub({ origin }: Claim): boolean {
  return origin.format.startsWith('hf-');
}

function isWhole({ value }: Claim): boolean {
  return typeof value === 'string' && !CUT_SHORT.test(value);
}

function isWholeAbstract(claim: Claim): boolean {
  return isWhole(claim) && sizeOf(claim) >= SHORTEST_ABSTRACT;
}

function isOnMirror({ value }: Claim): boolean {
  return typeof value === 'string' && URL.canParse(value) && isMirror(new URL(value).hostname);
}

function isPreprint({ value }: Claim): boolean {
  return typeof value === 'string' && isPreprintDoi(value);
}
