import { domainGroup } from '../deliver/domain-group.ts';

// How often something may be done, by key: a client, an address, a domain. Kept in the memory of one process, and bounded
// there; what must hold for all processes and for days, the store holds.

const HOUR_MS = 3_600_000;

/** So many at once, then so many an hour: never more than both together in any hour. */
export interface Rate {
  burst: number;
  perHour: number;
}

/**
 * Counts one more of a key. `until`: when all that was counted before would have been done at the steady pace (ms; 0 for a
 * new key). `wait`: 0 when it may be done, and was counted; else in how many milliseconds it may be.
 */
export function countOne(
  until: number,
  { burst, perHour }: Rate,
  now: number,
): { until: number; wait: number } {
  const each = HOUR_MS / perHour;
  // A clock that was set back must not lock anybody out for longer than the whole burst takes.
  const from = Math.min(Math.max(until, now), now + burst * each);
  const wait = Math.max(0, from - now - (burst - 1) * each);
  return wait > 0 ? { until: from, wait } : { until: from + each, wait: 0 };
}

/** Holds keys to a rate. */
export interface Limiter {
  /** Counts one more; 0 when it may be done, else in how many milliseconds it may. */
  take: (key: string) => number;
  /** The same, and counts nothing. */
  look: (key: string) => number;
  /** How many keys it remembers: never more than `most`. */
  size: () => number;
}

/**
 * A limiter that remembers at most `most` keys: beyond that the one that was heard of least lately is forgotten, and may
 * start anew. Keys whose time is over are forgotten as others come.
 */
export function createLimiter({ most, ...rate }: Rate & { most: number }, now: () => number): Limiter {
  // In the order in which they were last counted.
  const untils = new Map<string, number>();
  return {
    take(key) {
      const time = now();
      const { until, wait } = countOne(untils.get(key) ?? 0, rate, time);
      untils.delete(key);
      untils.set(key, until);
      for (const [oldest, its] of untils) {
        if (untils.size <= most && its > time) break;
        untils.delete(oldest);
      }
      return wait;
    },
    look: key => countOne(untils.get(key) ?? 0, rate, now()).wait,
    size: () => untils.size,
  };
}

/** What to do with a sign-up: take it, leave it without a word, or say that it has to wait. */
export type Admission =
  | { may: 'pass' }
  /** The address was asked for too often: who asks is told what everybody is told. */
  | { may: 'drop' }
  | { may: 'wait'; why: 'client' | 'domain' | 'all'; ms: number };

export interface SignUpLimits {
  /** `client`: network address of who asks; `email`: a parsed address. Looks nothing up, so it tells nothing. */
  admit: (client: string, email: string) => Admission;
}

/** Keys remembered for each kind: a few megabytes at most. */
const MOST_CLIENTS = 20_000;
const MOST_DOMAINS = 20_000;
/** More than `ALL` lets through in a day: none is forgotten before its time. */
const MOST_ADDRESSES = 30_000;

const CLIENT: Rate = { burst: 5, perHour: 10 };
/** Never more than 1,000 in an hour, whoever they are: what one decides on and writes to in that time. */
const ALL: Rate = { burst: 500, perHour: 500 };
/** Never more than 60 in an hour at one domain, and 600 at a provider that many people share. */
const DOMAIN: Rate = { burst: 30, perHour: 30 };
const PROVIDER: Rate = { burst: 300, perHour: 300 };
/** Three, then one a day, for a mailbox by all its names: one gets no more letters than that, whoever asks. */
const ADDRESS: Rate = { burst: 3, perHour: 1 / 24 };

/** The limits of the sign-up page. */
export function signUpLimits(now: () => number): SignUpLimits {
  const clients = createLimiter({ ...CLIENT, most: MOST_CLIENTS }, now);
  const domains = createLimiter({ ...DOMAIN, most: MOST_DOMAINS }, now);
  const providers = createLimiter({ ...PROVIDER, most: MOST_DOMAINS }, now);
  const all = createLimiter({ ...ALL, most: 1 }, now);
  const addresses = createLimiter({ ...ADDRESS, most: MOST_ADDRESSES }, now);
  return {
    admit(client, email) {
      const group = domainGroup(email);
      // The name of a provider holds no dot.
      const shared = group.includes('.') ? domains : providers;
      const key = mailboxOf(email, group);
      // In this order, so that whoever floods one of them uses up nothing of those below.
      const byClient = clients.take(networkOf(client));
      if (byClient > 0) return { may: 'wait', why: 'client', ms: byClient };
      if (addresses.look(key) > 0) return { may: 'drop' };
      const byDomain = shared.take(group);
      if (byDomain > 0) return { may: 'wait', why: 'domain', ms: byDomain };
      const byAll = all.take('');
      if (byAll > 0) return { may: 'wait', why: 'all', ms: byAll };
      // Last, so that who was told to wait may come back.
      addresses.take(key);
      return { may: 'pass' };
    },
  };
}

/** Providers that read over dots before the @. */
const DOTLESS: readonly string[] = ['google'];

/**
 * The mailbox that an address most likely ends in: what stands behind a plus, and dots where they do not count, are
 * names of the same one. Nearly right is enough to count by, and never to mail to.
 */
function mailboxOf(email: string, group: string): string {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1).toLowerCase();
  const [name = ''] = email.slice(0, at).toLowerCase().split('+');
  if (!DOTLESS.includes(group)) return `${name}@${domain}`;
  return `${name.replaceAll('.', '')}@${group}`;
}

/**
 * What counts as one client: an IPv4 address, or the /64 of an IPv6 address, of which one customer has all. Anything else
 * stands for itself.
 */
export function networkOf(client: string): string {
  const [address = ''] = client.toLowerCase().split('%');
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  // An IPv4 address at the end stands for two groups.
  const written = before.length + after.length + (address.includes('.') ? 1 : 0);
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - written) }, () => '0');
  const groups = [...before, ...zeros, ...after].map(group => group.replace(/^0+(?=.)/, ''));
  return `${groups.slice(0, 4).join(':')}::/64`;
}
