import { UserError } from '../../errors.ts';
import { openSession } from './connection.ts';
import type { Offers } from './offers.ts';
import { isThisMachine, readSmtpUrl, type SmtpSettings } from './smtp-url.ts';
import { NO_LOGIN, Unreachable } from './unreachable.ts';

const TIMEOUT_MS = 10_000;

/** What a mail server said when it was tried. */
export interface Probe {
  ok: boolean;
  /** `host:port`; null when the URL itself is wrong. */
  server: string | null;
  /** It runs on this machine: nobody is in between. */
  local: boolean;
  /** The connection was encrypted. */
  secure: boolean;
  authenticated: boolean;
  /** What it can do; null when it was not reached. */
  offers: (Offers & { startTls: boolean }) | null;
  /** Why it cannot be used, in words; null when it can. */
  problem: string | null;
  /** What to do about it. */
  fix: string | null;
}

/** Connects to the mail server of SMTP_URL and logs in, but mails nothing. Never throws for what a server does. */
export async function probeSmtp(smtpUrl: string, timeoutMs = TIMEOUT_MS): Promise<Probe> {
  let settings: SmtpSettings;
  try {
    settings = readSmtpUrl(smtpUrl);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return failed(null, error.message, 'Correct SMTP_URL.');
  }
  const server = `${settings.host}:${settings.port}`;
  try {
    const session = await openSession(settings, { timeoutMs });
    const { secure, authenticated, offers } = session;
    session.close();
    return {
      ok: true,
      server,
      local: isThisMachine(settings.host),
      secure,
      authenticated,
      offers: { ...offers, startTls: secure && !settings.implicitTls },
      problem: null,
      fix: null,
    };
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return failed(server, error.message, adviceFor(error, settings));
  }
}

function failed(server: string | null, problem: string, fix: string): Probe {
  const nothing = { local: false, secure: false, authenticated: false, offers: null };
  return { ok: false, server, ...nothing, problem, fix };
}

function adviceFor({ message, code, lasting }: Unreachable, { implicitTls, port }: SmtpSettings): string {
  if (code !== null && [530, 534, 535, 538].includes(code)) {
    return 'Correct the name and the password in SMTP_URL, percent-encoded where they hold : / @ or %.';
  }
  if (code !== null && NO_LOGIN.includes(code)) {
    return 'Leave name and password out of SMTP_URL, or use the port on which it takes them (587 or 465).';
  }
  if (/speak TLS/.test(message) && implicitTls) {
    return `Port ${port} seems to begin without TLS: write smtp:// instead of smtps://, or the port for TLS (465).`;
  }
  if (/certificate/.test(message)) {
    return 'Name the server as its certificate does; for an authority of your own, set NODE_EXTRA_CA_CERTS to its certificate.';
  }
  if (/encryption/.test(message)) {
    return 'Use a server or a port with TLS (smtps://…:465), or leave name and password out of SMTP_URL if it needs none.';
  }
  if (lasting) return 'Ask whoever runs the server what its answer means.';
  return 'Check host and port in SMTP_URL, that the server runs, and that no firewall stands between.';
}
