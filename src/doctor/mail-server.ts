import { probeSmtp } from '../deliver/smtp/probe.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** Connects to the mail server and logs in; mails nothing. */
export async function examineMailServer(smtpUrl: string, timeoutMs: number): Promise<Finding[]> {
  const id = 'smtp';
  const { server, local, secure, authenticated, problem, fix } = await probeSmtp(smtpUrl, timeoutMs);
  if (problem !== null)
    return [fail(id, `${server ?? 'The mail server'}: ${problem.replace(/\.$/, '')}.`, fix)];
  const login = authenticated ? ', and takes name and password' : '';
  if (!secure) {
    const says = `${server} answers${login}, without encryption: whoever is in between reads the mails.`;
    return [local ? ok(id, `${server} answers${login}, on this machine.`) : warn(id, says, ENCRYPT)];
  }
  return [ok(id, `${server} answers, encrypted${login}.`)];
}

const ENCRYPT = 'Use a server that offers STARTTLS, or smtps://…:465.';

/** How returned mails come back. */
export function examineBounces(bounceAddress: string | null): Finding {
  if (bounceAddress !== null) return ok('bounces', `What cannot be delivered returns to ${bounceAddress}.`);
  return warn(
    'bounces',
    'BOUNCE_ADDRESS is not set: what cannot be delivered returns to MAIL_FROM, and is not counted.',
    'Set BOUNCE_ADDRESS to a mailbox of its own that takes name+anything@ as well.',
  );
}
