import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** Somebody who knew the password. */
export interface Session {
  /** Names the session; two never have the same. */
  nonce: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/** Sessions that stand in the cookie alone, so that any process that knows the keys can read them. */
export interface Sessions {
  /** What a new session's cookie holds. */
  open: (now: number) => string;
  /** The session of a cookie; null when it is not ours, or over. */
  read: (cookie: string, now: number) => Session | null;
  /** What every form of a session has to bring along: no other site can know it. */
  formToken: (session: Session) => string;
  isFormToken: (session: Session, text: string) => boolean;
}

const SESSION_MS = 12 * 3_600_000;
// 256 bits of chance, 256 of a MAC: 43 characters each.
const COOKIE = /^v1\.(\d{1,15})\.([\w-]{43})\.([\w-]{43})$/;

/** The key of sessions: a new SECRET_KEY or a new password ends them all. */
export function sessionKey(secretKey: string, password: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, password, 'paperboy operator session', 32));
}

/** Sessions `v1.<expires>.<nonce>.<mac>`, twelve hours each. */
export function createSessions(key: Buffer): Sessions {
  const macOf = (text: string) => createHmac('sha256', key).update(text).digest('base64url');
  const formToken = ({ nonce, expiresAt }: Session) => macOf(`form ${expiresAt} ${nonce}`);
  return {
    open(now) {
      const said = `v1.${now + SESSION_MS}.${randomBytes(32).toString('base64url')}`;
      return `${said}.${macOf(`session ${said}`)}`;
    },
    read(cookie, now) {
      const [, expires = '', nonce = '', mac = ''] = COOKIE.exec(cookie) ?? [];
      if (!isSameText(mac, macOf(`session v1.${expires}.${nonce}`))) return null;
      const expiresAt = Number(expires);
      // One that lasts longer than any was made by a clock that was set back since.
      return expiresAt > now && expiresAt <= now + SESSION_MS ? { nonce, expiresAt } : null;
    },
    formToken,
    isFormToken: (session, text) => isSameText(text, formToken(session)),
  };
}

/** Compares in a time that tells neither what is wrong nor how long the right one is. */
export function isSameText(given: string, right: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(right));
}
