import { domainToASCII, domainToUnicode } from 'node:url';
import { UserError } from '../errors.ts';
import { codePoint, quoted } from './problems.ts';

/** One mail address. */
export interface Address {
  /** As mailed: the local part as typed, the domain as lower-case A-labels. */
  email: string;
  /** Two addresses with one key are one subscriber: letter case does not count, dots and plus do. */
  key: string;
}

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
// RFC 5322 §3.2.3 dot-atom.
const DOT_ATOM = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
// RFC 5891 §4.2 letters of a U-label, and RFC 1123 §2.1 for the result.
const U_LABEL = /^[\p{L}\p{M}\p{N}-]+$/u;
const A_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Beyond this no spelling of a domain comes down to 254 characters. */
const MAX_TYPED = 1000;

/** What an address must not hold, with the reason shown; the first that applies is named. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/[<>]/, 'write the bare address, without a name or angle brackets'],
  // RFC 5321 §4.1.2 advises against addresses that need quotes; parsers disagree on where they end.
  [/"/, 'quoted local parts are not accepted, because mail programs disagree on where they end'],
  [/[[\]]/, 'IP addresses in place of a domain are not accepted'],
  [/[()]/, 'comments in parentheses are not accepted'],
  [/[,;:]/, 'write exactly one address: no list, no group, no port'],
  [/\s/u, 'an address holds no white space'],
  [/@[^@]*@/, 'an address holds exactly one @'],
];

/**
 * Reads exactly one addr-spec (RFC 5322 §3.4.1), spaces around it ignored. Throws a UserError that says
 * what is wrong with it. Stricter than the RFC where software disagrees: no quoted local part, no
 * comment, no IP literal. A local part outside ASCII needs SMTPUTF8 (RFC 6531) at every relay on the
 * way and is refused.
 */
export function parseAddress(text: string): Address {
  const refuse = (reason: string) => new UserError(`${quoted(text)} is no usable mail address: ${reason}`);
  if (text.length > MAX_TYPED) throw refuse('it is longer than 254 characters');
  // Not trim(): line breaks and odd spaces at the ends are refused like those inside.
  const trimmed = text.replace(/^ +| +$/g, '');
  if (trimmed === '') throw new UserError('the mail address is missing: write one like ada@example.org');
  const invisible = INVISIBLE.exec(trimmed);
  if (invisible) throw refuse(`it holds the invisible character ${codePoint(invisible[0])}`);
  const refused = REFUSED.find(([pattern]) => pattern.test(trimmed));
  if (refused) throw refuse(refused[1]);

  const at = trimmed.indexOf('@');
  if (at < 0) throw refuse('it has no @');
  const local = trimmed.slice(0, at);
  const localProblem = problemOfLocalPart(local);
  if (localProblem) throw refuse(localProblem);
  const domain = toALabels(trimmed.slice(at + 1));
  if (typeof domain !== 'string') throw refuse(domain.problem);

  const email = `${local}@${domain}`;
  // RFC 5321 §4.5.3.1.3: a path of 256 octets less its angle brackets; holds the domain's 255 as well.
  if (email.length > 254) throw refuse('it is longer than 254 characters');
  return { email, key: email.toLowerCase() };
}

function problemOfLocalPart(local: string): string | null {
  if (local === '') return 'nothing stands before the @';
  if (/[^\0-\x7f]/.test(local)) {
    return 'letters outside ASCII before the @ need SMTPUTF8 (RFC 6531), which is not supported yet';
  }
  if (local.length > 64) return 'more than 64 characters stand before the @';
  return DOT_ATOM.test(local) ? null : 'a dot or a character before the @ stands where none may';
}

function toALabels(domain: string): string | { problem: string } {
  const typed = domain.normalize('NFC').toLowerCase();
  const labels = typed.split('.');
  if (labels.length < 2) return { problem: 'the domain needs a dot, as in example.org' };
  if (/^\d+$/.test(labels.at(-1) ?? '')) {
    return { problem: 'IP addresses in place of a domain are not accepted' };
  }
  const invalid = { problem: `${quoted(domain)} is no valid domain name` };
  if (!labels.every(label => U_LABEL.test(label))) return invalid;

  const ascii = domainToASCII(typed);
  if (!ascii.split('.').every(label => A_LABEL.test(label))) return invalid;
  // domainToASCII maps look-alikes (full-width letters, digits with a dot) to other names: only what
  // comes back as it was typed is the domain that was meant.
  const unicode = domainToUnicode(ascii);
  const same = labels.every((label, i) => label === (isAscii(label) ? ascii : unicode).split('.')[i]);
  return same && ascii.split('.').length === labels.length ? ascii : invalid;
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}
