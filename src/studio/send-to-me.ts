import type { App } from '../app.ts';
import { type Clock, pause } from '../clock.ts';
import { openSession } from '../deliver/smtp/connection.ts';
import { readSmtpUrl, type SmtpSettings } from '../deliver/smtp/smtp-url.ts';
import { Unreachable } from '../deliver/smtp/unreachable.ts';
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
  /** Holds a secret. */
  smtp: SmtpSettings;
}

/** Mails a copy to the operator, beside the ledger. */
export interface SenderToMe {
  /** The way as the settings have it by now; or why there is none, in words. */
  way: () => Way | { missing: string };
  /** Hands these very bytes over. Writes nothing anywhere, and never throws for what settings or a server do. */
  send: (raw: Buffer) => Promise<Outcome>;
  /** Hangs up on a server that still owes an answer: an open connection keeps the program alive. */
  end: () => void;
}

const MOST_AN_HOUR = 30;
const HOUR_MS = 3_600_000;
/** Somebody waits before a page. */
const PATIENCE_MS = 60_000;

/** Mails by OPERATOR_EMAIL, SMTP_URL and MAIL_FROM of `operator`. */
export function senderToMe(operator: App, patienceMs = PATIENCE_MS): SenderToMe {
  const turn = oneAtATime(operator.clock);
  const ended = new AbortController();
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
      const answer = handOver(found, raw, ended.signal).finally(() => {
        turn.end();
        answered.abort();
      });
      return Promise.race([
        answer,
        pause(patienceMs, answered.signal).then(() => (answered.signal.aborted ? answer : slow(found))),
      ]);
    },
    end: () => ended.abort(),
  };
}

function wayOf(app: App): Way | { missing: string } {
  try {
    const { smtpUrl, operatorEmail, mailFrom } = app.config('delivery', 'operator', 'mail');
    if (smtpUrl && operatorEmail) {
      const smtp = readSmtpUrl(smtpUrl.reveal());
      return { to: operatorEmail, from: mailFrom.address, server: `${smtp.host}:${smtp.port}`, smtp };
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

async function handOver({ to, from, smtp, server }: Way, raw: Buffer, signal: AbortSignal): Promise<Outcome> {
  try {
    const session = await openSession(smtp, { signal });
    try {
      signal.addEventListener('abort', session.close);
      // What a server is handed of a message is its bytes; the rest is for people, and for the ledger.
      const message = { envelope: { from, to }, raw, messageId: '', subject: '', html: '', text: '' };
      const ending = await session.transact(message, async () => !signal.aborted);
      if (ending.kind === 'withheld') return refused('It was not mailed: the program ends.');
      if (ending.kind === 'unanswered') return slow({ server });
      if (ending.kind !== 'answer') return refused(`It was not mailed: ${ending.reply}.`);
      return ending.code < 400
        ? { done: true, words: [`The mail server ${server} took it for ${to}.`, `It said: ${ending.reply}`] }
        : refused(`The mail server ${server} refused it. It said: ${ending.reply}`);
    } finally {
      signal.removeEventListener('abort', session.close);
      session.close();
    }
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return refused(`It was not mailed: the mail server ${server} cannot be used: ${error.message}.`);
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
