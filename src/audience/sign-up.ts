import { CONFIRM_WITHIN_MS, type Letter, type LetterKind } from '../model/letter.ts';
import { DEFAULT_PREFERENCES, type Subscriber, type SubscriberStatus } from '../model/subscriber.ts';
import type { SignUp } from '../store/sign-ups.ts';
import type { NewSubscriber, SubscriberChanges } from '../store/subscribers.ts';
import { newSubscriber } from './decide.ts';
import { type PreferenceChanges, type PreferenceRules, readPreferences } from './preferences.ts';

// What becomes of a sign-up, without doing it. A stranger may have typed the address, so nothing that mail depends on
// changes here, and a mailbox gets one letter, whoever asks how often.

/** Where the row of somebody who came by the sign-up page came from. */
export const WEB_ORIGIN = 'web';

const DAY_MS = 24 * 3_600_000;

/** What to do about a sign-up. */
export type SignUpDecision =
  | { what: 'nothing' }
  /** A new row that waits for its confirmation, and the letter that asks for it. */
  | { what: 'add'; row: NewSubscriber }
  /** The letter once more, with the new choices: its link expired, or it never arrived. */
  | { what: 'ask-again'; changes: SubscriberChanges }
  /** The letter to somebody who left, or whom the operator entered: only when they confirm do their row and their choices change. */
  | { what: 'invite' }
  /** The way to their preferences: they have what they asked for. */
  | { what: 'remind' };

const NOTHING: SignUpDecision = { what: 'nothing' };

/** The letter that a sign-up calls for, by the status of its address (null: nobody has it); null for none. */
export function letterFor(status: SubscriberStatus | null): LetterKind | null {
  if (status === 'suppressed') return null;
  return status === 'active' || status === 'paused' ? 'known' : 'confirm';
}

/** Until when a letter of this kind is worth delivering, and its link is good. */
export function letterExpiry(kind: LetterKind, now: number): number {
  return now + (kind === 'known' ? DAY_MS : CONFIRM_WITHIN_MS);
}

/**
 * What to do about a sign-up of an address with `existing` as its row and `newest` as the newest letter to it of the kind
 * that `letterFor` names. `asked`: its preferences.
 */
export function deciding(
  existing: Subscriber | null,
  newest: Letter | null,
  isSuppressed: boolean,
  { email, addressKey, at }: SignUp,
  asked: PreferenceChanges,
  now: number,
): SignUpDecision {
  if (isSuppressed || existing?.status === 'suppressed') return NOTHING;
  if (!existing) {
    const row = newSubscriber({ email, key: addressKey }, asked, false, at);
    return { what: 'add', row: { ...row, origin: WEB_ORIGIN } };
  }
  // Whoever used the link of a letter has the mailbox: the next one is not the work of a stranger.
  const last = newest?.usedAt === null ? newest : null;
  if (existing.status === 'pending') {
    const waits = last !== null && last.expiresAt > now && !(cameToNothing(last) && isYesterdays(last, now));
    if (waits) return NOTHING;
    // What the operator wrote down for somebody is no stranger's to change.
    if (existing.origin !== WEB_ORIGIN) return { what: 'invite' };
    return { what: 'ask-again', changes: { ...DEFAULT_PREFERENCES, ...asked } };
  }
  if (last && !isYesterdays(last, now)) return NOTHING;
  return { what: existing.status === 'unsubscribed' ? 'invite' : 'remind' };
}

/** True for a letter that is known not to have arrived. */
function cameToNothing({ state }: Letter): boolean {
  return ['rejected', 'expired', 'cancelled', 'render_failed', 'bounced'].includes(state);
}

function isYesterdays({ createdAt }: Letter, now: number): boolean {
  return createdAt <= now - DAY_MS;
}

/**
 * Reads preferences as a sign-up keeps them, as JSON; null when that is damaged. What the catalogue has no more is
 * left out: it was there when they chose it.
 */
export function readAsked(json: string, rules: PreferenceRules): PreferenceChanges | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { topics, queries, cadence, hour, timezone } = value as Record<string, unknown>;
  const { changes, problems } = readPreferences(
    {
      topics: texts(topics)?.filter(id => rules.topicIds.includes(id)),
      queries: texts(queries),
      cadence: text(cadence),
      hour: text(hour),
      timezone: text(timezone),
    },
    rules,
  );
  return problems.length > 0 ? null : changes;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function texts(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter(one => typeof one === 'string') : undefined;
}
