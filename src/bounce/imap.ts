import type { ImapFlow } from 'imapflow';
import { UserError } from '../errors.ts';
import { type ImapSettings, readImapUrl } from './imap-url.ts';
import type { FoundMail } from './mail-files.ts';
import { LARGEST_MAIL } from './mail-parts.ts';

/** Mails that are read in one visit; the rest waits for the next. */
const MOST_MAILS = 500;

/** Where the last visit ended: those that cannot be dealt with yet must not keep it from the others for ever. */
export interface Bookmark {
  /** The mail that was read last; 0 for none. */
  uid: number;
}
export interface Visit {
  bookmark: Bookmark;
  signal?: AbortSignal | undefined;
  most?: number;
}

/** The version this was written for, as package.json has it. */
const INSTALL = 'npm install imapflow@2.1.2';
const TIMEOUTS = { connectionTimeout: 30_000, greetingTimeout: 15_000, socketTimeout: 60_000 };

/**
 * The unseen mails of a mailbox on a server, first those behind the bookmark, which moves along; each is marked as seen once
 * it is dealt with. Connects when the first is asked
 * for, and logs out after the last. Throws a UserError, without the password, when the server cannot be used.
 */
export async function* readImap(
  url: string,
  { bookmark, signal, most = MOST_MAILS }: Visit,
): AsyncGenerator<FoundMail> {
  const settings = readImapUrl(url);
  if (signal?.aborted) return;
  const client = await createClient(settings);
  const hangUp = () => client.close();
  signal?.addEventListener('abort', hangUp);
  try {
    await client.connect().catch((error: unknown) => {
      throw inWords(error, settings, 'it cannot be reached');
    });
    for await (const { uid, ...mail } of unseen(client, settings, bookmark.uid, most)) {
      bookmark.uid = uid;
      yield mail;
    }
  } finally {
    signal?.removeEventListener('abort', hangUp);
    // However it ended, there is nothing left to say.
    await client.logout().catch(() => {});
    client.close();
  }
}

async function* unseen(
  client: ImapFlow,
  settings: ImapSettings,
  after: number,
  most: number,
): AsyncGenerator<FoundMail & { uid: number }> {
  const { folder } = settings;
  const failed = (error: unknown) => inWords(error, settings, `${folder} cannot be read`);
  /** The library answers nothing, rather than fails, where it is connected no more. */
  const asked = async <T>(question: Promise<T>): Promise<T> => {
    const answered = await question.catch((error: unknown) => {
      throw failed(error);
    });
    if (!client.usable) throw failed(new Error('it hung up'));
    return answered;
  };
  const byUid = { uid: true };
  await asked(client.mailboxOpen(folder));
  const found = (await asked(client.search({ seen: false }, byUid))) || [];
  const behind = found.filter(uid => uid > after);
  const before = found.filter(uid => uid <= after);
  for (const uid of [...behind, ...before].slice(0, most)) {
    const about = await asked(client.fetchOne(String(uid), { uid: true, size: true }, byUid));
    // Gone since: another program was first.
    if (!about) continue;
    const isTooLarge = (about.size ?? 0) > LARGEST_MAIL;
    const mail = isTooLarge ? about : await asked(client.fetchOne(String(uid), { source: true }, byUid));
    if (!mail || (!isTooLarge && !mail.source)) continue;
    yield {
      uid,
      name: `${folder} ${uid}`,
      bytes: mail.source ?? null,
      dealtWith: async () => {
        const marked = await asked(client.messageFlagsAdd(String(uid), ['\\Seen'], byUid));
        if (!marked) throw failed(new Error('it lets no mail be marked as seen'));
      },
    };
  }
}

async function createClient(settings: ImapSettings): Promise<ImapFlow> {
  const { host, port, user, password, implicitTls, isThisMachine } = settings;
  const { ImapFlow } = await import('imapflow').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new UserError(`BOUNCE_IMAP_URL needs the package imapflow, which is not installed: ${INSTALL}`);
  });
  const client = new ImapFlow({
    host,
    port,
    secure: implicitTls,
    // A password goes out under TLS or not at all; here it is welcome where it is offered.
    ...(!implicitTls && !isThisMachine && { doSTARTTLS: true }),
    auth: { user, pass: password },
    tls: { rejectUnauthorized: !isThisMachine },
    // Its log tells the whole conversation.
    logger: false,
    disableAutoIdle: true,
    disableCompression: true,
    maxLiteralSize: 2 * LARGEST_MAIL,
    maxResponseSize: 3 * LARGEST_MAIL,
    maxLineLength: LARGEST_MAIL,
    ...TIMEOUTS,
  });
  // Whoever waits for an answer is told as well.
  client.on('error', () => {});
  return client;
}

/** What went wrong, and where. A server may repeat what it was told, so that the password is taken out. */
function inWords(error: unknown, { host, port, user, password }: ImapSettings, what: string): UserError {
  const { message, code, responseText, authenticationFailed } = error as Error & {
    code?: string;
    responseText?: string;
    authenticationFailed?: boolean;
  };
  const said = [responseText ?? message, code].filter(Boolean).join(', ').replaceAll(password, '…');
  const means = authenticationFailed ? `it does not accept the name ${user}, or the password` : what;
  return new UserError(`BOUNCE_IMAP_URL: the mail server ${host}:${port}: ${means} (${said}).`, 1);
}
