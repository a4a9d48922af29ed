import { type Probe, probeSmtp } from '../deliver/smtp/probe.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/**
 * No mail is larger: its HTML is kept below 102,400 bytes, its text is shorter, and quoted-printable takes three bytes for
 * one at worst.
 */
const LARGEST_MAIL = 700_000;
const MB = 1_000_000;
const ENCRYPT = 'Use a server that offers STARTTLS, or smtps://…:465.';

/** Connects to the mail server and logs in; mails nothing. */
export async function examineMailServer(smtpUrl: string, timeoutMs: number): Promise<Finding[]> {
  const id = 'smtp';
  const probe = await probeSmtp(smtpUrl, timeoutMs);
  const { server, local, secure, authenticated, problem, fix } = probe;
  if (problem !== null)
    return [fail(id, `${server ?? 'The mail server'}: ${problem.replace(/\.$/, '')}.`, fix)];
  const login = authenticated ? ', and takes name and password' : '';
  const offers = examineOffers(probe);
  if (!secure) {
    const says = `${server} answers${login}, without encryption: whoever is in between reads the mails.`;
    return [
      local ? ok(id, `${server} answers${login}, on this machine.`) : warn(id, says, ENCRYPT),
      ...offers,
    ];
  }
  return [ok(id, `${server} answers, encrypted${login}.`), ...offers];
}

/** What the server can do, in words. */
function examineOffers({ server, offers }: Probe): Finding[] {
  if (offers === null) return [];
  const id = 'smtp.offers';
  const { startTls, pipelining, dsn, smtpUtf8, mostBytes, auth } = offers;
  if (mostBytes !== null && mostBytes < LARGEST_MAIL) {
    const says = `${server} takes mails of ${mostBytes.toLocaleString('en')} bytes at most, and ours may have ${LARGEST_MAIL.toLocaleString('en')}.`;
    return [fail(id, says, 'Ask whoever runs it for a higher limit: larger mails are refused.')];
  }
  const abilities: [has: boolean, words: string][] = [
    [pipelining, 'PIPELINING (fewer round trips)'],
    [dsn, 'DSN (word of what fails later)'],
    [smtpUtf8, 'SMTPUTF8 (addresses beyond ASCII)'],
  ];
  const limit =
    mostBytes === null
      ? 'mails of any size'
      : `mails up to ${Math.floor(mostBytes / MB).toLocaleString('en')} MB`;
  const has = [
    ...(startTls ? ['STARTTLS'] : []),
    ...(auth.length > 0 ? [`login (${auth.join(', ')})`] : []),
    limit,
    ...abilities.filter(([has]) => has).map(([, words]) => words),
  ];
  const lacks = abilities.filter(([has]) => !has).map(([, words]) => words);
  return [ok(id, `It offers ${has.join(', ')}${lacks.length > 0 ? `; not ${lacks.join(', ')}` : ''}.`)];
}
