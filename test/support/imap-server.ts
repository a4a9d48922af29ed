import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A mail in a mailbox of the server. */
export interface KeptMail {
  uid: number;
  bytes: Buffer;
  flags: Set<string>;
}

/** A mail server that keeps one mailbox and speaks as much IMAP (RFC 3501) as a program needs that reads it. */
export interface ImapServer {
  port: number;
  /** What stands in INBOX. */
  inbox: KeptMail[];
  put: (bytes: Uint8Array) => KeptMail;
  /** Everything that was said to it, a line each. */
  heard: string[];
  /** Connections that are open. */
  open: () => number;
  stop: () => Promise<void>;
}

/** Starts one on the loopback interface that lets in `name` with `password`. */
export async function startImapServer(name: string, password: string): Promise<ImapServer> {
  const inbox: KeptMail[] = [];
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    let buffered = '';
    socket.on('data', chunk => {
      buffered += chunk.toString('latin1');
      for (let end = buffered.indexOf('\r\n'); end >= 0; end = buffered.indexOf('\r\n')) {
        const line = buffered.slice(0, end);
        buffered = buffered.slice(end + 2);
        heard.push(line);
        answer(
          line,
          text => void socket.write(text, 'latin1'),
          () => socket.end(),
        );
      }
    });
    socket.write('* OK [CAPABILITY IMAP4rev1] hello\r\n');
  });

  function answer(line: string, say: (text: string) => void, hangUp: () => void): void {
    const [, tag = '*', command = '', rest = ''] = /^(\S+) ((?:UID )?\S+) ?(.*)$/i.exec(line) ?? [];
    const done = (said = 'OK done') => say(`${tag} ${said}\r\n`);
    const commands: Record<string, () => void> = {
      CAPABILITY() {
        say('* CAPABILITY IMAP4rev1\r\n');
        done();
      },
      LOGIN() {
        const [user, given] = [...rest.matchAll(/"([^"]*)"|(\S+)/g)].map(([word, quoted]) => quoted ?? word);
        done(user === name && given === password ? 'OK welcome' : 'NO [AUTHENTICATIONFAILED] not you');
      },
      LIST() {
        say(`* LIST ${rest === '"" ""' ? '(\\Noselect) "/" ""' : '(\\HasNoChildren) "/" INBOX'}\r\n`);
        done();
      },
      SELECT() {
        if (!/^"?INBOX"?$/i.test(rest)) return done('NO [NONEXISTENT] no such folder');
        say('* FLAGS (\\Seen \\Answered)\r\n* OK [PERMANENTFLAGS (\\Seen)] yes\r\n');
        say(
          `* ${inbox.length} EXISTS\r\n* OK [UIDVALIDITY 1] yes\r\n* OK [UIDNEXT ${inbox.length + 1}] yes\r\n`,
        );
        done('OK [READ-WRITE] selected');
      },
      'UID SEARCH'() {
        const unseen = inbox.filter(({ flags }) => !/UNSEEN/i.test(rest) || !flags.has('\\Seen'));
        say(`* SEARCH${unseen.map(({ uid }) => ` ${uid}`).join('')}\r\n`);
        done();
      },
      'UID FETCH'() {
        const at = inbox.findIndex(({ uid }) => uid === Number.parseInt(rest, 10));
        const mail = inbox[at];
        if (mail) {
          const body = /BODY/i.test(rest)
            ? ` BODY[] {${mail.bytes.length}}\r\n${mail.bytes.toString('latin1')}`
            : '';
          say(`* ${at + 1} FETCH (UID ${mail.uid} RFC822.SIZE ${mail.bytes.length}${body})\r\n`);
        }
        done();
      },
      'UID STORE'() {
        const mail = inbox.find(({ uid }) => uid === Number.parseInt(rest, 10));
        if (mail && /\+FLAGS/i.test(rest) && rest.includes('\\Seen')) mail.flags.add('\\Seen');
        done();
      },
      NOOP: done,
      LOGOUT() {
        say('* BYE bye\r\n');
        done();
        hangUp();
      },
    };
    (commands[command.toUpperCase()] ?? (() => done('BAD what?')))();
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    port: (server.address() as AddressInfo).port,
    inbox,
    put(bytes) {
      const mail = { uid: inbox.length + 1, bytes: Buffer.from(bytes), flags: new Set<string>() };
      inbox.push(mail);
      return mail;
    },
    heard,
    open: () => sockets.size,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}
