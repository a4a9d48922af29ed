import type { DeliveryState } from '../model/delivery.ts';
import type { SkipReason } from '../model/edition.ts';
import type { Subscriber } from '../model/subscriber.ts';
import { cleanText } from '../render/clean-text.ts';
import { standingsInWords } from './source-standings.ts';
import type { Story } from './story.ts';

/** What a sentence about a subscriber's edition is made of, besides the story itself. */
export interface Telling {
  subscriber: Subscriber;
  /** Why the address is never mailed, and since when; null when it may be. */
  suppression: { reason: string; at: number } | null;
  /** An instant for people. */
  time: (at: number) => string;
  now: number;
}

/** Topics and queries that one sentence names. */
const NAMED = 6;

/** Why a subscriber got, or did not get, an edition: one or two sentences, to be read after its date. */
export function whyInWords(story: Story, telling: Telling): string {
  const words = story.delivery
    ? DELIVERED[story.delivery.state](story, telling)
    : story.skip
      ? `no mail: ${story.skip.reason}: ${SKIPPED[story.skip.reason](story, telling)}.`
      : `no mail: ${neither(story, telling)}`;
  const { hold } = story;
  const isPlanned = story.delivery !== null || story.skip !== null;
  const isWaiting = story.delivery === null || ['pending', 'deferred'].includes(story.delivery.state);
  if (hold?.cancelled) return isPlanned ? words : `${words} The edition is cancelled.`;
  return hold && isWaiting ? `${words} The edition is paused: ${hold.pausedWhy}.` : words;
}

type InWords = (story: Story, telling: Telling) => string;

const DELIVERED: Record<DeliveryState, InWords> = {
  pending: ({ slot }, { time, now }) =>
    slot !== null && slot > now
      ? `pending: it is planned, and goes at ${time(slot)} unless the operator cancels the edition.`
      : 'pending: it waits to be handed over.',
  leased: () => 'leased: a worker is about to hand it over.',
  handoff: () => 'handoff: it is being handed over; no answer yet.',
  accepted: ({ delivery }, { time }) =>
    delivery?.reply === 'outbox'
      ? `accepted: written to a folder at ${time(delivery.updatedAt)}, nobody got mail.`
      : `accepted: a server took it at ${time(delivery?.updatedAt ?? 0)}${said(delivery?.reply)}. Whether it arrived, nobody knows.`,
  deferred: ({ delivery }) => `deferred: it is tried again${said(delivery?.reply)}.`,
  rejected: ({ delivery }) => `rejected: the server refused it${said(delivery?.reply)}.`,
  unknown: ({ delivery }) =>
    `unknown: it may have arrived or not (${delivery?.reason ?? 'handed over, no answer'}). paperboy deliveries resolve ${delivery?.edition}.${delivery?.subscriber} settles it.`,
  expired: ({ delivery }) =>
    `expired: ${delivery?.reason ?? 'too late for this day'}${said(delivery?.reply)}.`,
  suppressed: ({ delivery }, { time }) =>
    `suppressed: before it was handed over, at ${time(delivery?.updatedAt ?? 0)}, they were ${delivery?.reason ?? 'suppressed'}.`,
  cancelled: ({ delivery }) =>
    delivery?.reason === 'paused' || delivery?.reason === 'pending'
      ? `cancelled: before it was handed over, they were ${delivery.reason}.`
      : `cancelled: ${delivery?.reason ?? 'it was called off'}.`,
  bounced: ({ delivery }) => `bounced: a server took it, and it came back${said(delivery?.reply)}.`,
  complained: () => 'complained: it arrived, and was reported as unwanted.',
  render_failed: ({ delivery }) => `render_failed: the mail could not be made: ${delivery?.reason}.`,
};

const SKIPPED: Record<SkipReason, InWords> = {
  'not-due': ({ edition, slot, skip }, { subscriber, time }) => {
    if (slot === null) return `their days are ${subscriber.cadence}, and ${edition} is ${weekday(edition)}`;
    return slot > (skip?.at ?? slot)
      ? `their hour, ${time(slot)}, had not come when it was prepared`
      : `it was prepared for an hour before theirs, ${time(slot)}`;
  },
  'nothing-new': ({ candidates }, { subscriber }) =>
    candidates === 0
      ? 'there was no paper to choose from'
      : `whatever matched ${interests(subscriber)} among the ${counted(candidates)} of the window had been carried before`,
  'nothing-matched': ({ candidates }, { subscriber }) =>
    candidates === 1
      ? `the one paper of the window did not match ${interests(subscriber)}`
      : `none of the ${counted(candidates)} of the window matched ${interests(subscriber)}`,
  paused: (_, { subscriber }) =>
    subscriber.status === 'paused' && subscriber.pausedUntil !== null
      ? `their mail rests until ${subscriber.pausedUntil}`
      : 'their mail rested',
  pending: () => 'their address was not confirmed',
  unsubscribed: () => 'they had unsubscribed',
  suppressed: (_, { suppression, time }) =>
    suppression
      ? `their address is never mailed, since ${time(suppression.at)}: ${suppression.reason}`
      : 'their address was suppressed',
  quiet: story => `nothing came out that day${behind(story)}`,
  'stale-source': story => `nothing new reached us${behind(story)}`,
  held: () => 'the operator cancelled the edition',
};

/** What the sources had to do with it. */
function behind({ sources, edition }: Story): string {
  return sources.length > 0 ? `: ${cleanText(standingsInWords(sources, edition))}` : '';
}

/** Nobody planned them in. */
function neither({ edition, slot, isPrepared }: Story, { subscriber, time, now }: Telling): string {
  const hour =
    slot === null
      ? `Their days are ${subscriber.cadence}, and ${edition} is ${weekday(edition)}.`
      : `Their slot ${slot > now ? 'is' : 'was'} at ${time(slot)}.`;
  if (!isPrepared) return `nobody prepared it${slot !== null && slot > now ? ' yet' : ''}. ${hour}`;
  return `nobody prepared it for them. ${hour} They were added at ${time(subscriber.createdAt)}.`;
}

function interests({ topics, queries }: Subscriber): string {
  const all = [...topics, ...queries];
  if (all.length === 0) return 'anything: they follow no topic and no query';
  const named = all.length > NAMED ? all.slice(0, NAMED - 1) : all.slice(0, -1);
  const last = all.length > NAMED ? `${all.length - named.length} more` : all.at(-1);
  return named.length === 0 ? `${last}` : `${named.join(', ')} or ${last}`;
}

function counted(papers: number): string {
  return papers === 1 ? 'one paper' : `${papers} papers`;
}

function said(reply: string | null | undefined): string {
  return reply ? ` (${cleanText(reply)})` : '';
}

function weekday(edition: string): string {
  return `a ${new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format(new Date(edition))}`;
}
