import { pause } from '../../clock.ts';
import type { Message } from '../../model/message.ts';
import { classify, enhancedIn, readReply } from '../../model/smtp-reply.ts';
import type { Commit, Reply, Transport } from '../transport.ts';
import { type Ending, openSession, type Session } from './connection.ts';
import { readSmtpUrl, type SmtpSettings } from './smtp-url.ts';
import { Unreachable } from './unreachable.ts';

/** Waits between attempts to reach a server, in milliseconds: a restart of it takes a few seconds. */
const PATIENCE_MS = [500, 1_500, 4_000];
/** A session ends after so many messages: servers count them, too. */
const MOST_MESSAGES = 100;
/** A session that nobody uses is closed: the server would do it in the middle of the next message. */
const IDLE_MS = 5_000;

/**
 * Hands messages to the mail server of SMTP_URL over a few connections that are kept open (RFC 5321). Nothing is ever
 * repeated behind the ledger's back: `commit` is called after the server's 354, and a message that no answer came
 * for is `unknown`. Throws a UserError for a URL that cannot be used.
 */
export function smtpTransport(smtpUrl: string, patienceMs: readonly number[] = PATIENCE_MS): Transport {
  const settings = readSmtpUrl(smtpUrl);
  const server = `${settings.host}:${settings.port}`;
  const sessions = sessionPool(settings, patienceMs);

  async function converse(message: Message, commit: Commit, signal?: AbortSignal): Promise<Ending> {
    let isOnRecord = false;
    const commitOnce = () => {
      isOnRecord = true;
      return commit();
    };
    for (;;) {
      const session = await sessions.take(signal);
      const isFresh = session.used() === 0;
      const ending = await session.transact(message, commitOnce);
      sessions.giveBack(session);
      // The server had ended an idle session: nobody noticed, and nothing was said yet.
      if (ending.kind !== 'lost' || isFresh || isOnRecord) return ending;
    }
  }

  return {
    description: `taken by the mail server ${server}`,
    relay: server,
    concurrency: settings.connections,
    perSecond: settings.perSecond,
    idempotent: false,
    async hand(_edition, message, commit, signal) {
      try {
        return replyTo(await converse(message, commit, signal));
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        // Asked to stop: that is no fault of the server.
        if (signal?.aborted) return null;
        const { code, lasting } = error;
        const reply = `the mail server ${server} cannot be used: ${error.message}`;
        const enhanced = enhancedIn(error.message);
        const means = lasting ? 'config' : 'relay';
        return { class: means, phase: 'connect', code, enhanced, reply, hopeless: true };
      }
    },
    close: async () => sessions.close(),
  };
}

/** What the end of a conversation means for the delivery; null when the message was withheld. */
function replyTo(ending: Ending): Reply | null {
  const { kind } = ending;
  if (kind === 'withheld') return null;
  const said = { code: null, enhanced: null, reply: ending.reply };
  if (kind === 'unanswered') return { ...said, class: 'unanswered', phase: 'end' };
  if (kind === 'impossible') return { ...said, class: 'ours', phase: 'sender', final: true };
  const { phase } = ending;
  const { code, enhanced, text } = readReply(ending.reply);
  if (kind === 'lost' && ending.code === null) return { ...said, class: 'relay', phase };
  const means = classify({ code, enhanced, text }, phase ?? 'data');
  const answered = { class: means, phase, code, enhanced, reply: text };
  return code !== null && code >= 500 ? { ...answered, final: true } : answered;
}

/** Open sessions that wait for their next message. */
function sessionPool(settings: SmtpSettings, patienceMs: readonly number[]) {
  const idle: { session: Session; timer: NodeJS.Timeout }[] = [];
  // All who need a new session while the server is away wait for the same attempts.
  let reaching: Promise<Session> | null = null;

  async function reach(signal: AbortSignal | undefined): Promise<Session> {
    for (const wait of [...patienceMs, null]) {
      try {
        return await openSession(settings, { signal });
      } catch (error) {
        if (wait === null || !(error instanceof Unreachable) || error.lasting) throw error;
        await pause(wait, signal);
      }
    }
    throw new Error('unreachable: the last attempt returns or throws');
  }

  async function open(signal: AbortSignal | undefined): Promise<Session> {
    if (reaching !== null) {
      // Its session belongs to whoever asked first; that it came about says that the server is there.
      await reaching;
      try {
        return await openSession(settings, { signal });
      } catch (error) {
        if (!(error instanceof Unreachable) || error.lasting) throw error;
        // One connection that was refused says nothing: it is tried as patiently as the first.
        return open(signal);
      }
    }
    reaching = reach(signal).finally(() => {
      reaching = null;
    });
    return reaching;
  }

  return {
    async take(signal: AbortSignal | undefined): Promise<Session> {
      for (let kept = idle.pop(); kept; kept = idle.pop()) {
        clearTimeout(kept.timer);
        if (kept.session.isOpen()) return kept.session;
      }
      return open(signal);
    },
    giveBack(session: Session): void {
      if (!session.isOpen()) return;
      if (session.used() >= MOST_MESSAGES) {
        session.close();
        return;
      }
      const timer = setTimeout(() => {
        idle.splice(idle.indexOf(kept), 1);
        session.close();
      }, IDLE_MS);
      timer.unref();
      const kept = { session, timer };
      idle.push(kept);
    },
    close(): void {
      for (const { session, timer } of idle.splice(0)) {
        clearTimeout(timer);
        session.close();
      }
    },
  };
}
