import type { DeliveryState } from '../../model/delivery.ts';
import type { SkipReason } from '../../model/edition.ts';
import type { Subscriber } from '../../model/subscriber.ts';
import type { Story, ToldPaper } from '../../pipeline/story.ts';
import { isPauseOver } from '../../plan/plan.ts';
import { cleanText } from '../../render/clean-text.ts';
import { counted } from '../../render/views.ts';
import { writtenDate } from '../../render/written-date.ts';
import { cadenceInWords } from './preference-form.ts';
import type { HistoryDay } from './views.ts';

/** Papers named of one day; the mail itself has them all. */
const NAMED = 12;

/** What the history is told with. */
export interface Telling {
  subscriber: Subscriber;
  now: number;
  /** An instant for people. */
  time: (at: number) => string;
  paperLink: (id: string) => string;
  /** The mail of an edition, online. */
  mailLink: (edition: string) => string;
  nameOf: (heading: Pick<ToldPaper, 'kind' | 'key'>) => string;
}

/** One day of the history: what came, or why nothing did. */
export function historyDay(story: Story, telling: Telling): HistoryDay {
  const { edition, delivery, skip, papers } = story;
  const { paperLink, mailLink, nameOf } = telling;
  return {
    date: writtenDate(edition),
    code: delivery?.state ?? skip?.reason ?? '',
    words: wordsFor(story, telling),
    count: counted(papers.length, 'paper'),
    papers: papers.slice(0, NAMED).map(({ id, title, kind, key, terms }) => ({
      title: cleanText(title) || 'Untitled paper',
      link: paperLink(id),
      why: [nameOf({ kind, key }), cleanText(terms.slice(0, 3).join(', '))].filter(Boolean).join(': '),
    })),
    mail: delivery ? mailLink(edition) : '',
    more: papers.length > NAMED ? `and ${papers.length - NAMED} more` : '',
  };
}

/** Why somebody got, or did not get, their mail of a day: to be read by them. */
export function wordsFor(story: Story, telling: Telling): string {
  const { delivery, skip, hold } = story;
  if (delivery) {
    const words = DELIVERED[delivery.state](story, telling);
    return hold && ['pending', 'deferred'].includes(delivery.state) ? `${words} ${held(hold)}` : words;
  }
  if (skip) return SKIPPED[skip.reason](story, telling);
  return hold ? held(hold) : neither(story, telling);
}

type InWords = (story: Story, telling: Telling) => string;

const DELIVERED: Record<DeliveryState, InWords> = {
  pending: ({ slot }, { time, now }) =>
    slot !== null && slot > now ? `It is ready and leaves at ${time(slot)}.` : 'It is about to leave.',
  leased: () => 'It is about to leave.',
  handoff: () => 'It is being handed to your mail server.',
  accepted: ({ delivery }, { time }) =>
    delivery?.reply === 'outbox'
      ? 'It was written to a folder of this service, which mails nothing.'
      : `Your mail server took it at ${time(delivery?.updatedAt ?? 0)}. Look among the spam if you cannot find it.`,
  deferred: ({ delivery }) => `Your mail server wants us to try again later${said(delivery?.reply)}.`,
  rejected: ({ delivery }) => `Your mail server refused it${said(delivery?.reply)}.`,
  unknown: () =>
    'It may have arrived or not: your mail server never answered. What stood in it is named again in a later mail.',
  expired: ({ delivery }) => `It could not be handed over in time${said(delivery?.reply)}.`,
  suppressed: ({ delivery }) =>
    `You got no mail any more when it was to leave: ${delivery?.reason ?? 'suppressed'}.`,
  cancelled: ({ delivery }) =>
    delivery?.reason === 'paused' ? 'You paused before it left.' : 'It was called off before it left.',
  bounced: ({ delivery }) => `Your mail server took it and then sent it back${said(delivery?.reply)}.`,
  complained: () => 'It arrived, and was reported to us as unwanted.',
  render_failed: () => 'It could not be made, by a fault of ours.',
};

const SKIPPED: Record<SkipReason, InWords> = {
  'not-due': ({ slot }, { subscriber, time }) =>
    slot === null
      ? `No mail on this day: yours comes ${cadenceInWords(subscriber.cadence)}.`
      : `Your hour, ${time(slot)}, was not met.`,
  'nothing-new': ({ candidates }) =>
    candidates === 0
      ? 'There was no paper to choose from.'
      : `Whatever matched among ${counted(candidates, 'paper')}, you had got before.`,
  'nothing-matched': ({ candidates }, { subscriber }) =>
    subscriber.topics.length + subscriber.queries.length === 0
      ? 'You follow nothing that a paper could match.'
      : `None of ${counted(candidates, 'paper')} matched what you followed.`,
  paused: () => 'Your mail was paused.',
  pending: () => 'Your address was not confirmed.',
  unsubscribed: () => 'You were unsubscribed.',
  suppressed: () => 'No mail was to go to your address.',
  quiet: () => 'Nothing new came out on this day, as on weekends and holidays.',
  'stale-source': () =>
    'What we get papers from brought us nothing new on this day. What you missed comes with a later mail.',
  held: () => 'The edition was called off.',
};

/** Nobody planned them in. */
function neither({ edition, slot, isPrepared }: Story, { subscriber, now, time }: Telling): string {
  if (slot === null) return `No mail on this day: yours comes ${cadenceInWords(subscriber.cadence)}.`;
  if (slot > now) return comingOn(edition, subscriber) ?? `Your hour is ${time(slot)}.`;
  if (slot < (subscriber.confirmedAt ?? subscriber.createdAt)) return 'You were not subscribed yet.';
  return isPrepared ? 'This edition was made without you.' : 'No edition was made for your hour.';
}

/** Why no mail of this day is to come, as things stand; null when one may. */
function comingOn(edition: string, subscriber: Subscriber): string | null {
  const { status } = subscriber;
  if (status === 'paused') return isPauseOver(subscriber, edition) ? null : 'Your mail is paused.';
  if (status === 'pending') return 'Your address is not confirmed.';
  if (status === 'unsubscribed') return 'You are unsubscribed.';
  return status === 'suppressed' ? 'No mail goes to your address.' : null;
}

function held({ cancelled }: { cancelled: boolean }): string {
  return cancelled ? 'The edition was called off.' : 'The edition is on hold.';
}

function said(reply: string | null | undefined): string {
  return reply ? ` (“${cleanText(reply)}”)` : '';
}
