import { LONGEST_BOUNCE_LOCAL_PART } from '../deliver/verp.ts';
import { readAddress, readMailbox } from './mailbox.ts';
import type { Setting } from './setting.ts';
import * as shapes from './shapes.ts';

const SENDER = 'Paperboy <paperboy@example.org>';
const DKIM = 'DKIM signature: all three are set, or none.';

const mailbox = shapes.shape('one mailbox', readMailbox);
const address = shapes.shape('one address', readAddress);
const bounceAddress = shapes.shape(
  `one address with at most ${LONGEST_BOUNCE_LOCAL_PART} characters before the @`,
  text => {
    const read = readAddress(text);
    const local = read?.slice(0, read.lastIndexOf('@')) ?? '';
    return local.length <= LONGEST_BOUNCE_LOCAL_PART ? read : undefined;
  },
);

/** Every setting under its name in the program; relative paths start at `cwd`. */
export function settings(cwd: string) {
  return {
    databaseUrl: {
      key: 'DATABASE_URL',
      section: 'database',
      description:
        'The database: sqlite:path, relative to the working directory, or postgres://user:password@host:port/database (?sslmode=require for TLS, verify-full to look at the certificate).',
      example: 'sqlite:data/paperboy.db',
      fallback: given => `sqlite:${given.DATA_DIR ?? 'data'}/paperboy.db`,
      secret: true,
      schema: shapes.databaseUrl(cwd),
    },
    dataDir: {
      key: 'DATA_DIR',
      section: 'database',
      description: 'Folder of the database, the key, what was read and the outbox.',
      example: '/var/lib/paperboy',
      fallback: 'data',
      schema: shapes.path(cwd),
    },
    mailFrom: {
      key: 'MAIL_FROM',
      section: 'mail',
      description: 'Sender of every mail: one mailbox, of a domain that is yours.',
      example: SENDER,
      fallback: SENDER,
      schema: mailbox,
    },
    mailReplyTo: {
      key: 'MAIL_REPLY_TO',
      section: 'mail',
      description: 'Where answers go; not set: to MAIL_FROM.',
      example: 'hello@example.org',
      fallback: null,
      schema: mailbox.nullable(),
    },
    postalAddress: {
      key: 'MAIL_POSTAL_ADDRESS',
      section: 'mail',
      description: 'Postal address in the footer; the law of many countries demands one.',
      example: '1 Example Street, 12345 Exampletown',
      fallback: '1 Example Street, 12345 Exampletown',
      schema: shapes.postalAddress,
    },
    listId: {
      key: 'LIST_ID',
      section: 'mail',
      description: 'List-Id, by which readers filter: choose once. By default it follows MAIL_FROM.',
      example: 'daily.example.org',
      fallback: given => `daily.${domainOf(given.MAIL_FROM)}`,
      schema: shapes.listId,
    },
    publicUrl: {
      key: 'PUBLIC_URL',
      section: 'links',
      description: 'Address of the web pages, as readers reach them; https, except on localhost.',
      example: 'https://papers.example.org',
      fallback: given => `http://localhost:${shapes.port.safeParse(given.PORT).data || 8080}`,
      schema: shapes.publicUrl,
    },
    secretKey: {
      key: 'SECRET_KEY',
      section: 'links',
      description: `Signs links: any ${shapes.KEY_LENGTH} characters or more. Keep it: whoever changes it sets SECRET_KEY_PREVIOUS. Made and kept in DATA_DIR on localhost.`,
      example: 'the output of: openssl rand -base64 33',
      fallback: null,
      secret: true,
      schema: shapes.secretKey.nullable(),
    },
    secretKeyPrevious: {
      key: 'SECRET_KEY_PREVIOUS',
      section: 'links',
      description:
        'The SECRET_KEY before the last change: what it signed stays good, links in mails already delivered and return paths alike.',
      example: 'what SECRET_KEY, or the file secret-key in DATA_DIR, was before',
      fallback: null,
      secret: true,
      schema: shapes.secretKey.nullable(),
    },
    smtpUrl: {
      key: 'SMTP_URL',
      section: 'delivery',
      description:
        'Mail server: smtps (TLS), or smtp (STARTTLS, which a password demands); ?connections=5&rate=10 says how many at once and how many a second. Not set: nobody gets mail, it is written to OUTBOX_DIR.',
      example: 'smtps://name:password@mail.example.org:465',
      fallback: null,
      secret: true,
      schema: shapes.serverUrl(['smtp', 'smtps']).nullable(),
    },
    outboxDir: {
      key: 'OUTBOX_DIR',
      section: 'delivery',
      description: 'Folder the mails are written to while SMTP_URL is not set.',
      example: 'data/outbox',
      fallback: given => `${given.DATA_DIR ?? 'data'}/outbox`,
      schema: shapes.path(cwd),
    },
    dkimDomain: {
      key: 'DKIM_DOMAIN',
      section: 'delivery',
      description: DKIM,
      example: 'example.org',
      fallback: null,
      schema: shapes.domain.nullable(),
    },
    dkimSelector: {
      key: 'DKIM_SELECTOR',
      section: 'delivery',
      description: 'Names the public key in the DNS: selector._domainkey.domain.',
      example: 'paperboy',
      fallback: null,
      schema: shapes.domain.nullable(),
    },
    dkimPrivateKeyFile: {
      key: 'DKIM_PRIVATE_KEY_FILE',
      section: 'delivery',
      description: 'The private key, PEM.',
      example: '/etc/paperboy/dkim.pem',
      fallback: null,
      schema: shapes.path(cwd).nullable(),
    },
    bounceAddress: {
      key: 'BOUNCE_ADDRESS',
      section: 'delivery',
      description:
        'Where mail servers return what they cannot deliver, with a token for each mail: bounces+token@ has to arrive there, too.',
      example: 'bounces@example.org',
      fallback: null,
      schema: bounceAddress.nullable(),
    },
    bounceMaildir: {
      key: 'BOUNCE_MAILDIR',
      section: 'bounces',
      description: 'Maildir in which the mail of BOUNCE_ADDRESS arrives; `serve` reads it every minute.',
      example: '/var/mail/bounces',
      fallback: null,
      schema: shapes.path(cwd).nullable(),
    },
    bounceImapUrl: {
      key: 'BOUNCE_IMAP_URL',
      section: 'bounces',
      description:
        'Mailbox of BOUNCE_ADDRESS on a server, instead of a Maildir: imaps (TLS), or imap (STARTTLS). What was read is marked as seen.',
      example: 'imaps://name:password@mail.example.org/INBOX',
      fallback: null,
      secret: true,
      schema: shapes.serverUrl(['imap', 'imaps']).nullable(),
    },
    sources: {
      key: 'SOURCES',
      section: 'sources',
      description:
        'Folders (without those in them), files and http(s) addresses to read, comma separated; {date} becomes the day. subscribers/sources.yaml adds what needs more.',
      example: 'inbox,https://papers.example.org/{date}.txt',
      fallback: null,
      schema: shapes.sources(cwd).nullable(),
    },
    schedule: {
      key: 'SCHEDULE',
      section: 'sources',
      description: 'When the sources are read: five cron fields, in TIMEZONE.',
      example: '0 6 * * *',
      fallback: '0 6 * * *',
      schema: shapes.cron,
    },
    keepSnapshots: {
      key: 'KEEP_SNAPSHOTS',
      section: 'sources',
      description: 'How many days what was read is kept in DATA_DIR/snapshots; 0: for ever.',
      example: '365',
      fallback: '400',
      schema: shapes.wholeNumber(0, 36_500),
    },
    catchUpHours: {
      key: 'CATCH_UP_HOURS',
      section: 'schedule',
      description:
        'After a downtime, mails whose hour is further back than this are left out; 0: whatever was missed is.',
      example: '6',
      fallback: '20',
      schema: shapes.wholeNumber(0, 20),
    },
    holdMinutes: {
      key: 'HOLD_MINUTES',
      section: 'schedule',
      description:
        'So long before its first hour an edition is planned, and shown to OPERATOR_EMAIL, who may cancel it; 0: it is not.',
      example: '30',
      fallback: '0',
      schema: shapes.wholeNumber(0, 720),
    },
    timeZone: {
      key: 'TIMEZONE',
      section: 'time',
      description: 'Time zone of editions, and of subscribers who chose none.',
      example: 'Europe/Berlin',
      fallback: 'UTC',
      schema: shapes.timeZone,
    },
    host: {
      key: 'HOST',
      section: 'web',
      description: 'Address to listen on; 0.0.0.0 for every one.',
      example: '0.0.0.0',
      fallback: '127.0.0.1',
      schema: shapes.host,
    },
    port: {
      key: 'PORT',
      section: 'web',
      description: 'Port to listen on.',
      example: '8080',
      fallback: '8080',
      schema: shapes.port,
    },
    trustedProxy: {
      key: 'TRUSTED_PROXY',
      section: 'web',
      description:
        'Proxies whose X-Forwarded-For is believed, so that limits count visitors and not the proxy: IP addresses or networks, comma separated.',
      example: '127.0.0.1,10.0.0.0/8',
      fallback: null,
      schema: shapes.proxies.nullable(),
    },
    operatorEmail: {
      key: 'OPERATOR_EMAIL',
      section: 'operator',
      description:
        'Who is written to, once, when something is wrong, and once more when it is over; and where the studio sends a mail to look at. Not set: it is logged only.',
      example: 'operator@example.org',
      fallback: null,
      schema: address.nullable(),
    },
    adminToken: {
      key: 'ADMIN_TOKEN',
      section: 'operator',
      description:
        'Password of the operator: for the pages below /admin, and for /metrics from elsewhere; not set: no such pages.',
      example: 'the output of: openssl rand -base64 33',
      fallback: null,
      secret: true,
      schema: shapes.token.nullable(),
    },
    logLevel: {
      key: 'LOG_LEVEL',
      section: 'log',
      description: 'How much is logged: fatal, error, warn, info, debug, trace or silent.',
      example: 'info',
      fallback: 'info',
      schema: shapes.logLevel,
    },
  } satisfies Record<string, Setting>;
}

function domainOf(mailFrom: string | undefined): string {
  return readMailbox(mailFrom ?? SENDER)?.address.split('@')[1] ?? 'example.org';
}
