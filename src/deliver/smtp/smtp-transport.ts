import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '../../model/message.ts';
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
/** Sessions in a row that ended before their message was handed over: then it is not the messages. */
const LOST_IN_A_ROW = 5;

/**
 * Hands messages to the mail server of SMTP_URL over a few connections that are kept open (RFC 5321). Nothing is ever
 * repeated behind the ledger's back: `commit` is called after the server's 354, and a message that no answer came
 * for is `unknown`. Throws a UserError for a URL that cannot be used.
 */
export function smtpTransport(smtpUrl: string, patienceMs: readonly number[] = PATIENCE_MS): Transport {
  const settings = readSmtpUrl(smtpUrl);
  const server = `${settings.host}:${settings.port}`;
  const sessions = sessionPool(settings, patienceMs);
  let lostInARow = 0;

  async function converse(message: Message, commit: Commit): Promise<Ending> {
    let isOnRecord = false;
    const commitOnce = () => {
      isOnRecord = true;
      return commit();
    };
    for (;;) {
      const session = await sessions.take();
      const isFresh = session.used() === 0;
      const ending = await session.transact(message, commitOnce);
      sessions.giveBack(session);
      // The server had ended an idle session: nobody noticed, and nothing was said yet.
      if (ending.kind !== 'lost' || isFresh || isOnRecord) return ending;
    }
  }

  return {
    description: `taken by the mail server ${server}`,
    concurrency: settings.connections,
    idempotent: false,
    async hand(_edition, message, commit) {
      try {
        const ending = await converse(message, commit);
        lostInARow = ending.kind === 'lost' ? lostInARow + 1 : 0;
        return replyTo(ending, lostInARow >= LOST_IN_A_ROW);
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        const reply = `the mail server ${server} cannot be used: ${error.message}`;
        return { state: 'deferred', code: error.code, reply, fault: 'relay' };
      }
    },
    close: async () => sessions.close(),
  };
}

/** What the end of a conversation means for the delivery; null when the message was withheld. */
function replyTo(ending: Ending, isRelayLost: boolean): Reply | null {
  const { kind } = ending;
  if (kind === 'withheld') return null;
  if (kind === 'unanswered') return { state: 'unknown', code: null, reply: ending.reply };
  if (kind === 'impossible') return { state: 'rejected', code: null, reply: ending.reply };
  if (kind === 'lost') {
    const deferred = { state: 'deferred', code: ending.code, reply: ending.reply } as const;
    return isRelayLost ? { ...deferred, fault: 'relay' } : deferred;
  }
  const { code, reply, about } = ending;
  if (code >= 200 && code < 300) return { state: 'accepted', code, reply };
  // Refused as a sender, or asked to log in: no recipient is to blame, and the next one fares no better.
  if (about === 'sender' && code >= 500) return { state: 'deferred', code, reply, fault: 'relay' };
  return { state: code >= 500 ? 'rejected' : 'deferred', code, reply };
}

/** Open sessions that wait for their next message. */
function sessionPool(settings: SmtpSettings, patienceMs: readonly number[]) {
  const idle: { session: Session; timer: NodeJS.Timeout }[] = [];
  // All who need a new session while the server is away wait for the same attempts.
  let reaching: Promise<Session> | null = null;

  async function reach(): Promise<Session> {
    for (const wait of [...patienceMs, null]) {
      try {
        return await openSession(settings);
      } catch (error) {
        if (wait === null || !(error instanceof Unreachable) || error.lasting) throw error;
        await sleep(wait);
      }
    }
    throw new Error('unreachable: the last attempt returns or throws');
  }

  async function open(): Promise<Session> {
    if (reaching !== null) {
      // Its session belongs to whoever asked first; that it came about says that the server is there.
      await reaching;
      return openSession(settings);
    }
    reaching = reach().finally(() => {
      reaching = null;
    });
    return reaching;
  }

  return {
    async take(): Promise<Session> {
      for (let kept = idle.pop(); kept; kept = idle.pop()) {
        clearTimeout(kept.timer);
        if (kept.session.isOpen()) return kept.session;
      }
      return open();
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
