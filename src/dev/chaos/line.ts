import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';

/** Longer than any command (RFC 5321 §4.5.3.1.4) and than any login. */
const LONGEST_COMMAND = 16_384;
const CRLF = Buffer.from('\r\n');
const END_OF_MESSAGE = Buffer.from('\r\n.\r\n');
const NOTHING: Buffer = Buffer.alloc(0);

/** One connection as a conversation: who asks for the next command waits for it. */
export interface Line {
  say: (text: string) => void;
  /** The next command without its line ending; null when the client is gone, or never ends it. */
  command: () => Promise<string | null>;
  /** Resolves when something of a message has come; false when the client is gone before. */
  something: () => Promise<boolean>;
  /** A message up to its final dot, as it was before transport (RFC 5321 §4.5.2); null when the client is gone before. */
  message: () => Promise<Buffer | null>;
  /** Speaks TLS from here on; false when it does not come about. What was said too early is forgotten. */
  secure: (context: SecureContext) => Promise<boolean>;
  /** Waits, but not for a client that is gone. */
  pause: (ms: number) => Promise<void>;
  /** Ends the connection with a reset. */
  drop: () => void;
  /** Ends it as it should be; what was said arrives. */
  end: () => void;
}

export function openLine(raw: Socket): Line {
  let stream: Socket = raw;
  let pending: Buffer = NOTHING;
  let isGone = false;
  let wake = () => {};
  const onData = (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    wake();
  };
  const onGone = () => {
    isGone = true;
    wake();
  };
  const listen = () => {
    stream.on('data', onData).on('end', onGone).on('close', onGone);
    // What becomes of the network is no fault of ours; `close` follows.
    stream.on('error', () => {});
  };
  listen();
  raw.setNoDelay(true);

  /** True when more has come, false when nothing ever will. */
  function more(): Promise<boolean> {
    if (isGone) return Promise.resolve(false);
    return new Promise(resolve => {
      const before = pending.length;
      wake = () => {
        wake = () => {};
        resolve(pending.length > before);
      };
    });
  }

  function cut(length: number, besides: number): Buffer {
    const taken = pending.subarray(0, length);
    pending = pending.subarray(length + besides);
    return taken;
  }

  return {
    say: text => void (stream.writable && stream.write(text)),

    async command() {
      for (;;) {
        const at = pending.indexOf(CRLF);
        if (at >= 0) return cut(at, CRLF.length).toString('latin1');
        if (pending.length > LONGEST_COMMAND || !(await more())) return null;
      }
    },

    something: async () => pending.length > 0 || more(),

    async message() {
      let searched = 0;
      for (;;) {
        // The line before the first one is the command.
        if (pending.subarray(0, 3).equals(END_OF_MESSAGE.subarray(2))) return cut(0, 3);
        const at = pending.indexOf(END_OF_MESSAGE, searched);
        if (at >= 0) return unstuffed(cut(at + CRLF.length, 3));
        searched = Math.max(0, pending.length - END_OF_MESSAGE.length);
        if (!(await more())) return null;
      }
    },

    async secure(secureContext) {
      stream.off('data', onData).off('end', onGone).off('close', onGone);
      pending = NOTHING;
      const secured = new TLSSocket(stream, { isServer: true, secureContext });
      stream = secured;
      listen();
      return new Promise(resolve => {
        secured.once('secure', () => resolve(true));
        secured.once('close', () => resolve(false));
      });
    },

    async pause(ms) {
      if (stream.destroyed) return;
      await new Promise<void>(resolve => {
        const timer = setTimeout(done, ms);
        stream.once('close', done);
        function done(): void {
          clearTimeout(timer);
          stream.off('close', done);
          resolve();
        }
      });
    },

    drop: () => void raw.resetAndDestroy(),
    end: () => void stream.end(),
  };
}

/** Takes the dot away that a line beginning with one was given for its way. */
function unstuffed(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  let from = body[0] === DOT ? 1 : 0;
  for (let at = body.indexOf(STUFFED, from); at >= 0; at = body.indexOf(STUFFED, from)) {
    parts.push(body.subarray(from, at + CRLF.length));
    from = at + STUFFED.length;
  }
  return Buffer.concat([...parts, body.subarray(from)]);
}

const DOT = 0x2e;
const STUFFED = Buffer.from('\r\n.');
