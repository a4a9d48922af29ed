import type { CalendarDate } from '../model/date.ts';
import type { Selection } from '../model/edition.ts';
import type { Message } from '../model/message.ts';
import type { Reachable } from '../model/subscriber.ts';
import type { EditionRenderer } from '../render/renderer.ts';
import type { Parts } from './parts.ts';

/** Whom a mail goes to, and what was settled of it when it was frozen. */
export interface Addressee {
  edition: CalendarDate;
  subscriber: Reachable;
  slot: number;
  /** Who it greets: their name as it was frozen, since a name may change and a mail does not. */
  name: string | null;
}

/**
 * One subscriber's mail. Everything in it comes from the edition, the subscriber and the slot, never
 * from the moment of rendering: preview and delivery are the same bytes.
 */
export function compose(parts: Parts, mail: EditionRenderer, to: Addressee, selection: Selection): Message {
  const { subscriber, slot, edition, name } = to;
  return mail.render(
    {
      num: subscriber.num,
      email: subscriber.email,
      name,
      date: slot,
      envelopeFrom: parts.envelopeFrom(subscriber.num, edition),
    },
    selection,
    parts.links(subscriber.num, edition),
  );
}
