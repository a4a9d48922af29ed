import { domainGroup } from '../deliver/domain-group.ts';
import { isAligned } from './alignment.ts';
import { type DkimSettings, examineDkim } from './dkim.ts';
import { examineDmarc } from './dmarc.ts';
import type { Dns } from './dns.ts';
import { type Finding, fail, ok, warn } from './finding.ts';
import { isExample } from './settings.ts';
import { examineReturnPath, examineSpf } from './spf.ts';

/** As whom mails leave. */
export interface SenderSettings extends Omit<DkimSettings, 'strict' | 'mails'> {
  /** Where returned mail goes: BOUNCE_ADDRESS, else MAIL_FROM. */
  returnPath: string;
  /** Host of the mail server; null: nobody gets mail. */
  relay: string | null;
}

/** What receivers look up before they believe that a mail is from us: DKIM, SPF and DMARC. */
export async function examineSender(settings: SenderSettings, dns: Dns): Promise<Finding[]> {
  const { from, returnPath, relay } = settings;
  const domain = domainOf(from);
  const returnDomain = domainOf(returnPath);
  const lax = { ...settings, mails: relay !== null, strict: false };
  // Nobody asks after mail that nobody gets, nor can anybody publish what belongs to nobody.
  if (relay === null || isExample(domain)) return examineDkim(lax, dns);
  const provider = examineProvider(from, relay);
  if (provider) return [provider, ...(await examineDkim(lax, dns))];
  const [dmarc, spf, mx] = await Promise.all([
    examineDmarc(domain, dns),
    examineSpf(returnDomain, relay, dns),
    examineReturnPath(returnDomain, dns),
  ]);
  return [
    mx,
    spf,
    examineAlignment(returnDomain, domain, dmarc.strictSpf),
    ...(await examineDkim({ ...lax, strict: dmarc.strictDkim }, dns)),
    dmarc.finding,
  ];
}

/** A failure when MAIL_FROM is at a mailbox provider: only its own servers may mail as that. */
function examineProvider(from: string, relay: string): Finding | null {
  const group = domainGroup(from);
  // A provider has a name; everything else is a domain.
  if (group.includes('.')) return null;
  if (group !== 'google' && domainGroup(`@${relay}`) === group) return null;
  const says = `MAIL_FROM is at ${domainOf(from)}, which only its provider may mail from: others refuse it, or take it for spam.`;
  return fail('from', says, 'Set MAIL_FROM to an address of a domain of yours.');
}

/** Whether the envelope sender counts for DMARC (RFC 9989 §4.4.2). */
function examineAlignment(returnDomain: string, fromDomain: string, strict: boolean): Finding {
  const id = 'spf.alignment';
  if (isAligned(returnDomain, fromDomain, strict)) {
    return ok(id, `The return path is at ${returnDomain}, which counts for MAIL_FROM (${fromDomain}).`);
  }
  const why = strict ? ', whose DMARC record says aspf=s' : '';
  const says = `The return path is at ${returnDomain}, MAIL_FROM at ${fromDomain}${why}: for DMARC only the signature counts.`;
  return warn(id, says, `Set BOUNCE_ADDRESS to an address at ${fromDomain}.`);
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
