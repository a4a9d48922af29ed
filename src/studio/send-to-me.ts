import type { App } from '../app.ts';
import { type Clock, pause } from '../clock.ts';
import { smtpTransport } from '../deliver/smtp/smtp-transport.ts';
import { readSmtpUrl } from '../deliver/smtp/smtp-url.ts';
import { UserError } from '../errors.ts';
import type { Outcome } from './mail-program.ts';

/** How a mail gets to the operator. */
export interface Way {
  /** OPERATOR_EMAIL: nobody else gets anything from here. */
  to: string;
  /** Envelope sender: never a return path, which would be taken for word of a delivery. */
  from: string;
  /** `host:port`, for people. */
  server: string;
  /** A secret. */
  smtpUrl: string;
}

/** Mails a copy to the operator, beside the ledger. */
export interface SenderToMe {
  /** The way as the settings have it by now; or why there is none, in words. */
  way: () => Way | { missing: string };
  /** Hands these very bytes over. Writes nothing anywhere, and never throws for what settings or a server do. */
  send: (raw: Buffer) => Promise<Outcome>;
}

const MOST_AN_HOUR = 30;
const HOUR_MS = 3_600_000;
/** Somebody waits before a page. */
const RETRY_MS = [500];
const PATIENCE_MS = 60_000;

/** Mails by OPERATOR_EMAIL, SMTP_URL and MAIL_FROM of `operator`. */
export function senderToMe(operator: App, patienceMs = PATIENCE_MS): SenderToMe {
  const turn = oneAtATime(operator.clock);
  const way = () => wayOf(operator);
  return {
    way,
    async send(raw) {
      const found = way();
      if ('missing' in found) return refused(found.missing);
      const refusal = turn.take();
      if (refusal !== null) return refused(refusal);
      const answered = new AbortController();
      // It stays under way until the server has answered, however long somebody waits for that.
      const answer = handOver(found, raw).finally(() => {
        turn.end();
        answered.abort();
      });
      return Promise.race([
        answer,
        pause(patienceMs, answered.signal).then(() => (answered.signal.aborted ? answer : slow(found))),
      ]);
    },
  };
}

function wayOf(app: App): Way | { missing: string } {
  try {
    const { smtpUrl, operatorEmail, mailFrom } = app.config('delivery', 'operator', 'mail');
    if (smtpUrl && operatorEmail) {
      const { host, port } = readSmtpUrl(smtpUrl.reveal());
      const server = `${host}:${port}`;
      return { to: operatorEmail, from: mailFrom.address, server, smtpUrl: smtpUrl.reveal() };
    }
    const keys = [
      ...(smtpUrl ? [] : ['SMTP_URL (your mail server)']),
      ...(operatorEmail ? [] : ['OPERATOR_EMAIL (your address)']),
    ];
    return { missing: `Set ${keys.join(' and ')} in the environment or in .env to have a mail sent to you.` };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { missing: error.message };
  }
}

async function handOver({ to, from, smtpUrl, server }: Way, raw: Buffer): Promise<Outcome> {
  const transport = smtpTransport(smtpUrl, RETRY_MS);
  try {
    // What a transport takes of a message besides is for people, and for the ledger.
    const message = { envelope: { from, to }, raw, messageId: '', subject: '', html: '', text: '' };
    const answer = await transport.hand('to the operator', message, async () => true);
    const said = answer?.reply ?? 'nothing';
    if (answer?.class === 'accepted') {
      return { done: true, words: [`The mail server ${server} took it for ${to}.`, `It said: ${said}`] };
    }
    if (answer?.class === 'unanswered') return slow({ server });
    const isAnswer = answer && answer.code !== null && answer.phase !== 'connect';
    return refused(
      isAnswer ? `The mail server ${server} refused it. It said: ${said}` : `It was not mailed: ${said}.`,
    );
  } finally {
    await transport.close();
  }
}

function slow({ server }: Pick<Way, 'server'>): Outcome {
  return refused(
    `The mail server ${server} has the mail, or part of it, and did not answer: it may come or not.`,
  );
}

function refused(why: string): Outcome {
  return { done: false, words: [why] };
}

/** Grants turns, one after the other and so many an hour; or says in words why not now. */
function oneAtATime(clock: Clock): { take: () => string | null; end: () => void } {
  let isTaken = false;
  let granted: number[] = [];
  return {
    take() {
      const now = clock.now();
      if (isTaken) return 'A mail to you is on its way. Wait until the mail server has answered for it.';
      granted = granted.filter(at => at > now - HOUR_MS && at <= now);
      if (granted.length >= MOST_AN_HOUR) {
        return `${MOST_AN_HOUR} mails were sent to you within an hour, and that is the most. Try again later.`;
      }
      granted.push(now);
      isTaken = true;
      return null;
    },
    end() {
      isTaken = false;
    },
  };
}
