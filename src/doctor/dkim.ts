import { type Dkim, openDkim } from '../deliver/dkim.ts';
import { verifyDkim } from '../inspect/verify-dkim.ts';
import { isAligned } from './alignment.ts';
import { examineRecord } from './dkim-record.ts';
import type { Dns } from './dns.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** RFC 8301 §3.2. */
const GOOD_KEY = 2048;
/** RFC 8058 §4: without their signature no mail program offers one-click unsubscribe. */
const ONE_CLICK = ['list-unsubscribe', 'list-unsubscribe-post'];
const SAMPLE = Buffer.from(
  [
    'From: Paperboy <paperboy@example.org>',
    'To: reader@example.org',
    'Subject: A  sample with\r\n\ta folded line',
    'Date: Mon, 05 Jan 2026 07:00:00 +0000',
    'Message-ID: <sample@example.org>',
    'List-Id: <daily.example.org>',
    'List-Unsubscribe: <https://example.org/unsubscribe/sample>',
    'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Two  spaces, and one at the end \r\n\r\n.\r\n\r\n\r\n',
  ].join('\r\n'),
);

export interface DkimSettings {
  dkimDomain: string | null;
  dkimSelector: string | null;
  dkimPrivateKeyFile: string | null;
  /** Address of MAIL_FROM. */
  from: string;
  /** There is a mail server: unsigned mail would go out. */
  mails: boolean;
  /** DMARC asks for the very domain of From. */
  strict: boolean;
}

/** Key, signature, DNS record and domain of DKIM (RFC 6376). */
export async function examineDkim(settings: DkimSettings, dns: Dns): Promise<Finding[]> {
  const {
    dkimDomain: domain,
    dkimSelector: selector,
    dkimPrivateKeyFile: keyFile,
    from,
    mails,
    strict,
  } = settings;
  if (!domain || !selector || !keyFile) {
    if (!mails) return [];
    const fix =
      'Set DKIM_DOMAIN, DKIM_SELECTOR and DKIM_PRIVATE_KEY_FILE, unless the mail server signs for you.';
    return [warn('dkim', 'Mails leave unsigned unless the mail server signs them.', fix)];
  }
  const dkim = await openDkim({ domain, selector, keyFile });
  const record = examineRecord({ ...dkim, name: `${selector}._domainkey.${domain}` }, dns);
  const alignment = examineAlignment(domain, from.slice(from.lastIndexOf('@') + 1), strict);
  return [await examineSignature(dkim), alignment, await record];
}

/** Signs a sample and checks the signature. */
async function examineSignature({ sign, publicKey, bits }: Dkim): Promise<Finding> {
  const id = 'dkim';
  const { problem, signed } = verifyDkim(await sign(SAMPLE), publicKey);
  if (problem !== null) {
    return fail(id, `A sample was signed, and its signature does not hold: ${problem}.`, 'Make a new key.');
  }
  const missing = ONE_CLICK.filter(name => !signed.includes(name));
  if (missing.length > 0) {
    const says = `The signature leaves out ${missing.join(' and ')}: mail programs offer no one-click unsubscribe.`;
    return fail(id, says, 'Please report it: this is a fault of Paperboy.');
  }
  if (bits < GOOD_KEY) {
    const fix = 'Make a longer one under a new selector: openssl genrsa -out dkim.pem 2048.';
    return warn(id, `The key has ${bits} bits, and ${GOOD_KEY} are expected by now.`, fix);
  }
  return ok(id, `Mails are signed with a key of ${bits} bits; the signature of a sample holds.`);
}

/** Alignment of DMARC (RFC 9989 §4.4.1). */
function examineAlignment(domain: string, fromDomain: string, strict: boolean): Finding {
  const id = 'dkim.alignment';
  if (isAligned(domain, fromDomain, strict)) {
    return ok(id, `The signature is of ${domain}, which counts for MAIL_FROM (${fromDomain}).`);
  }
  const why = strict ? ', whose DMARC record says adkim=s' : '';
  const says = `The signature is of ${domain}, MAIL_FROM of ${fromDomain}${why}: for DMARC it does not count.`;
  return fail(id, says, `Set DKIM_DOMAIN to ${fromDomain}, or MAIL_FROM to an address at ${domain}.`);
}
