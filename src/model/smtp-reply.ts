/** How far a conversation with a mail server had come when it ended. */
export const PHASES = ['connect', 'login', 'sender', 'recipient', 'data', 'end'] as const;
export type Phase = (typeof PHASES)[number];

/**
 * What an answer means, whoever gave it. About the message: `accepted`, `unanswered` (handed over, no word), `soft` (later
 * perhaps), `full` (the mailbox is), `dead` (no such mailbox), `doubtful` (perhaps none). About us: `policy` (we are not
 * wanted), `ours` (the mail itself is wrong). About the way there: `relay` (not now), `config` (not with these settings), `throttle` (too
 * fast for this provider), `quota` (too much for our relay).
 */
export const REPLY_CLASSES = [
  'accepted',
  'unanswered',
  'soft',
  'full',
  'dead',
  'doubtful',
  'policy',
  'ours',
  'relay',
  'config',
  'throttle',
  'quota',
] as const;
export type ReplyClass = (typeof REPLY_CLASSES)[number];

/** What a server said: code and words of RFC 5321, and the enhanced code of RFC 3463 where there is one. */
export interface SmtpReply {
  code: number | null;
  /** `class.subject.detail`. */
  enhanced: string | null;
  text: string;
}

const ENHANCED = /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\d|\.\d)/;
const LEADING = /^\s*(\d{3})[ -]?\s*(?:([245]\.\d{1,3}\.\d{1,3})\b)?/;

/** Reads `550 5.1.1 no such user`. The enhanced code stands right after the code (RFC 2034 §4). */
export function readReply(text: string): SmtpReply {
  const [, code, enhanced] = LEADING.exec(text) ?? [];
  return { code: code ? Number(code) : null, enhanced: enhanced ?? null, text };
}

/** The first enhanced status code anywhere in a text; null when it holds none. */
export function enhancedIn(text: string): string | null {
  return ENHANCED.exec(text)?.[0] ?? null;
}

/** What a permanent failure means, the longest matching beginning first (RFC 3463, RFC 7372, RFC 7505). */
const MEANINGS: readonly (readonly [status: string, means: ReplyClass])[] = [
  ['5.1.1', 'dead'],
  ['5.1.3', 'dead'],
  ['5.1.6', 'dead'],
  ['5.7.13', 'dead'],
  ['5.7.17', 'dead'],
  // About the sender's address, which is ours.
  ['5.1.7', 'policy'],
  ['5.1.8', 'policy'],
  // Names and null MX records come and go: dead if it is said once more.
  ['5.1.', 'doubtful'],
  ['5.2.2', 'full'],
  ['5.2.3', 'ours'],
  ['5.2.4', 'ours'],
  ['5.2.', 'doubtful'],
  ['5.3.4', 'ours'],
  ['5.3.', 'soft'],
  ['5.4.', 'soft'],
  ['5.5.', 'ours'],
  ['5.6.', 'ours'],
  ['5.7.', 'policy'],
];
const THROTTLED = ['4.7.0', '4.7.28', '4.5.3'];
const TOO_FAST =
  /\bTSS?0\d|too (?:many|much|quickly|fast)|\brate (?:of|limit|exceeded)|\brate-?limit|sending rate|unusual rate|\bthrottl|slow down|temporarily deferred due to/i;
/** A limit that somebody counts for us: of a day, an hour, or all that we send. */
const OUR_LIMIT =
  /\b(?:daily|hourly|sending|submission|relay|messages?|recipients?)\b.{0,40}\b(?:quota|limit)|submissionquota|\blimit\b.{0,40}\bper (?:day|hour)/i;
const QUOTA = /\bquota\b|\blimit\b.{0,40}\b(?:exceeded|reached)/i;
/** A limit of the reader's mailbox. */
const FULL =
  /\b(?:mailbox|user|account|recipient|inbox|storage)\b.{0,60}\b(?:full|quota|limit)\b|\bover ?quota\b|\bquota\b.{0,40}\bexceeded\b.{0,20}\bmailbox|mailbox (?:is )?full|insufficient (?:system )?storage|out of space/i;
