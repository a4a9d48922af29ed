import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** What a link is good for; a token of one purpose is worthless for every other. */
export type Purpose = 'unsubscribe' | 'preferences' | 'view' | 'tune' | 'confirm' | 'account';

/** What a token says. */
export interface TokenContent {
  subscriber: number;
  edition: string | null;
  extra: string | null;
}

export interface Tokens {
  /** The same input gives the same token. Throws a RangeError for an edition that holds a dot. */
  sign(purpose: Purpose, subscriberNum: number, edition?: string, extra?: string): string;
  /** What the token says, or null when it was not signed for this purpose by a key we know. */
  verify(purpose: Purpose, token: string): TokenContent | null;
}

// 128 bits of a MAC are 22 characters; none of them ends in - or _, which mail programs cut off links.
const MAC_BYTES = 16;
const TOKEN = /^v1\.([\w-]{4})\.([\w-]{1,1000})\.([\w-]{22})$/;

interface Key {
  kid: string;
  of: Record<Purpose, Buffer>;
}

/**
 * Tokens `v1.<kid>.<payload>.<mac>` of URL-safe characters: HMAC-SHA256 with a key for each purpose,
 * derived by HKDF (RFC 5869). `kid` says which secret signed, so that the links in mails delivered
 * before a change of `secretKey` stay good while the old one is among `previous`.
 */
export function createTokens(secretKey: string, previous: readonly string[] = []): Tokens {
  const current = deriveKey(secretKey);
  const keys = [current, ...previous.map(deriveKey)];
  return {
    sign(purpose, subscriberNum, edition = '', extra = '') {
      if (edition.includes('.')) throw new RangeError(`edition id with a dot: ${edition}`);
      const payload = Buffer.from(`${subscriberNum}.${edition}.${extra}`).toString('base64url');
      const signed = `v1.${current.kid}.${payload}`;
      return `${signed}.${macOf(signed, current.of[purpose])}`;
    },
    verify(purpose, token) {
      const [, kid, payload = '', mac = ''] = TOKEN.exec(token) ?? [];
      const signed = `v1.${kid}.${payload}`;
      const genuine = keys.some(key => key.kid === kid && sameText(mac, macOf(signed, key.of[purpose])));
      return genuine ? readPayload(payload) : null;
    },
  };
}

function deriveKey(secret: string): Key {
  const derive = (info: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', secret, '', `paperboy link ${info}`, bytes));
  return {
    kid: derive('kid', 3).toString('base64url'),
    of: {
      unsubscribe: derive('unsubscribe', 32),
      preferences: derive('preferences', 32),
      view: derive('view', 32),
      tune: derive('tune', 32),
      confirm: derive('confirm', 32),
      account: derive('account', 32),
    },
  };
}

function macOf(signed: string, key: Buffer): string {
  return createHmac('sha256', key).update(signed).digest().subarray(0, MAC_BYTES).toString('base64url');
}

/** Compares the text, not the bytes behind it: base64 can write the same bytes in several ways. */
function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function readPayload(payload: string): TokenContent {
  const [num = '', edition = '', ...extra] = Buffer.from(payload, 'base64url').toString().split('.');
  return { subscriber: Number(num), edition: edition || null, extra: extra.join('.') || null };
}
