import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { SMTPServer } from 'smtp-server';
import { systemClock } from '../clock.ts';

/** One mail as a server got it. */
export interface CaughtMail {
  /** Counts up from 1 in the order of arrival. */
  num: number;
  /** In milliseconds since the epoch. */
  arrivedAt: number;
  envelope: {
    from: string;
    to: string[];
    /** What the sender wants to be told of (RFC 3461 `NOTIFY`), for all recipients. */
    notify: string[];
  };
  /** The message, byte for byte. */
  raw: Buffer;
  /** It came over TLS. */
  secure: boolean;
  /** Who had logged in; null for nobody. */
  user: string | null;
}

/**
 * What to answer instead of "yes": an SMTP reply, `drop` to hang up without one, `silence` to say nothing
 * and keep the line open.
 */
export type Verdict = { code: number; message: string } | 'drop' | 'silence' | null;

export interface CatcherOptions {
  /** 0, the default: any free one. */
  port?: number;
  host?: string;
  /** Newest mails kept; all of them when left out. */
  keep?: number;
  now?: () => number;
  /** Name and password that have to be given; nobody logs in when left out. */
  auth?: { user: string; password: string };
  /** With `auth`: whoever does not log in is served all the same. */
  authOptional?: boolean;
  /** TLS from the first byte. */
  secure?: boolean;
  /** No STARTTLS; a password is then taken in clear text. */
  hideStarttls?: boolean;
  /** Key and certificate, PEM; an expired one for localhost when left out. */
  tls?: { key: string; cert: string };
  /** Largest message in bytes, told to clients (RFC 1870). */
  size?: number;
  onConnect?: () => Verdict | Promise<Verdict>;
  /** Asked for every recipient. */
  onRcpt?: (address: string) => Verdict | Promise<Verdict>;
  /** Asked after the final dot, before the answer; a mail that is refused or dropped is not kept. */
  onData?: (mail: CaughtMail) => Verdict | Promise<Verdict>;
}

/** A mail server that takes every mail and passes none on. */
export interface Catcher {
  /** As SMTP_URL wants it, with name and password if there are any. */
  url: string;
  port: number;
  /** What is kept, oldest first; the array itself, so that it grows. */
  mails: CaughtMail[];
  /** Connections open now. */
  connections: () => number;
  /** Calls `listener` after every mail that is kept; the result ends that. */
  watch: (listener: (mail: CaughtMail) => void) => () => void;
  /** Says goodbye to whoever is connected, and frees the port. */
  close: () => Promise<void>;
}

type Answer = (error?: Error | null) => void;

/** Starts a catcher on this machine. Rejects with the error of the system when the port is taken. */
export async function openCatcher(options: CatcherOptions = {}): Promise<Catcher> {
  const { host = '127.0.0.1', port = 0, keep = Number.POSITIVE_INFINITY, now = systemClock.now } = options;
  const { auth, secure = false, hideStarttls = false } = options;
  const mails: CaughtMail[] = [];
  const listeners = new Set<(mail: CaughtMail) => void>();
  let arrived = 0;

  /** Asks for a verdict and passes it on to the library, or hangs up. */
  function judge(ask: () => Verdict | undefined | Promise<Verdict | undefined>, id: string, answer: Answer) {
    const pass = async () => {
      const verdict = (await ask()) ?? null;
      if (verdict === 'silence') return;
      if (verdict !== 'drop') {
        return answer(verdict && Object.assign(new Error(verdict.message), { responseCode: verdict.code }));
      }
      for (const connection of server.connections) if (connection.id === id) connection.close();
    };
    pass().catch(answer);
  }

  const server = new SMTPServer({
    ...options.tls,
    secure,
    logger: false,
    disableReverseLookup: true,
    hideDSN: false,
    closeTimeout: 1,
    ...(options.size && { size: options.size }),
    authOptional: !auth || options.authOptional === true,
    allowInsecureAuth: hideStarttls,
    disabledCommands: [...(auth ? [] : ['AUTH']), ...(hideStarttls ? ['STARTTLS'] : [])],
    onAuth({ username, password }, _session, answer) {
      if (username === auth?.user && password === auth?.password) answer(null, { user: username });
      else answer(Object.assign(new Error('Wrong name or password'), { responseCode: 535 }));
    },
    onConnect: ({ id }, answer) => judge(async () => options.onConnect?.(), id, answer),
    onRcptTo: ({ address }, { id }, answer) => judge(async () => options.onRcpt?.(address), id, answer),
    onData(stream, session, answer) {
      const { mailFrom, rcptTo } = session.envelope;
      const num = ++arrived;
      const take = async () => {
        const mail: CaughtMail = {
          num,
          arrivedAt: now(),
          envelope: {
            from: mailFrom === false ? '' : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            notify: [...new Set(rcptTo.flatMap(({ dsn }) => dsn?.notify ?? []))],
          },
          raw: await bytesOf(stream, options.size),
          secure: session.secure,
          user: typeof session.user === 'string' ? session.user : null,
        };
        if (stream.sizeExceeded) return { code: 552, message: 'The message is too large' };
        const verdict = (await options.onData?.(mail)) ?? null;
        // Kept before it is answered for: whoever has been told "yes" finds it.
        if (verdict === null) keepMail(mail);
        return verdict;
      };
      judge(take, session.id, answer);
    },
  });

  function keepMail(mail: CaughtMail): void {
    mails.push(mail);
    if (mails.length > keep) mails.shift();
    for (const listener of listeners) listener(mail);
  }

  // Clients that hang up in the middle are none of our troubles; a port that is taken rejects below.
  server.on('error', () => {});
  const listening = server.listen(port, host);
  await once(listening, 'listening');
  const address = listening.address();
  const chosen = address !== null && typeof address === 'object' ? address.port : port;
  const login = auth ? `${encodeURIComponent(auth.user)}:${encodeURIComponent(auth.password)}@` : '';
  return {
    url: `${secure ? 'smtps' : 'smtp'}://${login}${host}:${chosen}`,
    port: chosen,
    mails,
    connections: () => server.connections.size,
    watch(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => new Promise(resolve => server.close(() => resolve())),
  };
}

/** What a stream holds; of one beyond `limit` the rest is read, since an answer is only due after it, and forgotten. */
async function bytesOf(stream: Readable, limit = Number.POSITIVE_INFINITY): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
