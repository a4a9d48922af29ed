import { type AddressInfo, createServer, type Socket } from 'node:net';

/** One conversation as a scripted server leads it. */
export interface Talk {
  /** Sends text as it is. */
  say: (text: string) => void;
  /** Ends with a FIN, or with a reset. */
  hangUp: (how?: 'fin' | 'reset') => void;
  /** Counts from 0: which connection this is. */
  nth: number;
}

/** What a client said: a command, or `.` with the message that went before it. */
export interface Said {
  verb: string;
  body: string;
}

/** A server that says exactly what a test wants, right or wrong. */
export interface RawServer {
  port: number;
  /** Messages that came with their final dot. */
  received: string[];
  /** Everything that was said to it. */
  heard: string[];
  connections: () => number;
  stop: () => Promise<void>;
}

/** What a well-behaved server says. */
export const POLITE: Readonly<Record<string, string>> = {
  CONNECT: '220 hello\r\n',
  EHLO: '250-hello\r\n250 SIZE 1000000\r\n',
  MAIL: '250 sender ok\r\n',
  RCPT: '250 recipient ok\r\n',
  DATA: '354 go\r\n',
  '.': '250 taken\r\n',
  RSET: '250 reset\r\n',
  QUIT: '221 bye\r\n',
};

/**
 * Starts a server that asks `script` what to do for each command (`CONNECT` at the start, `.` after a final
 * dot); where it returns false, it answers as `POLITE` does. `onGone` is told when a client has left.
 */
export async function startRawServer(
  script: (said: Said, talk: Talk) => boolean,
  onGone = () => {},
): Promise<RawServer> {
  const received: string[] = [];
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer(socket => {
    sockets.add(socket);
    const nth = count++;
    socket.setNoDelay(true);
    let buffered = '';
    let inBody = false;
    const talk: Talk = {
      nth,
      say: text => {
        inBody = /^354/m.test(text);
        if (socket.writable) socket.write(text);
      },
      hangUp: (how = 'fin') => void (how === 'fin' ? socket.end() : socket.resetAndDestroy()),
    };
    const answer = (said: Said) => {
      if (!script(said, talk)) talk.say(POLITE[said.verb] ?? '500 what?\r\n');
    };
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      onGone();
    });
    socket.on('data', chunk => {
      buffered += chunk.toString('latin1');
      for (;;) {
        if (inBody) {
          const end = /(^|\r\n)\.\r\n/.exec(buffered);
          if (!end) return;
          const body = buffered.slice(0, end.index);
          buffered = buffered.slice(end.index + end[0].length);
          inBody = false;
          if (body !== '') received.push(body);
          heard.push('.');
          answer({ verb: '.', body });
          continue;
        }
        const end = buffered.indexOf('\r\n');
        if (end < 0) return;
        const line = buffered.slice(0, end);
        buffered = buffered.slice(end + 2);
        heard.push(line);
        answer({ verb: line.slice(0, 4).toUpperCase(), body: '' });
      }
    });
    answer({ verb: 'CONNECT', body: '' });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    port: (server.address() as AddressInfo).port,
    received,
    heard,
    connections: () => count,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}
