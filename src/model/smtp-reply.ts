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
  /\bTSS0\d|too (?:many|quickly|fast)|\brate\b|\bthrottl|slow down|\bunusual rate|temporarily deferred due to/i;
const OVER_QUOTA =
  /\bquota\b|\b(?:daily|hourly|sending|message)[\w ]* limit\b|\blimit[\w ]* (?:exceeded|reached)/i;
const FULL = /mailbox (?:is )?full|over ?quota|quota exceeded|insufficient (?:system )?storage|out of space/i;
const UNWANTED =
  /\bspam\b|\bpolic(?:y|ies)\b|\bblock(?:ed|list)|\bblack.?list|\bDMARC\b|\bSPF\b|\bDKIM\b|reputation|unsolicited|not authenticated|access denied|relay(?:ing)? (?:access )?denied/i;
/**
 * What a reply of 4xx or 5xx means, given how far the conversation had come. The enhanced code decides where there is one
 * (RFC 3463, RFC 7372, RFC 7505), then the words, then the code.
 */
export function classify(reply: SmtpReply, phase: Phase): ReplyClass {
  const { code } = reply;
  if (code !== null && code >= 200 && code < 300) return 'accepted';
  if (phase === 'connect') return 'relay';
  if (phase === 'login') return code !== null && code < 500 ? 'relay' : 'config';
  return (code ?? 0) >= 500 ? classOfRefusal(reply, phase) : classOfDelay(reply, phase);
}

function classOfDelay({ code, enhanced, text }: SmtpReply, phase: Phase): ReplyClass {
  // RFC 5321 §3.8: 421 is about the connection, whatever was asked.
  if (enhanced === '4.2.2') return 'full';
  if (enhanced === '4.7.32') return 'policy';
  if (code === 454 && phase === 'sender') return OVER_QUOTA.test(text) ? 'quota' : 'relay';
  if (enhanced !== null && THROTTLED.includes(enhanced)) return 'throttle';
  if (phase !== 'sender' && FULL.test(text) && enhanced?.startsWith('4.2.')) return 'full';
  if (OVER_QUOTA.test(text)) return 'quota';
  if (TOO_FAST.test(text)) return 'throttle';
  if (code === 421 || /^4\.[34]\./.test(enhanced ?? '')) return 'relay';
  return 'soft';
}

function classOfRefusal(reply: SmtpReply, phase: Phase): ReplyClass {
  const { code, enhanced, text } = reply;
  if (code === 530 || code === 534 || code === 535 || enhanced === '5.7.8') return 'config';
  // RFC 1870 §6.1: 552 to the sender is about the size.
  if (phase === 'sender') return code === 552 || enhanced === '5.3.4' ? 'ours' : 'config';
  return classOfStatus(enhanced, text, code);
}

/**
 * What a permanent failure means by its enhanced code, else by its words: the same for an answer at once and for a
 * report that comes back later (RFC 5321 §6.1).
 */
export function classOfStatus(enhanced: string | null, text: string, code: number | null = null): ReplyClass {
  const known = enhanced === null ? null : meaningOf(enhanced);
  if (known !== null) return known;
  if (code === 552) return FULL.test(text) || OVER_QUOTA.test(text) ? 'full' : 'ours';
  if (UNWANTED.test(text) || code === 554) return 'policy';
  if (FULL.test(text)) return 'full';
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
