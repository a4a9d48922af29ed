import { isIP } from 'node:net';
import { type Dns, textsAt } from './dns.ts';

/** What an SPF record says of strangers: fail, softfail, neutral, pass; null when it says nothing. */
export type All = '-' | '~' | '?' | '+' | null;

/** What the SPF record of a domain comes to, those it includes among it (RFC 7208). */
export interface SpfPolicy {
  /** Why receivers take it for broken, in words; null when they do not. */
  problem: string | null;
  all: All;
  /** Questions to the DNS that a receiver has to ask; counted up to one more than it may. */
  lookUps: number;
  /** Domains that stand in it by name, of `include`, `redirect`, `a` and `mx`. */
  names: string[];
  /** Nobody may send at all. */
  empty: boolean;
}

/** One record, read. */
interface SpfRecord {
  mechanisms: { name: string; value: string }[];
  all: All;
  redirect: string | null;
  /** What means nothing in it; null when all is sound. */
  broken: string | null;
}

/** RFC 7208 §4.6.4: whoever needs more is in error. */
export const MOST_LOOK_UPS = 10;
const MECHANISM =
  /^([-+~?])?(all|include|a|mx|ptr|ip4|ip6|exists)(?::(\S+?))?((?:\/\d{1,3})?(?:\/\/\d{1,3})?)$/i;
const MODIFIER = /^[a-z][a-z0-9._-]*=/i;
const ASKS = ['include', 'a', 'mx', 'ptr', 'exists'];

/** The DNS does not answer: nothing can be said at all. */
class Unanswered extends Error {
  readonly domain: string;
  readonly code: string;
  constructor(domain: string, code: string) {
    super(code);
    this.domain = domain;
    this.code = code;
  }
}

/** Reads the SPF record of `domain` and what it includes. Null when there is none. */
export async function readSpf(
  domain: string,
  dns: Dns,
): Promise<SpfPolicy | { unanswered: string; domain: string } | null> {
  const policy: SpfPolicy = { problem: null, all: null, lookUps: 0, names: [], empty: true };
  try {
    return (await add(policy, domain, dns, true)) ? policy : null;
  } catch (error) {
    if (error instanceof Unanswered) return { unanswered: error.code, domain: error.domain };
    throw error;
  }
}

/**
 * Adds the record of `domain`, and what it names, to `policy`, up to the first problem. False when it has none.
 * `counts`: its `all` is what strangers get.
 */
async function add(policy: SpfPolicy, domain: string, dns: Dns, counts: boolean): Promise<boolean> {
  const answer = await textsAt(dns, domain);
  if ('unanswered' in answer) throw new Unanswered(domain, answer.unanswered);
  const texts = answer.found.filter(text => /^v=spf1( |$)/i.test(text));
  const [text] = texts;
  if (text === undefined) return false;
  const { mechanisms, all, redirect, broken } = readRecord(text);
  if (texts.length > 1) policy.problem = `${domain} has ${texts.length} SPF records, expected one`;
  else if (broken !== null)
    policy.problem = `the record of ${domain} holds "${broken}", which means nothing there`;
  if (mechanisms.length > 0 || redirect !== null || (all !== null && all !== '-')) policy.empty = false;
  for (const { name, value } of mechanisms) {
    if (policy.problem !== null) return true;
    if (ASKS.includes(name)) count(policy);
    if (name === 'a' || name === 'mx') policy.names.push((value || domain).toLowerCase());
    if (name === 'include') await addNamed(policy, value, domain, dns, false);
  }
  if (counts) policy.all = all;
  if (redirect !== null && policy.problem === null) {
    count(policy);
    await addNamed(policy, redirect, domain, dns, counts);
  }
  return true;
}

async function addNamed(
  policy: SpfPolicy,
  name: string,
  by: string,
  dns: Dns,
  counts: boolean,
): Promise<void> {
  // A macro depends on the mail.
  if (policy.problem !== null || name.includes('%')) return;
  policy.names.push(name.toLowerCase());
  if (!(await add(policy, name, dns, counts)))
    policy.problem = `the record of ${by} names ${name}, which has none`;
}

function count(policy: SpfPolicy): void {
  policy.lookUps++;
  if (policy.lookUps > MOST_LOOK_UPS) {
    policy.problem = `it takes more than ${MOST_LOOK_UPS} look-ups in the DNS, those of its includes counted`;
  }
}

/** Reads a record up to its `all`; what stands behind is never looked at (§5.1), a redirect neither (§6.1). */
function readRecord(text: string): SpfRecord {
  const record: SpfRecord = { mechanisms: [], all: null, redirect: null, broken: null };
  for (const term of text.split(/ +/).slice(1)) {
    if (term === '') continue;
    if (MODIFIER.test(term)) {
      if (/^redirect=/i.test(term)) record.redirect = term.slice('redirect='.length);
      continue;
    }
    const [, qualifier = '+', kind = '', value = ''] = MECHANISM.exec(term) ?? [];
    const name = kind.toLowerCase();
    if (name === 'all') return { ...record, all: qualifier as All, redirect: null };
    if (!isSound(name, value)) return { ...record, broken: term };
    record.mechanisms.push({ name, value });
  }
  return record;
}

function isSound(mechanism: string, value: string): boolean {
  if (mechanism === 'ip4' || mechanism === 'ip6') return isIP(value) === (mechanism === 'ip4' ? 4 : 6);
  return mechanism !== '' && (value !== '' || !['include', 'exists'].includes(mechanism));
}