/** A mailbox that is not there, whatever code says so. */
const NO_MAILBOX =
  /\b(?:mailbox|user|recipient|account)\b.{0,20}\b(?:unavailable|unknown|not found|disabled|inactive|does(?: not|n'?t) exist)|\b(?:no such|unknown|invalid) (?:user|mailbox|recipient|account)\b|does(?: not|n'?t) have an? .{0,40}\baccount\b/i;
const UNWANTED =
  /\bspam\b|\bpolic(?:y|ies)\b|\bblock(?:ed|list)|\bblack.?list|\bDMARC\b|\bSPF\b|\bDKIM\b|reputation|unsolicited|\bvirus|authenticat|access denied|relay(?:ing)? (?:access )?(?:denied|not permitted)|not (?:allowed|permitted|verified|authorized)|\bsender\b|\bidentity\b/i;
/** Of RFC 3463: about the mailbox, and nothing else. */
const ABOUT_MAILBOX = /^[45]\.(?:1\.|2\.[12]|7\.1[37]$)/;
/** What a server says that is longer is no reason any more, but an attempt to keep us busy. */
const MOST_READ = 1000;

/**
 * What a reply of 4xx or 5xx means, given how far the conversation had come. The enhanced code decides where there is one
 * (RFC 3463, RFC 7372, RFC 7505), then the words, then the code.
 */
export function classify(said: SmtpReply, phase: Phase): ReplyClass {
  const reply = { ...said, text: said.text.slice(0, MOST_READ) };
  const { code } = reply;
  if (code !== null && code >= 200 && code < 300) return 'accepted';
  if (phase === 'connect') return 'relay';
  if (phase === 'login') return code !== null && code < 500 ? 'relay' : 'config';
  return (code ?? 0) >= 500 ? classOfRefusal(reply, phase) : classOfDelay(reply, phase);
}

function classOfDelay({ code, enhanced, text }: SmtpReply, phase: Phase): ReplyClass {
  const isAboutReader = phase !== 'sender';
  if (enhanced === '4.2.2') return 'full';
  if (enhanced === '4.7.32') return 'policy';
  if (enhanced !== null && THROTTLED.includes(enhanced)) return 'throttle';
  if (OUR_LIMIT.test(text)) return 'quota';
  if (isAboutReader && FULL.test(text)) return 'full';
  if (TOO_FAST.test(text)) return 'throttle';
  if (QUOTA.test(text)) return 'quota';
  // RFC 5321 §3.8: 421 is about the connection, whatever was asked.
  if (code === 421 || (code === 454 && !isAboutReader)) return 'relay';
  // Of one recipient it says that their server is not there; only the whole system is everybody's.
  const isSystem = isAboutReader ? /^4\.3\.[12]/ : /^4\.[34]\./;
  return isSystem.test(enhanced ?? '') ? 'relay' : 'soft';
}

function classOfRefusal(reply: SmtpReply, phase: Phase): ReplyClass {
  const { code, enhanced, text } = reply;
  if (code === 530 || code === 534 || code === 535 || enhanced === '5.7.8') return 'config';
  // However finally it is said, the day or the hour ends.
  if (enhanced === '5.4.5' || enhanced === '5.1.90' || OUR_LIMIT.test(text)) return 'quota';
  // RFC 1870 §6.1: 552 to the sender is about the size.
  if (phase === 'sender') return code === 552 || enhanced === '5.3.4' ? 'ours' : 'config';
  const means = classOfStatus(enhanced, text, code);
  // Whoever took the recipient and then refuses the message does not miss the mailbox, unless they say so.
  const isAboutMessage = phase === 'data' || phase === 'end';
  const saysSo = ABOUT_MAILBOX.test(enhanced ?? '') || NO_MAILBOX.test(text);
  return means === 'doubtful' && isAboutMessage && !saysSo ? 'policy' : means;
}

/**
 * What a permanent failure means by its enhanced code, else by its words: the same for an answer at once and for a
 * report that comes back later (RFC 5321 §6.1).
 */
export function classOfStatus(
  enhanced: string | null,
  words: string,
  code: number | null = null,
): ReplyClass {
  const text = words.slice(0, MOST_READ);
  const known = enhanced === null ? null : meaningOf(enhanced);
  // Some say with a code of their own, or with that of another thing, that there is no such mailbox.
  const isVague = known === null || known === 'ours' || known === 'soft';
  if (isVague && !enhanced?.startsWith('4') && NO_MAILBOX.test(text)) return 'doubtful';
  if (enhanced === '5.4.1' && /recipient address rejected/i.test(text)) return 'doubtful';
  if (known !== null) return known;
  if (FULL.test(text)) return 'full';
  if (code === 552) return 'ours';
  if (UNWANTED.test(text) || code === 554) return 'policy';
  // 500 to 504: a command of ours that it does not know or like.
  if (code !== null && code >= 500 && code < 510) return 'ours';
  return 'doubtful';
}

function meaningOf(enhanced: string): ReplyClass | null {
  const permanent = enhanced.replace(/^4/, '5');
  const means = MEANINGS.find(([status]) =>
    status.endsWith('.') ? permanent.startsWith(status) : permanent === status,
  )?.[1];
  // A failure for now, even after days (RFC 3464 §2.3.3), says nothing for good.
  if (enhanced.startsWith('4')) return means === 'full' || means === 'policy' ? means : 'soft';
  return means ?? null;
}
