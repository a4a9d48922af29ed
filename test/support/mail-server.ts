import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';

/** What a server does to a recipient, by their address. */
export type Fault =
  | { at: 'rcpt' | 'dot'; code: number; says: string }
  /** Ends the connection without a word. */
  | { at: 'rcpt' | 'data' | 'dot'; drop: true }
  /** Takes the message, and answers only when told to. */
  | { at: 'dot'; wait: Promise<void> };

/** A message that a server answered with 250, or took and kept silent about. */
export interface Taken {
  from: string;
  to: string;
  raw: Buffer;
  /** TLS was on. */
  secure: boolean;
  user: string | undefined;
}

/** A real SMTP server on the loopback interface, with faults to order. */
export interface MailServer {
  port: number;
  /** Accepted messages, in order. */
  accepted: Taken[];
  /** Taken after the final dot, but dropped without an answer. */
  swallowed: Taken[];
  /** Called when a message is all there, before the answer. */
  onTaken: (taken: Taken) => void;
  /** Most connections that were open at once. */
  busiest: () => number;
  connections: () => number;
  /** Ends every connection and listens no more. */
  stop: () => Promise<void>;
  /** Listens again on the same port. */
  start: () => Promise<void>;
}

/** Starts one. `faults` may answer anew each time it is asked. */
export async function startMailServer(
  faults: (address: string) => Fault | null = () => null,
  options: SMTPServerOptions = {},
): Promise<MailServer> {
  const accepted: Taken[] = [];
  const swallowed: Taken[] = [];
  let connections = 0;
  let open = 0;
  let busiest = 0;
  let port = 0;
  let server: SMTPServer;

  const drop = (session: SMTPServerSession) => {
    for (const connection of connectionsOf(server))
      if (connection.id === session.id) connection._socket.destroy();
  };

  function create(): SMTPServer {
    return new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      logger: false,
      disableReverseLookup: true,
      closeTimeout: 200,
      onConnect(_session, done) {
        connections++;
        busiest = Math.max(busiest, ++open);
        done();
      },
      onClose() {
        open--;
      },
      onRcptTo({ address }, session, done) {
        const fault = faults(address);
        if (fault?.at !== 'rcpt') return done();
        if ('drop' in fault) return drop(session);
        done(Object.assign(new Error(fault.says), { responseCode: fault.code }));
      },
      onData(stream, session, done) {
        const [rcpt] = session.envelope.rcptTo;
        const to = rcpt?.address ?? '';
        const fault = faults(to);
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          if (fault?.at === 'data') drop(session);
        });
        stream.on('error', () => {});
        stream.on('end', () => void answer(Buffer.concat(chunks)));
        async function answer(raw: Buffer): Promise<void> {
          const { mailFrom } = session.envelope;
          const from = mailFrom ? mailFrom.address : '';
          const taken = { from, to, raw, secure: session.secure, user: session.user };
          // The end of a short message may come with its start.
          if (fault?.at === 'data') return;
          if (fault?.at === 'dot' && 'code' in fault) {
            return done(Object.assign(new Error(fault.says), { responseCode: fault.code }));
          }
          if (fault?.at === 'dot' && 'drop' in fault) {
            swallowed.push(taken);
            return drop(session);
          }
          if (fault?.at === 'dot' && 'wait' in fault) await fault.wait;
          self.onTaken(taken);
          accepted.push(taken);
          done();
        }
      },
      ...options,
    });
  }

  async function start(): Promise<void> {
    server = create();
    // What a client does to its socket is its own affair.
    server.on('error', () => {});
    await new Promise<void>(resolve => server.listen(port, '127.0.0.1', () => resolve()));
    port = (server.server.address() as AddressInfo).port;
  }

  async function stop(): Promise<void> {
    for (const connection of connectionsOf(server)) connection._socket.destroy();
    await new Promise<void>(resolve => server.close(() => resolve()));
  }

  await start();
  const self: MailServer = {
    port,
    accepted,
    swallowed,
    onTaken: () => {},
    busiest: () => busiest,
    connections: () => connections,
    start,
    stop,
  };
  return self;
}

/** The server's own list of connections, which its types keep to themselves. */
function connectionsOf(server: SMTPServer): Iterable<{ id: string; _socket: { destroy: () => void } }> {
  const { connections } = server as SMTPServer & {
    connections: Iterable<{ id: string; _socket: { destroy: () => void } }>;
  };
  return [...connections];
}
