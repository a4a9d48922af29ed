import { domainToASCII } from 'node:url';

/** Who a mail is from, or answered to (RFC 5322 §3.4 `mailbox`). */
export interface Mailbox {
  /** Display name without quotes; null for a bare address. */
  name: string | null;
  /** The address, its domain as A-labels. */
  address: string;
}

// RFC 5322 §3.2.3 dot-atom; quoted local parts are legal and break half of the world's software.
const LOCAL_PART = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const NAMED = /^(.*?)\s*<([^<>]+)>$/;
const QUOTED = /^"((?:[^"\\]|\\.)*)"$/;
const CONTROL = /\p{Cc}/u;

/** `text` as one bare address, its domain as A-labels; undefined when it is not one. */
export function readAddress(text: string): string | undefined {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const domain = at < 0 ? '' : domainToASCII(text.slice(at + 1));
  const labels = domain.split('.');
  const valid =
    local.length <= 64 &&
    domain.length <= 253 &&
    LOCAL_PART.test(local) &&
    labels.every(label => LABEL.test(label));
  return valid ? `${local}@${domain}` : undefined;
}

/** `Name <a@b>`, `"Name, with comma" <a@b>` or `a@b`; undefined when it is anything else. */
export function readMailbox(text: string): Mailbox | undefined {
  if (CONTROL.test(text)) return undefined;
  const named = NAMED.exec(text);
  const address = readAddress(named?.[2]?.trim() ?? text);
  const name = readName(named?.[1] ?? '');
  return address === undefined || name === undefined ? undefined : { name, address };
}

function readName(text: string): string | null | undefined {
  if (text === '') return null;
  const quoted = QUOTED.exec(text);
  if (quoted) return quoted[1]?.replace(/\\(.)/g, '$1') || null;
  // Outside quotes these would start a second mailbox, a group, a comment or an address.
  return /[",:;<>@()\\[\]]/.test(text) ? undefined : text;
}
