import { Resolver } from 'node:dns/promises';
import { getDomain } from 'tldts';
import { type Finding, warn } from './finding.ts';

/** What is asked of the DNS. Rejects with the code of the resolver, in bounded time. */
export interface Dns {
  /** TXT records of a name, each as the strings it consists of. */
  txt: (name: string) => Promise<string[][]>;
  /** MX records of a name, in any order. */
  mx: (name: string) => Promise<{ exchange: string; priority: number }[]>;
}

const TIMEOUT_MS = 3_000;
/** The name, or what was asked about it, is not there: an answer as good as any. */
const NOTHING_THERE = ['ENOTFOUND', 'ENODATA'];

/** The DNS as this machine asks it, or by other `servers`; each question has `timeoutMs`. */
export function openDns({
  servers,
  timeoutMs = TIMEOUT_MS,
}: {
  servers?: string[];
  timeoutMs?: number;
} = {}): Dns {
  async function ask<T>(question: (resolver: Resolver) => Promise<T>): Promise<T> {
    const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
    if (servers) resolver.setServers(servers);
    // Several servers may be asked one after the other, each with a time of its own.
    const limit = setTimeout(() => resolver.cancel(), timeoutMs);
    try {
      return await question(resolver);
    } finally {
      clearTimeout(limit);
    }
  }
  return {
    txt: name => ask(resolver => resolver.resolveTxt(name)),
    mx: name => ask(resolver => resolver.resolveMx(name)),
  };
}

/** What the DNS has, nothing included; or why it gave no answer, which proves nothing. */
export type Answered<T> = { found: T[] } | { unanswered: string };

/** TXT records of a name, each in one piece. */
export async function textsAt(dns: Dns, name: string): Promise<Answered<string>> {
  return answered(async () => (await dns.txt(name)).map(strings => strings.join('')));
}

/** Mail servers of a domain. */
export async function mailServersOf(dns: Dns, domain: string): Promise<Answered<string>> {
  return answered(async () => (await dns.mx(domain)).map(({ exchange }) => exchange));
}

async function answered<T>(ask: () => Promise<T[]>): Promise<Answered<T>> {
  try {
    return { found: await ask() };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return NOTHING_THERE.includes(code) ? { found: [] } : { unanswered: code };
  }
}

/** The finding of a question that the DNS did not answer. */
export function notChecked(id: string, what: string, name: string, code: string): Finding {
  const says = `${what} is not checked: the DNS does not answer about ${name} (${code}).`;
  return warn(id, says, 'See whether this machine reaches a DNS server.');
}

/** The domain that somebody registered: `example.co.uk` for `mail.example.co.uk`. */
export function organisationOf(domain: string): string {
  return getDomain(domain, { allowPrivateDomains: true }) ?? domain.toLowerCase();
}

/** A TXT record as a zone file has it: strings of at most 255 characters (RFC 1035 §3.3), on one line to copy. */
export function zoneLine(name: string, record: string): string {
  const strings = record.match(/.{1,255}/g) ?? [];
  return `${name}. IN TXT ${strings.map(text => `"${text}"`).join(' ')}`;
}
