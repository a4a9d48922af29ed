/**
 * Where in a conversation something goes wrong (RFC 5321 §3), in order: `data` is the command, `go-ahead` right after
 * the 354, `body` while the message comes, `dot` when it is there.
 */
export type Moment =
  | 'greeting'
  | 'starttls'
  | 'auth'
  | 'mail'
  | 'rcpt'
  | 'data'
  | 'go-ahead'
  | 'body'
  | 'dot';

/**
 * What the server does: `drop` resets the connection, `fin` ends it properly, `silence` says nothing and ends it after a while,
 * `garbage` is an answer that is none, `slow` the right one late, `trickle` the right one a letter at a time, `reply` a
 * refusal, `broken-tls` a handshake that fails.
 */
export type Act = 'drop' | 'fin' | 'silence' | 'garbage' | 'slow' | 'trickle' | 'reply' | 'broken-tls';

/** What a fault means to a sender: what it may do, and what it cannot know. */
export type Lesson = 'safe' | 'later' | 'settings' | 'refused' | 'ambiguous' | 'patience';

export interface FaultKind {
  /** As scripts name it. */
  name: string;
  moment: Moment;
  act: Act;
  /** What it is, for people. */
  does: string;
  lesson: Lesson;
  /** Code and words of a refusal; empty for every other act. */
  reply: string;
  /** How long it takes, in milliseconds; 0 where time is no part of it. */
  waitMs: number;
}

/** What a sender may do about it, in words. */
export const LESSONS: Readonly<Record<Lesson, string>> = {
  safe: 'safe: nothing was handed over, the same message may be repeated',
  later: 'safe: not now; the same message may be repeated later',
  settings: 'safe: nobody gets through like this; mend the settings, then repeat',
  refused: 'final: refused for good; the same message is not repeated',
  ambiguous: 'ambiguous: from 354 on nobody but the server knows; a repeat may be a second copy',
  patience: 'safe for whoever waits: the answer comes; hanging up before it is ambiguous',
};

const fault = (
  name: string,
  moment: Moment,
  act: Act,
  lesson: Lesson,
  does: string,
  { waitMs = 0, reply = '' } = {},
): FaultKind => ({ name, moment, act, lesson, does, waitMs, reply });

const ONE_MINUTE = { waitMs: 60_000 };
const FIVE_SECONDS = { waitMs: 5_000 };
const STORM = {
  reply: '550 5.7.26 This mail is unauthenticated and has been blocked: neither SPF nor DKIM passed',
};
const QUOTA = { reply: '452 4.3.1 Daily sending quota exceeded, come again tomorrow' };

/** The faults that have a name of their own; those of the form `<code>-<place>` stand beside them. */
export const NAMED_FAULTS: readonly FaultKind[] = [
  fault('drop-on-accept', 'greeting', 'drop', 'safe', 'hangs up as soon as somebody connects'),
  fault('silent-greeting', 'greeting', 'silence', 'safe', 'connects and says nothing', ONE_MINUTE),
  fault('slow-greeting', 'greeting', 'slow', 'patience', 'greets late', FIVE_SECONDS),
  fault('trickled-greeting', 'greeting', 'trickle', 'patience', 'greets a letter at a time', FIVE_SECONDS),
  fault('garbage-greeting', 'greeting', 'garbage', 'safe', 'greets with what is no SMTP'),
  fault('tls-failure', 'starttls', 'broken-tls', 'safe', 'agrees to TLS and does not speak it'),
  fault('drop-at-mail', 'mail', 'drop', 'safe', 'hangs up over the sender'),
  fault('drop-at-rcpt', 'rcpt', 'drop', 'safe', 'hangs up over the recipient'),
  fault('garbage-at-rcpt', 'rcpt', 'garbage', 'safe', 'answers the recipient with what is no SMTP'),
  fault('quota', 'mail', 'reply', 'later', 'says that the sender has used up its day', QUOTA),
  fault('drop-before-354', 'data', 'drop', 'safe', 'hangs up instead of asking for the message'),
  fault('drop-after-354', 'go-ahead', 'drop', 'ambiguous', 'asks for the message and hangs up'),
  fault('drop-in-data', 'body', 'drop', 'ambiguous', 'hangs up in the middle of the message'),
  fault('drop-after-dot', 'dot', 'drop', 'ambiguous', 'hangs up instead of the answer to the message'),
  fault('fin-after-dot', 'dot', 'fin', 'ambiguous', 'ends the connection instead of that answer'),
  fault('silence-after-dot', 'dot', 'silence', 'ambiguous', 'never gives that answer', ONE_MINUTE),
  fault('garbage-after-dot', 'dot', 'garbage', 'ambiguous', 'answers with what is no SMTP'),
  fault('slow-250', 'dot', 'slow', 'patience', 'takes the message and says so late', FIVE_SECONDS),
  fault('policy-storm', 'dot', 'reply', 'refused', 'blames the sender’s authentication, no recipient', STORM),
];

/** Where a code may be answered, as `451-rcpt`. */
export const CODE_PLACES: readonly Moment[] = ['greeting', 'starttls', 'auth', 'mail', 'rcpt', 'data', 'dot'];

/** The fault that scripts call `name`, one by name or one like `451-rcpt`; null when there is none. */
export function faultNamed(name: string): FaultKind | null {
  const known = NAMED_FAULTS.find(kind => kind.name === name);
  if (known) return known;
  const [, code = '', place = ''] = /^([45]\d\d)-([a-z]+)$/.exec(name) ?? [];
  const moment = CODE_PLACES.find(one => one === place);
  if (!moment) return null;
  const isAboutMessage = ['rcpt', 'data', 'dot'].includes(moment);
  const lesson = code.startsWith('4') ? 'later' : isAboutMessage ? 'refused' : 'settings';
  const does = `answers ${code} to ${ASKED[moment]}`;
  return fault(name, moment, 'reply', lesson, does, { reply: `${code} ${wordsFor(code, moment)}` });
}

const ASKED: Readonly<Record<Moment, string>> = {
  greeting: 'whoever connects',
  starttls: 'STARTTLS',
  auth: 'a login',
  mail: 'the sender',
  rcpt: 'the recipient',
  data: 'DATA, before the message',
  'go-ahead': 'the message',
  body: 'the message',
  dot: 'the whole message',
};

/** What servers say with a code (RFC 5321 §4.2.2, RFC 3463); the greeting has no enhanced codes (RFC 2034 §4). */
function wordsFor(code: string, moment: Moment): string {
  const words = WORDS[`${code}-${moment}`] ?? WORDS[code] ?? OTHERS[code.slice(0, 1)] ?? '';
  return moment === 'greeting' ? words.replace(/^\S+ /, '') : words;
}

const OTHERS: Readonly<Record<string, string>> = {
  4: '4.0.0 Not now, come again later',
  5: '5.0.0 Refused',
};
const WORDS: Readonly<Record<string, string>> = {
  421: '4.3.2 Closing the connection, come again later',
  450: '4.2.0 Mailbox busy, come again later',
  451: '4.7.1 Greylisted, come again later',
  452: '4.2.2 Mailbox full',
  454: '4.7.0 Not available for a passing reason',
  535: '5.7.8 Wrong name or password',
  550: '5.7.1 Not wanted here',
  '550-rcpt': '5.1.1 No such user here',
  552: '5.3.4 Message too big',
  554: '5.7.1 Refused by policy',
  '554-greeting': '5.3.2 No mail is taken here',
};
