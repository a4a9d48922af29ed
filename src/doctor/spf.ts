import { isThisMachine } from '../deliver/smtp/smtp-url.ts';
import { type Dns, mailServersOf, notChecked, organisationOf, zoneLine } from './dns.ts';
import { type Finding, fail, ok, warn } from './finding.ts';
import { type All, MOST_LOOK_UPS, readSpf, type SpfPolicy } from './spf-record.ts';

/** Providers whose mail servers go by other names than their SPF record: domains of the servers, name of the record. */
const RELAYS: readonly (readonly [servers: readonly string[], record: string])[] = [
  [['gmail.com', 'google.com'], '_spf.google.com'],
  [['outlook.com', 'office365.com', 'outlook.office365.com'], 'spf.protection.outlook.com'],
  [['amazonaws.com'], 'amazonses.com'],
  [['sendgrid.net', 'sendgrid.com'], 'sendgrid.net'],
  [['mailgun.org', 'mailgun.com'], 'mailgun.org'],
  [['postmarkapp.com'], 'spf.mtasv.net'],
  [['mailjet.com'], 'spf.mailjet.com'],
  [['brevo.com', 'sendinblue.com'], 'spf.brevo.com'],
  [['fastmail.com', 'messagingengine.com'], 'spf.messagingengine.com'],
];

const STRANGERS: Readonly<Record<Exclude<All, null>, string>> = {
  '-': '-all',
  '~': '~all',
  '?': '?all',
  '+': '+all',
};

/** Whether the DNS lets the mail server send for the domain of the envelope sender (RFC 7208). */
export async function examineSpf(domain: string, relay: string, dns: Dns): Promise<Finding> {
  const id = 'spf';
  const policy = await readSpf(domain, dns);
  if (policy === null) {
    const says = `${domain} has no SPF record: nobody can tell your mail server from a stranger's.`;
    return fail(id, says, publish(domain, relay));
  }
  if ('unanswered' in policy) return notChecked(id, 'SPF', policy.domain, policy.unanswered);
  const { problem, all, lookUps, empty } = policy;
  if (problem !== null) {
    const fix = 'Correct it: receivers take it for broken, as if there were none.';
    return fail(id, `SPF of ${domain}: ${problem}.`, fix);
  }
  if (empty) return fail(id, `The SPF record of ${domain} lets nobody send.`, publish(domain, relay));
  if (all === '+') {
    return fail(
      id,
      `The SPF record of ${domain} ends in +all: everybody may send in its name.`,
      'End it in -all.',
    );
  }
  if (all === '?' || all === null) {
    const says = `The SPF record of ${domain} ${all === null ? 'has no "all" at its end' : 'ends in ?all'}: it says nothing of strangers.`;
    return warn(id, says, 'End it in -all, or in ~all while you try it.');
  }
  const ends = `ends in ${STRANGERS[all]} and takes ${lookUps} of ${MOST_LOOK_UPS} look-ups`;
  return ok(id, `The SPF record of ${domain} ${ends}; ${covered(policy, relay)}.`);
}

/** Whether returned mail would find its way. */
export async function examineReturnPath(domain: string, dns: Dns): Promise<Finding> {
  const id = 'bounces.mx';
  const answer = await mailServersOf(dns, domain);
  if ('unanswered' in answer) return notChecked(id, 'The way of returned mail', domain, answer.unanswered);
  const [first, ...others] = answer.found;
  if (first === undefined) {
    const says = `${domain} has no MX record: returned mail finds a way only if a mail server runs at that very name.`;
    return warn(id, says, 'Publish an MX record that names the mail server of that domain.');
  }
  // RFC 7505: whoever mails from a domain that takes no mail is refused (5.7.27).
  if (others.length === 0 && first.replace(/\.$/, '') === '') {
    const says = `${domain} says that it takes no mail (a null MX): returned mail is lost, and servers refuse what comes from it.`;
    return fail(id, says, 'Set BOUNCE_ADDRESS, or MAIL_FROM, to an address at a domain that takes mail.');
  }
  return ok(
    id,
    `Returned mail goes to the mail server of ${domain} (${[...answer.found].sort().join(', ')}).`,
  );
}

function covered({ names }: SpfPolicy, relay: string): string {
  if (isThisMachine(relay)) return 'see that the address of this machine stands in it';
  const own = [relay, recordOf(relay) ?? relay].map(organisationOf);
  const name = names.find(one => own.includes(organisationOf(one)));
  return name
    ? `${relay} seems to be covered by ${name}`
    : `whether it covers ${relay} cannot be told from here: see that its addresses stand in it`;
}

function recordOf(relay: string): string | null {
  return RELAYS.find(([servers]) => servers.includes(organisationOf(relay)))?.[1] ?? null;
}

function publish(domain: string, relay: string): string {
  const record = recordOf(relay);
  const allowed = isThisMachine(relay) ? 'ip4:ADDRESS' : record === null ? `a:${relay}` : `include:${record}`;
  const hint = isThisMachine(relay)
    ? ', with the address of this machine'
    : record === null
      ? ', or what your mail provider names'
      : '';
  return `Publish one TXT record like this${hint}:\n${zoneLine(domain, `v=spf1 ${allowed} -all`)}`;
}
