import { readTags } from '../inspect/verify-dkim.ts';
import { type Dns, notChecked, organisationOf, textsAt, zoneLine } from './dns.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** What the DMARC record of a domain asks of receivers, and what was found of it. */
export interface Dmarc {
  finding: Finding;
  /** The signature has to be of the very domain of From (`adkim=s`). */
  strictDkim: boolean;
  /** So has the envelope sender (`aspf=s`). */
  strictSpf: boolean;
}

const POLICIES = ['none', 'quarantine', 'reject'];

/** The DMARC record that holds for mail from `domain`: its own, else that of its organisation (RFC 9989 §4.7, §4.10). */
export async function examineDmarc(domain: string, dns: Dns): Promise<Dmarc> {
  const id = 'dmarc';
  const organisation = organisationOf(domain);
  const lax = (finding: Finding): Dmarc => ({ finding, strictDkim: false, strictSpf: false });
  for (const owner of new Set([domain, organisation])) {
    const name = `_dmarc.${owner}`;
    const answer = await textsAt(dns, name);
    if ('unanswered' in answer) return lax(notChecked(id, 'DMARC', name, answer.unanswered));
    const records = answer.found.filter(text => /v\s*=\s*DMARC1/i.test(text));
    const [record] = records;
    if (record === undefined) continue;
    if (records.length > 1) {
      const says = `${name} has ${records.length} DMARC records: receivers take that for none.`;
      return lax(fail(id, says, 'Keep one of them.'));
    }
    const tags = new Map([...readTags(record)].map(([tag, value]) => [tag.toLowerCase(), value]));
    const isStrict = (tag: string) => tags.get(tag)?.toLowerCase() === 's';
    return {
      finding: judge(name, record, tags, owner === domain),
      strictDkim: isStrict('adkim'),
      strictSpf: isStrict('aspf'),
    };
  }
  const says = `${domain} has no DMARC record: Gmail, Yahoo and Outlook ask for one of everybody who mails many.`;
  return lax(fail(id, says, publish(organisation)));
}

function judge(name: string, record: string, tags: ReadonlyMap<string, string>, isOwn: boolean): Finding {
  const id = 'dmarc';
  // §4.7: case counts, and so does the place.
  if (!/^\s*v\s*=\s*DMARC1\s*(;|$)/.test(record)) {
    return fail(
      id,
      `The record at ${name} does not begin with v=DMARC1: receivers ignore it.`,
      'Let it begin with "v=DMARC1;".',
    );
  }
  const policy = tags.get('p')?.toLowerCase();
  if (policy === undefined || !POLICIES.includes(policy)) {
    const has = policy === undefined ? 'has no p=' : `says p=${policy}, which means nothing`;
    return fail(
      id,
      `The record at ${name} ${has}.`,
      'Say p=none at least, p=quarantine or p=reject once it all holds.',
    );
  }
  const holds = isOwn
    ? `p=${policy}`
    : `${tags.has('sp') ? `sp=${tags.get('sp')}` : `p=${policy}`} for its subdomains`;
  if (!tags.has('rua')) {
    const says = `The record at ${name} says ${holds}, and no rua=: nobody tells you who mails in your name.`;
    return warn(id, says, 'Add rua=mailto: and an address that takes reports.');
  }
  return ok(id, `The record at ${name} says ${holds}, and who gets the reports.`);
}

function publish(domain: string): string {
  const record = `v=DMARC1; p=none; rua=mailto:dmarc-reports@${domain}`;
  return `Publish this TXT record, with an address of yours for the reports:\n${zoneLine(`_dmarc.${domain}`, record)}`;
}
