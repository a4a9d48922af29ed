import { Readable } from 'node:stream';
import type { NodemailerError } from 'nodemailer';
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { Message } from '../../model/message.ts';
import type { Phase } from '../../model/smtp-reply.ts';
import type { Commit } from '../transport.ts';
import { type Offers, readOffers } from './offers.ts';
import type { SmtpSettings } from './smtp-url.ts';
import { oneLine, Unreachable, unreachable } from './unreachable.ts';

const CONNECT_MS = 30_000;
/** RFC 5321 §4.5.3.2.6: a server may take ten minutes over a final dot; whoever hangs up earlier makes duplicates. */
const SOCKET_MS = 600_000;
/** How long the other side may take to say goodbye. */
const CLOSE_MS = 1_000;
/** How long it may take to forget a message that it refused: longer than a new connection costs is for nothing. */
const RESET_MS = 10_000;

/** How one conversation about one message ended. */
export type Ending =
  /** The server answered: 2xx to the final dot, or 4xx or 5xx to whatever it was asked. */
  | { kind: 'answer'; code: number; reply: string; phase: Phase }
  /** It could not be asked about this message at all: the address or the size is impossible with it. */
  | { kind: 'impossible'; reply: string }
  /** The connection ended before anything was handed over; `code` where the server said so itself (421). */
  | { kind: 'lost'; code: number | null; reply: string; phase: Phase | null }
  /** The connection ended after the message was handed over: it may have been accepted. */
  | { kind: 'unanswered'; reply: string }
  /** `commit` said no. */
  | { kind: 'withheld' };

/** One session with a mail server, open and logged in; one message at a time. */
export interface Session {
  /** TLS is on. */
  secure: boolean;
  authenticated: boolean;
  /** What the server said it can do, encrypted by then if it is at all (RFC 5321 §4.1.1.1). */
  offers: Offers;
  /** False once the server or the network ended it. */
  isOpen: () => boolean;
  /** Messages handed to `transact` so far. */
  used: () => number;
  /** Never throws for what a server does; throws what `commit` throws. */
  transact: (message: Message, commit: Commit) => Promise<Ending>;
  close: () => void;
}

/**
 * Connects, encrypts and logs in (RFC 5321, 3207, 4954), all within `timeoutMs` and no longer than `signal` allows. Throws
 * Unreachable.
 */
