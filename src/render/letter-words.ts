import type { LetterKind } from '../model/letter.ts';
import { counted } from './views.ts';
import { writtenDate } from './written-date.ts';

/** What a letter says: our own words, and of whom it goes to nothing but the address. Nothing is escaped yet. */
export interface LetterWords {
  subject: string;
  /** What an inbox shows beside the subject. */
  preheader: string;
  title: string;
  opening: string[];
  /** The one thing to do; null when there is none. */
  action: { label: string; link: string } | null;
  closing: string[];
  /** How long the link works; empty when that needs no word. */
  limits: string;
  /** Why they get it. */
  reason: string;
  /** What else they may do, at the end. */
  ways: { label: string; link: string }[];
}

/** What the words of a letter are made of. */
export interface LetterFacts {
  listName: string;
  email: string;
  /** Where a person reads what is answered. */
  contact: string;
  /** When it was written, and until when its link works, in milliseconds since the epoch. */
  date: number;
  expiresAt: number;
  /** Zone of the times told. */
  timeZone: string;
  links: { confirm: string; account: string; preferences: string; unsubscribe: string };
}

const DO_NOTHING = 'If you did not ask for this, do nothing: you will not hear from us again.';
const MINUTE_MS = 60_000;

/** The words of a letter of this kind. */
export function letterWords(kind: LetterKind, facts: LetterFacts): LetterWords {
  return WORDS[kind](facts);
}

const WORDS: Readonly<Record<LetterKind, (facts: LetterFacts) => LetterWords>> = {
  confirm: facts => ({
    subject: `Please confirm: your subscription to ${facts.listName}`,
    preheader: 'One click, and the papers come. If you did not ask for them, do nothing.',
    title: 'Please confirm your subscription',
    opening: [
      `Somebody, you we hope, asked ${facts.listName} to mail new research papers to this address.`,
      'Confirm it, and the first papers follow, usually within minutes.',
    ],
    action: { label: 'Confirm my subscription', link: facts.links.confirm },
    closing: [DO_NOTHING],
    limits: `The link works once, for ${lasting(facts)}.`,
    reason: `You receive this mail because ${facts.email} was entered at ${facts.listName}.`,
    ways: [],
  }),

  known: facts => ({
    subject: `You are subscribed to ${facts.listName} already`,
    preheader: 'Somebody entered your address once more. Nothing has changed.',
    title: 'You are subscribed already',
    opening: [
      `Somebody, you we hope, asked for mails from ${facts.listName} at this address once more. Nothing has changed.`,
      'Your preferences show what you follow, when your mails come, and whether they pause.',
    ],
    action: { label: 'Look at your preferences', link: facts.links.preferences },
    closing: ['If that was not you, there is nothing to do.'],
    limits: '',
    reason: `You receive this mail because ${facts.email} was entered at ${facts.listName}, where it is subscribed.`,
    ways: [{ label: 'Unsubscribe', link: facts.links.unsubscribe }],
  }),

  link: facts => ({
    subject: `Your link to ${facts.listName}, good for ${span(facts)}`,
    preheader: 'Your data, your mails and why they came, a new address, erasure.',
    title: `Your link, good for ${span(facts)}`,
    opening: [
      'It leads to what is only yours: everything we store about you, which mails came and why, a new address, and erasing it all.',
      'Whoever has this link can do the same, so pass this mail on to nobody.',
    ],
    action: { label: 'Open your page', link: facts.links.account },
    closing: ['If you did not ask for this link, do nothing: nothing changes.'],
    limits: `The link works for ${lasting(facts)}. After that, your preferences give you a new one.`,
    reason: `You receive this mail because a link for ${facts.email} was asked for at ${facts.listName}.`,
    ways: [],
  }),

  move: facts => ({
    subject: `Please confirm: your new address for ${facts.listName}`,
    preheader: 'One click, and the papers come here. If you did not ask for them, do nothing.',
    title: 'Please confirm your new address',
    opening: [
      `A reader of ${facts.listName}, you we hope, wants their mails to come to this address from now on.`,
      'Confirm it, and the next one does. Topics and times stay as they are.',
    ],
    action: { label: 'Use this address', link: facts.links.confirm },
    closing: [DO_NOTHING],
    limits: `The link works once, for ${lasting(facts)}.`,
    reason: `You receive this mail because a reader of ${facts.listName} gave ${facts.email} as their new address.`,
    ways: [],
  }),

  moved: facts => ({
    subject: `Your mails from ${facts.listName} go to a new address`,
    preheader: 'As you asked. If that was not you, write to us.',
    title: 'Your mails go to a new address',
    opening: [
      `As asked for, and confirmed at the new address, mails from ${facts.listName} go there from now on. None come here any more.`,
      'If that was you, there is nothing to do.',
    ],
    action: null,
    closing: [`If it was not, write to ${facts.contact}: a person reads it and puts it right.`],
    limits: '',
    reason: `You receive this mail because ${facts.email} was subscribed to ${facts.listName} until now.`,
    ways: [],
  }),

  quiet: facts => ({
    subject: `Nothing for you this week from ${facts.listName}`,
    preheader: 'No new paper matched what you follow. We go on looking.',
    title: 'Nothing for you this week',
    opening: [
      'For a week, no new paper matched what you follow. Nothing is broken: we go on looking, and write when there is one.',
      'To hear from us more often, follow another topic or add a query of your own.',
    ],
    action: { label: 'Change what you follow', link: facts.links.preferences },
    closing: [
      'You wished for a sign of life when there is nothing for a week. Your preferences turn it off, too.',
    ],
    limits: '',
    reason: `You receive this mail because ${facts.email} is subscribed to ${facts.listName}.`,
    ways: [{ label: 'Unsubscribe', link: facts.links.unsubscribe }],
  }),
};

/** How long the link works, and until when: `15 minutes, until 14:32 (Europe/Berlin)`. */
function lasting(facts: LetterFacts): string {
  // Swedish writes dates as the rest of the program does: 2026-06-02 07:00.
  const format = new Intl.DateTimeFormat('sv', {
    timeZone: facts.timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const [day = '', time = ''] = format.format(facts.expiresAt).split(' ');
  const [today] = format.format(facts.date).split(' ');
  const until = day === today ? time : `${writtenDate(day)}, ${time}`;
  return `${span(facts)}, until ${until} (${facts.timeZone})`;
}

/** How long the link works, in the largest unit of which there are two: `7 days`. */
function span({ date, expiresAt }: LetterFacts): string {
  const minutes = Math.max(0, Math.round((expiresAt - date) / MINUTE_MS));
  if (minutes < 120) return counted(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return hours < 48 ? counted(hours, 'hour') : counted(Math.round(hours / 24), 'day');
}
