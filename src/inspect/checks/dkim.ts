import type { Finding } from '../inspection.ts';
import { fieldOf } from '../mime-tree.ts';
import type { Check, OpenMail } from '../open-mail.ts';
import { fine, told } from '../told.ts';
import { readTags, verifyDkim } from '../verify-dkim.ts';

/** Whoever could change these could make another mail of it (RFC 6376 §5.4.1). */
const EXPECTED = ['from', 'to', 'subject', 'date', 'message-id', 'mime-version', 'content-type'];
/** RFC 8058 §4. */
const EXPECTED_OF_LISTS = ['list-unsubscribe', 'list-unsubscribe-post'];

/** The signature of the sending domain. */
export const checkDkim: Check = mail => {
  const { dkim } = mail.facts;
  const signature = fieldOf(mail.header, 'dkim-signature');
  if (dkim === null) {
    if (signature === null) {
      const todo = 'Set DKIM_DOMAIN, DKIM_SELECTOR and DKIM_PRIVATE_KEY_FILE, unless the mail server signs.';
      return [told('dkim', 'hint', 'The mail is not signed here.', todo)];
    }
    const by = readTags(signature).get('d') ?? 'nobody';
    return [
      told(
        'dkim',
        'hint',
        `The mail is signed by ${by}, with a key that is not known here.`,
        'Look at Authentication-Results where it arrives.',
      ),
    ];
  }
  if (signature === null) {
    return [
      told(
        'dkim',
        'fault',
        'The mail has no signature, though a key is set.',
        'Send it as the program does: mails are signed when they leave.',
      ),
    ];
  }
  const verified = verifiedBy(mail, dkim.publicKey);
  if (verified.problem !== null) {
    return [
      told(
        'dkim',
        'fault',
        `The signature does not hold: ${verified.problem}.`,
        'Check DKIM_PRIVATE_KEY_FILE, and that nothing changes the mail after it is signed.',
      ),
    ];
  }
  const problems = [...ofDomain(mail, signature, dkim), ...ofFields(mail, verified.signed)];
  const covered = `The signature of ${dkim.domain} holds. It covers the body and ${[...new Set(verified.signed)].join(', ')}.`;
  return problems.length > 0 ? problems : [fine('dkim', covered)];
};

/** The key comes in PEM, or as the record has it: both are the same letters. */
function verifiedBy({ raw }: OpenMail, publicKey: string): ReturnType<typeof verifyDkim> {
  try {
    return verifyDkim(raw, publicKey.replace(/-----[^-]*-----|\s/g, ''));
  } catch {
    return { problem: 'the public key cannot be read', signed: [] };
  }
}

function ofDomain(
  { sender }: OpenMail,
  signature: string,
  dkim: { domain: string; selector: string },
): Finding[] {
  const tags = readTags(signature);
  const [domain, selector] = [(tags.get('d') ?? '').toLowerCase(), tags.get('s') ?? ''];
  const from = sender.slice(sender.lastIndexOf('@') + 1);
  const found: Finding[] = [];
  if (domain !== dkim.domain.toLowerCase() || selector !== dkim.selector) {
    found.push(
      told(
        'dkim',
        'warning',
        `The signature is of ${selector} at ${domain}, the settings name ${dkim.selector} at ${dkim.domain}.`,
        'Check DKIM_DOMAIN and DKIM_SELECTOR.',
      ),
    );
  }
  if (from !== domain && !from.endsWith(`.${domain}`) && !domain.endsWith(`.${from}`)) {
    found.push(
      told(
        'dkim',
        'fault',
        `The signature is of ${domain}, the mail from ${from}: for DMARC it does not count.`,
        'Set DKIM_DOMAIN to the domain of MAIL_FROM.',
      ),
    );
  }
  return found;
}

function ofFields({ header, isList }: OpenMail, signed: readonly string[]): Finding[] {
  const expected = isList ? [...EXPECTED, ...EXPECTED_OF_LISTS] : EXPECTED;
  const missing = expected.filter(name => fieldOf(header, name) !== null && !signed.includes(name));
  if (missing.length === 0) return [];
  const isBad = missing.some(name => name === 'from' || EXPECTED_OF_LISTS.includes(name));
  const found = `The signature leaves out ${missing.join(', ')}: these could be changed on the way.`;
  return [told('dkim', isBad ? 'fault' : 'warning', found, 'Have the signer cover them, too.')];
}
