import { createHmac, timingSafeEqual } from 'node:crypto';
import type { VerifyReturnPath } from '../model/report.ts';

/** Envelope senders that name the delivery they belong to (variable envelope return path). */
export interface ReturnPaths {
  /** `bounces+<token>@domain`; the same delivery always has the same one. */
  sign: (subscriber: number, edition: string) => string;
  /** The delivery that an address stands for; null when we did not sign it. Letter case does not matter. */
  verify: VerifyReturnPath;
}

// Mail servers fold the case of local parts: base 36 in lower case, 80 bits of MAC.
const MAC_CHARS = 16;
const TOKEN = /^([0-9a-z]{1,8})-([0-9a-z]{1,4})-([0-9a-z]{16})$/;
const DAY_MS = 86_400_000;
/** RFC 5321 §4.5.3.1.1. */
const LONGEST_LOCAL_PART = 64;
const LONGEST_TOKEN = '+'.length + 8 + 1 + 4 + 1 + MAC_CHARS;

/** Longest local part that BOUNCE_ADDRESS may have, so that a token fits after it. */
export const LONGEST_BOUNCE_LOCAL_PART = LONGEST_LOCAL_PART - LONGEST_TOKEN;

/**
 * Envelope senders below `bounceAddress`, made with `key`: a bounce names its delivery without being
 * parsed, and a forged one does nothing. Those made with one of the `previous` keys go on working.
 * The mail server has to deliver `bounces+anything@` to `bounces@`.
 */
export function returnPaths(
  bounceAddress: string,
  key: Buffer,
  previous: readonly Buffer[] = [],
): ReturnPaths {
  const keys = [key, ...previous];
  const at = bounceAddress.lastIndexOf('@');
  const [local, domain] = [bounceAddress.slice(0, at), bounceAddress.slice(at + 1)];
  return {
    sign(subscriber, edition) {
      const content = `${subscriber.toString(36)}-${(Date.parse(edition) / DAY_MS).toString(36)}`;
      return `${local}+${content}-${macOf(content, key)}@${domain}`;
    },
    verify(address) {
      const [start, token = '', end] = splitAddress(address.toLowerCase(), local.length);
      if (start !== `${local.toLowerCase()}+` || end !== `@${domain.toLowerCase()}`) return null;
      const [, subscriber = '', day = '', mac = ''] = TOKEN.exec(token) ?? [];
      if (!keys.some(one => sameText(mac, macOf(`${subscriber}-${day}`, one)))) return null;
      const edition = new Date(Number.parseInt(day, 36) * DAY_MS).toISOString().slice(0, 10);
      return { subscriber: Number.parseInt(subscriber, 36), edition };
    },
  };
}

function splitAddress(address: string, local: number): [start: string, token: string, end: string] {
  const at = Math.max(address.lastIndexOf('@'), 0);
  return [address.slice(0, local + 1), address.slice(local + 1, at), address.slice(at)];
}

function macOf(content: string, key: Buffer): string {
  const digest = createHmac('sha256', key).update(content).digest('hex');
  return BigInt(`0x${digest}`).toString(36).padStart(50, '0').slice(-MAC_CHARS);
}

function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