export async function openSession(
  settings: SmtpSettings,
  { timeoutMs = CONNECT_MS, signal }: { timeoutMs?: number; signal?: AbortSignal | undefined } = {},
): Promise<Session> {
  const connection = new SMTPConnection(connectionOptions(settings, timeoutMs));
  // Whatever is emitted here reaches the caller of the moment, too; unheard, it would end the process.
  connection.on('error', () => {});
  let timer: NodeJS.Timeout | undefined;
  let greeting: string;
  let onAbort = () => {};
  try {
    greeting = await new Promise<string>((resolve, reject) => {
      onAbort = () => reject(new Unreachable('nobody waits for it any more', null, false));
      if (signal?.aborted) return onAbort();
      signal?.addEventListener('abort', onAbort);
      connection.once('error', reject);
      // After the call that failed, which knows more about the same end.
      connection.once('end', () => setImmediate(reject, new Unreachable('it hung up', null, false)));
      // The library's own limits end with the greeting: after it, a silent server would keep us for ten minutes.
      timer = setTimeout(reject, timeoutMs, new Unreachable('it does not answer in time', null, false));
      greet(connection, settings).then(resolve, reject);
    });
  } catch (error) {
    connection.close();
    throw unreachable(error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
  return sessionOf(connection, readOffers(greeting));
}

/** Connects and logs in; the server's answer to EHLO. */
async function greet(connection: SMTPConnection, { auth }: SmtpSettings): Promise<string> {
  await new Promise<void>((resolve, reject) =>
    connection.connect(error => (error ? reject(error) : resolve())),
  );
  const greeting = connection.lastServerResponse || '';
  if (!auth) return greeting;
  // Settings demand TLS whenever there is a password; a second lock on the same door.
  if (!connection.secure) throw new Unreachable(CLEAR_TEXT, null, true);
  const credentials = { user: auth.user, pass: auth.password };
  await new Promise<void>((resolve, reject) =>
    connection.login({ user: auth.user, credentials }, error => (error ? reject(error) : resolve())),
  );
  return greeting;
}

const CLEAR_TEXT = 'the server offers no encryption (STARTTLS), and a password is never sent in clear text';

function connectionOptions(settings: SmtpSettings, timeoutMs: number): SMTPConnectionOptions {
  const { host, port, implicitTls, tlsRequired, certificateChecked } = settings;
  return {
    host,
    port,
    secure: implicitTls,
    requireTLS: tlsRequired && !implicitTls,
    tls: { rejectUnauthorized: certificateChecked, minVersion: 'TLSv1.2' },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: SOCKET_MS,
    socketCloseTimeout: CLOSE_MS,
    allowInternalNetworkInterfaces: true,
  };
}

function sessionOf(connection: SMTPConnection, offers: Offers): Session {
  let used = 0;
  return {
    secure: connection.secure,
    authenticated: connection.authenticated,
    offers,
    isOpen: () => !connection.destroyed,
    used: () => used,
    transact: async (message, commit) => {
      used++;
      const ending = await transact(connection, message, commit);
      await tidyUp(connection, ending);
      return ending;
    },
    close: () => sayGoodbye(connection),
  };
}

/** Says QUIT, and waits for the answer no longer than manners ask: an open socket keeps the process alive. */
function sayGoodbye(connection: SMTPConnection): void {
  if (connection.destroyed) return;
  const timer = setTimeout(() => connection.close(), CLOSE_MS);
  connection.once('end', () => clearTimeout(timer));
  connection.quit();
}

async function transact(connection: SMTPConnection, message: Message, commit: Commit): Promise<Ending> {
  const { raw, envelope } = message;
  const state: {
    /** From the server's 354 on. */
    release: Promise<Buffer | null> | null;
    handedOver: boolean;
    withheld: boolean;
    failure: { error: unknown } | null;
  } = { release: null, handedOver: false, withheld: false, failure: null };
  // The library reads the message only after the server's 354: the last moment at which nothing is out.
  const release = async () => {
    const isOurs = await commit().catch(error => {
      state.failure = { error };
      return false;
    });
    // A connection that ended meanwhile takes nothing over.
    state.handedOver = isOurs && !connection.destroyed;
    if (state.handedOver) return raw;
    // Nothing but the end of the connection takes a 354 back.
    state.withheld = !isOurs;
    connection.close();
    return null;
  };
  const body = readOnDemand(() => {
    state.release = release();
    return state.release;
  });
  const ending = await new Promise<Ending>(resolve => {
    // After the callback, which knows more about the same end.
    const onEnd = () => setImmediate(() => resolve(broken(state.handedOver, 'the connection was closed')));
    connection.once('end', onEnd);
    const to = { from: envelope.from, to: [envelope.to], size: raw.length, dsn: NOTICES };
    connection.send(to, body, (error, info) => {
      connection.off('end', onEnd);
      resolve(
        error ? endingOf(error, state.handedOver) : endOfMessage(info?.response ?? '', state.handedOver),
      );
      // It answered a message that it does not have: after its 354 nothing else may be said to it.
      if (state.release && !state.handedOver) connection.close();
    });
  });
  // What is being put on record is on record before the end of it is told.
  await state.release;
  if (state.failure) throw state.failure.error;
  return state.withheld ? { kind: 'withheld' } : ending;
}

/** RFC 3461 §4: told of failures and delays, with the headers only. */
const NOTICES = { ret: 'HDRS', notify: ['FAILURE', 'DELAY'] };

/** A stream that asks for its content when it is read for the first time; null: it stays silent. */
function readOnDemand(content: () => Promise<Buffer | null>): Readable {
  let asked = false;
  return new Readable({
    read() {
      if (asked) return;
      asked = true;
      void content().then(bytes => {
        if (bytes === null || this.destroyed) return;
        this.push(bytes);
        this.push(null);
      });
    },
  });
}

/** What an answer means that the library takes for a yes. */
function endOfMessage(response: string, handedOver: boolean): Ending {
  const isAnswer = handedOver && /^2\d\d/.test(response);
  return isAnswer ? answer(response, 'end') : broken(handedOver, `no proper answer: ${oneLine(response)}`);
}

function endingOf(error: NodemailerError, handedOver: boolean): Ending {
  const response = error.response ?? '';
  const phase = phaseOf(error.command, handedOver);
  // RFC 5321 §3.8: it ends the connection, whatever it was asked; that says nothing about the message.
  if (/^421/.test(response) && !handedOver) {
    return { kind: 'lost', code: 421, reply: oneLine(response), phase };
  }
  if (/^[45]\d\d/.test(response)) return answer(response, phase ?? 'data');
  const said = oneLine(error.message);
  const impossible = error.code === 'EENVELOPE' || error.code === 'EMESSAGE';
  return impossible && !handedOver ? { kind: 'impossible', reply: said } : broken(handedOver, said);
}

/** How far the conversation had come, by the command that was answered; null where the library does not say. */
function phaseOf(command: string | undefined, handedOver: boolean): Phase | null {
  if (handedOver) return 'end';
  if (command === 'MAIL FROM') return 'sender';
  if (command === 'RCPT TO') return 'recipient';
  return command === 'DATA' ? 'data' : null;
}

function answer(response: string, phase: Phase): Ending {
  return { kind: 'answer', code: Number(response.slice(0, 3)), reply: oneLine(response), phase };
}

function broken(handedOver: boolean, reply: string): Ending {
  return handedOver ? { kind: 'unanswered', reply } : { kind: 'lost', code: null, reply, phase: null };
}

/** Makes the session fit for the next message, or ends it. */
async function tidyUp(connection: SMTPConnection, ending: Ending): Promise<void> {
  if (connection.destroyed) return;
  if (ending.kind === 'answer' && ending.code < 400) return;
  if (ending.kind !== 'answer' || !(await reset(connection))) connection.close();
}

/** True when the server is ready for the next message. */
async function reset(connection: SMTPConnection): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  let onEnd = () => {};
  const isReady = await new Promise<boolean>(resolve => {
    onEnd = () => resolve(false);
    connection.once('end', onEnd);
    timer = setTimeout(onEnd, RESET_MS);
    connection.reset(error => resolve(!error));
  });
  clearTimeout(timer);
  connection.off('end', onEnd);
  return isReady;
}
