import { createHmac } from 'node:crypto';
import type { CalendarDate } from '../model/date.ts';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
/** 26 characters of base32: 130 bits. */
const LENGTH = 26;

/**
 * The part of a Message-ID or a boundary that names one edition to one subscriber: the same at every
 * attempt (RFC 5322 §3.6.4), and not to be guessed without the key.
 */
export function deliveryTag(key: Buffer, purpose: string, edition: CalendarDate, subscriber: number): string {
  return tagOf(key, `${purpose}\n${edition}\n${subscriber}`);
}

/** A name for `content` that nobody makes up without the key. */
export function tagOf(key: Buffer, content: string): string {
  const mac = createHmac('sha256', key).update(content).digest();
  let tag = '';
  for (let bit = 0; tag.length < LENGTH; bit += 5) {
    const pair = mac.readUInt16BE(bit >> 3);
    tag += ALPHABET.charAt((pair >> (11 - (bit & 7))) & 31);
  }
  return tag;
}
