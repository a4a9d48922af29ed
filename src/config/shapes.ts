import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { readPostgresUrl } from '../store/dialect/postgres-url.ts';
import { type Secret, secret } from './secret.ts';

/** What `DATABASE_URL` names: the absolute path of a file, or the address of a server with its password. */
export type DatabaseUrl = { kind: 'sqlite'; file: string } | { kind: 'postgres'; url: Secret };

/** A text that `read` understands; when it returns undefined, the error says `expected`. */
export function shape<T>(expected: string, read: (text: string) => T | undefined) {
  return z.string().transform((text, context): T => {
    const value = read(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: expected });
    return z.NEVER;
  });
}

/** The same, kept from ever being printed. */
export function secretShape(expected: string, accepts: (text: string) => boolean) {
  return shape<Secret>(expected, text => (accepts(text) ? secret(text) : undefined));
}

/** `sqlite:path`, relative to `cwd`, or the address of a PostgreSQL server. */
export function databaseUrl(cwd: string) {
  const expected =
    'sqlite:path, or postgres://user:password@host:port/database with special characters percent-encoded, and ?sslmode=disable, require or verify-full';
  return shape<DatabaseUrl>(expected, text => {
    if (readPostgresUrl(text)) return { kind: 'postgres', url: secret(text) };
    const file = /^sqlite:(?:\/\/(?=\/)|(?!\/\/))([^\0]+)$/i.exec(text)?.[1];
    return file === undefined ? undefined : { kind: 'sqlite', file: resolve(cwd, file) };
  });
}

/** A file or folder, relative to `cwd`; comes out absolute. */
export function path(cwd: string) {
  return shape('a path', text => (text.includes('\0') ? undefined : resolve(cwd, text)));
}

/** Comma list of folders, files and http(s) URLs; paths come out absolute, `{date}` stays. */
export function sources(cwd: string) {
  return shape('a comma list of folders, files and http(s) addresses', text => {
    const items = list(text).map(item => {
      if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(item)) return resolve(cwd, item);
      return /^https?:/i.test(item) && URL.canParse(item) ? item : undefined;
    });
    return items.every(item => item !== undefined) ? items : undefined;
  });
}

/** True for an address of this machine, which needs neither TLS nor a key made by hand. */
export function isLocalUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(text).hostname);
}

/** Address of the web pages: https, or http on this machine; comes out without a trailing slash. */
export const publicUrl = shape('an https address (http on localhost only) without ?, # or *', text => {
  // A star in the path would be a pattern to whoever finds the page for it.
  if (!URL.canParse(text) || /[?#*]/.test(text)) return undefined;
  const url = new URL(text);
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLocalUrl(text));
  if (!secure || url.username || url.password) return undefined;
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
});

/** A server address with one of `schemes`; a secret, because it may carry a password. */
export function serverUrl(schemes: string[]) {
  const expected = `${schemes.map(scheme => `${scheme}://user:password@host:port`).join(' or ')}`;
  return secretShape(expected, text => {
    if (!URL.canParse(text)) return false;
    const url = new URL(text);
    return schemes.includes(url.protocol.slice(0, -1)) && url.hostname !== '';
  });
}

/** Fewest characters of a key. */
export const KEY_LENGTH = 32;

/** Key that signs links. */
export const secretKey = secretShape(`${KEY_LENGTH} characters or more`, text => text.length >= KEY_LENGTH);

/** Password of the operator's page. */
export const token = secretShape('a text without spaces', text => !/\s/.test(text));

/** IANA time zone, as the calendar of this Node knows it. */
export const timeZone = shape('an IANA time zone', text => {
  if (/^[+-]/.test(text)) return undefined; // an offset knows no summer time
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return text;
  } catch {
    return undefined;
  }
});

/** RFC 2919 §2 list identifier without its brackets: dot-atom with a namespace, at most 255 octets. */
export const listId = shape('a dotted name without spaces or brackets', text =>
  text.length <= 255 && /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)+$/.test(text) ? text : undefined,
);

/** Five cron fields: minute, hour, day of month, month, day of week. */
export const cron = shape('five cron fields: minute, hour, day, month, weekday', text =>
  /^[\d*,/-]+(\s+[\d*,/-]+){2}(\s+[\da-z*,/-]+){2}$/i.test(text) ? text : undefined,
);

/** One line of text for people; line breaks become commas. */
export const postalAddress = shape('one line of text', text => {
  const line = text.replace(/\s*(\r\n?|\n)\s*/g, ', ');
  return /\p{Cc}/u.test(line) ? undefined : line;
});

/** A whole number, both ends included. */
export function wholeNumber(least: number, most: number) {
  return shape(`a whole number from ${least} to ${most}`, text => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    return number >= least && number <= most ? number : undefined;
  });
}

/** TCP port; 0 lets the system choose one. */
export const port = shape('a port number from 0 to 65535', text =>
  /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined,
);

/** Addresses or networks (CIDR) of the proxies whose forwarding headers are believed. */
export const proxies = shape('a comma list of IP addresses or networks', text => {
  const items = list(text);
  return items.every(isNetwork) ? items : undefined;
});

/** Host name or IP address without a port. */
export const host = shape('a host name or IP address', text =>
  isIP(text) !== 0 || /^[a-z0-9.-]+$/i.test(text) ? text : undefined,
);

/** Domain name or one label of it. */
export const domain = shape('a domain name', text =>
  /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i.test(text) ? text.toLowerCase() : undefined,
);

function list(text: string): string[] {
  return text
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '');
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** Levels of the log, most urgent first. */
export const logLevel = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
  error: 'one of fatal, error, warn, info, debug, trace, silent',
});
