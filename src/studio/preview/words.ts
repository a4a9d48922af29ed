import type { CalendarDate } from '../../model/date.ts';
import { weekdayOf } from '../../model/date.ts';
import { dayName } from '../../model/day-name.ts';
import type { DeliveryState } from '../../model/delivery.ts';
import type { SkipReason } from '../../model/edition.ts';
import type { Reachable } from '../../model/subscriber.ts';
import { writtenDate } from '../../render/written-date.ts';
import type { MailKind, Panel, Scheme, View, Width } from './state.ts';

export const VIEW_NAMES: Readonly<Record<View, string>> = {
  mail: 'Mail',
  text: 'Text',
  html: 'HTML',
  raw: 'Raw',
  headers: 'Headers',
  outlook: 'Outlook',
};
export const WIDTH_NAMES: Readonly<Record<Width, string>> = {
  phone: 'Phone',
  tablet: 'Tablet',
  desktop: 'Desktop',
};
export const SCHEME_NAMES: Readonly<Record<Scheme, string>> = {
  light: 'Light',
  dark: 'Dark',
  inverted: 'Inverted',
};
export const PANEL_NAMES: Readonly<Record<Panel, string>> = {
  checks: 'Checks',
  why: 'Why',
  time: 'Time machine',
};
export const MAIL_NAMES: Readonly<Record<MailKind, string>> = {
  edition: 'The edition',
  confirm: 'Please confirm',
  known: 'You are subscribed',
  link: 'A fresh link',
  move: 'New address',
  moved: 'Moved away',
  quiet: 'Sign of life',
};
/** `2 June 2026` */
export function shortDate(date: CalendarDate): string {
  return writtenDate(date).replace(/^\w+, /, '');
}

/** `Tue 2 June` */
export function dayAndMonth(date: CalendarDate): string {
  const [weekday = '', day, month] = writtenDate(date).replace(',', '').split(' ');
  return `${weekday.slice(0, 3)} ${day} ${month}`;
}

/** `on Mondays and Thursdays` */
export function cadenceInWords(cadence: string): string {
  if (cadence === 'daily') return 'every day';
  if (cadence === 'weekdays') return 'Monday to Friday';
  if (cadence === 'weekly') return 'on Mondays';
  return `on ${listed(cadence.split(',').map(day => `${dayName(day)}s`))}`;
}

export function hourInWords(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

/** `a, b and c` */
export function listed(words: readonly string[], and = 'and'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${and} ${words.at(-1)}`;
}

/** An instant on the clocks of a zone, to the minute, with the zone. */
export function instantInWords(at: number, timeZone: string): string {
  const day = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short' }).format(at);
  const time = new Intl.DateTimeFormat('sv', { timeZone, timeStyle: 'short' }).format(at);
  return `${dayAndMonth(day)}, ${time} ${timeZone.replaceAll('_', ' ')}`;
}

/** Why a day brings nothing, in a few words. */
export const SKIP_NAMES: Readonly<Record<SkipReason, string>> = {
  'not-due': 'no day of theirs',
  'nothing-new': 'nothing new',
  'nothing-matched': 'nothing matched',
  paused: 'paused',
  pending: 'not confirmed',
  unsubscribed: 'unsubscribed',
  suppressed: 'never mailed',
  quiet: 'sources quiet',
  'stale-source': 'sources stale',
  held: 'edition held',
};

/** Why there is no mail, in a sentence that follows “because”. */
export function becauseOf(reason: SkipReason, subscriber: Reachable, edition: CalendarDate): string {
  const { cadence, status, pausedUntil } = subscriber;
  switch (reason) {
    case 'not-due':
      return `their mail comes ${cadenceInWords(cadence)}, and this is a ${weekdayName(edition)}`;
    case 'nothing-new':
      return 'whatever matches in the papers of these days was in an earlier mail of theirs';
    case 'nothing-matched':
      return 'no paper of these days matches a topic or a query that they follow';
    case 'paused':
      return status === 'paused' && pausedUntil !== null
        ? `their mail rests until ${shortDate(pausedUntil)}`
        : 'their mail rests';
    case 'pending':
      return 'their address is not confirmed';
    case 'unsubscribed':
      return 'they unsubscribed';
    case 'suppressed':
      return 'their address is never mailed: it is suppressed';
    case 'quiet':
      return 'nothing came out that day';
    case 'stale-source':
      return 'the sources failed that day, or showed an old digest';
    case 'held':
      return 'the edition is cancelled';
  }
}

/** What would bring a mail. */
export function wayOnFrom(reason: SkipReason): string {
  switch (reason) {
    case 'not-due':
      return 'Choose another day, or other days under “What if”.';
    case 'nothing-new':
    case 'nothing-matched':
      return 'The panel Why shows how close the papers came. Try more topics or a query under “What if”.';
    default:
      return 'Letters can be looked at all the same.';
  }
}

/** How a delivery stands in the ledger. */
export const STATE_WORDS: Readonly<Record<DeliveryState, string>> = {
  pending: 'Frozen, and not handed over yet',
  leased: 'A worker is about to hand it over',
  handoff: 'It is being handed over',
  accepted: 'Accepted by the mail server, or written to the outbox',
  deferred: 'Deferred: it is tried again',
  rejected: 'Rejected by the mail server',
  unknown: 'Handed over, and never answered: unknown',
  expired: 'Expired: too late for its day',
  suppressed: 'Suppressed before it was handed over',
  cancelled: 'Cancelled before it was handed over',
  bounced: 'Bounced: it came back',
  complained: 'Complained about by its reader',
  render_failed: 'It could not be rendered',
};

function weekdayName(edition: CalendarDate): string {
  return (
    ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'][weekdayOf(edition)] ?? ''
  );
}
