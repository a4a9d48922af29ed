import { organisationOf } from './dns.ts';

/** Whether a domain counts for DMARC as that of From: the same organisation, or the very same name where `strict`. */
export function isAligned(domain: string, fromDomain: string, strict: boolean): boolean {
  const [one, other] = [domain.toLowerCase(), fromDomain.toLowerCase()];
  return strict ? one === other : organisationOf(one) === organisationOf(other);
}
