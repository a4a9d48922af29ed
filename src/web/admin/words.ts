import type { MessageView, Notice } from '../views.ts';

/** A form that no page of ours can have sent in this session. */
export const NOT_FROM_HERE: MessageView = {
  title: 'This form is not from here',
  text: [
    'It was not sent by a page of this session: the session may be a new one, or another site tried to act in your name. Nothing was changed.',
    'Go back to the page, load it again, and send it once more.',
  ],
  link: '',
  linkText: 'To the overview',
};

/** What was done. */
export function done(text: string, ...lines: string[]): Notice {
  return { good: true, text, details: lines.map(line => ({ text: line, link: '' })) };
}

/** What is wrong, and in which field of the page. */
export function wrong(text: string, line: string, field = ''): Notice {
  return { good: false, text, details: [{ text: line, link: field && `#${field}` }] };
}

/** An instant (milliseconds) on the clocks of a zone, without its name: `2026-06-02 07:00`. */
export function clockTime(at: number, timeZone: string): string {
  // Swedish writes dates as the rest of the program does.
  return new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);
}

/** A length of time, roughly: `5 minutes`. */
export function roughly(ms: number): string {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  if (minutes < 90) return minutes === 1 ? 'a minute' : `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}

export const NO_SUCH_SUBSCRIBER: MessageView = {
  title: 'No such subscriber',
  text: ['Nobody ever had this number.'],
  link: '',
  linkText: 'To the subscribers',
};
