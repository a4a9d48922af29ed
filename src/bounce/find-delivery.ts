import type { DeliveryName, VerifyReturnPath } from '../model/report.ts';
import type { Field } from './fields.ts';

/** Headers in which mail servers write down to whom a mail really came; the strongest first. */
const RECIPIENTS = [
  'delivered-to',
  'x-original-to',
  'envelope-to',
  'x-envelope-to',
  'x-delivered-to',
  'x-rcpt-to',
  'to',
  'cc',
];

/** What no address of ours contains: a search for addresses themselves would try each of its letters as a beginning. */
const BETWEEN = /[\s<>()[\]"',;:\\]+/;
const LONGEST_ADDRESS = 320;
/** Addresses that are tried at most in one mail. */
const MOST_TRIED = 500;

/**
 * The delivery that one of these fields names by an address of ours, the first that does: whoever else's address
 * stands there proves nothing, since anybody can write one.
 */
export function findDelivery(fields: readonly Field[], verify: VerifyReturnPath): DeliveryName | null {
  let tried = 0;
  for (const { value } of fields) {
    if (!value.includes('@')) continue;
    for (const address of value.split(BETWEEN)) {
      if (!address.includes('@') || address.length > LONGEST_ADDRESS) continue;
      if (++tried > MOST_TRIED) return null;
      const found = verify(address) ?? verify(unescaped(address));
      if (found) return found;
    }
  }
  return null;
}

/** Fields with those first that say to whom the mail came. */
export function recipientsFirst(header: readonly Field[]): Field[] {
  const rank = ({ name }: Field) => {
    const at = RECIPIENTS.indexOf(name);
    return at < 0 ? RECIPIENTS.length : at;
  };
  return [...header].sort((a, b) => rank(a) - rank(b));
}

/** Undoes xtext (RFC 3461 §4), in which `+` is `+2B`, and the full stop at the end of a sentence. */
function unescaped(address: string): string {
  return address
    .replace(/\+([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\.$/, '');
}
