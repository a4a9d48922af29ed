import type { CalendarDate } from '../model/date.ts';
import type { Preface, Selection } from '../model/edition.ts';
import type { Message } from '../model/message.ts';
import type { Reachable } from '../model/subscriber.ts';
import type { EditionRenderer } from '../render/renderer.ts';
import type { Store } from '../store/store.ts';
import type { Parts } from './parts.ts';

/** Whom a mail goes to, and what was settled of it when it was frozen. */
export interface Addressee {
  edition: CalendarDate;
  subscriber: Reachable;
  slot: number;
  /** Who it greets: their name as it was frozen, since a name may change and a mail does not. */
  name: string | null;
  preface: Preface | null;
  /** The operator's line in it; empty for none. */
  note: string;
}

/**
 * One subscriber's mail. Everything in it comes from the edition, the subscriber and the slot, never
 * from the moment of rendering: preview and delivery are the same bytes.
 */
export function compose(parts: Parts, mail: EditionRenderer, to: Addressee, selection: Selection): Message {
  const { subscriber, slot, edition, name, preface, note } = to;
  return mail.render(
    {
      num: subscriber.num,
      email: subscriber.email,
      name,
      preface,
      note,
      date: slot,
      envelopeFrom: parts.envelopeFrom(subscriber.num, edition),
    },
    selection,
    parts.links(subscriber.num, edition, subscriber.learnOpened),
  );
}

/** The operator's lines by their numbers, each read once; empty for none. */
export function notesOf({ notes }: Store): (num: number | null) => Promise<string> {
  const known = new Map<number, string>();
  return async num => {
    if (num === null) return '';
    const text = known.get(num) ?? (await notes.text(num));
    known.set(num, text);
    return text;
  };
}
