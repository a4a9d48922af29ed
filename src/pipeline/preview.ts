import type { CalendarDate } from '../model/date.ts';
import type { DeliveryState } from '../model/delivery.ts';
import type { SelectedGroup, SkipReason } from '../model/edition.ts';
import type { Message } from '../model/message.ts';
import type { Reachable } from '../model/subscriber.ts';
import type { Parts } from './parts.ts';

/** Number of a subscriber who is made up: nobody has it, so the ledger knows nothing of them. */
export const MADE_UP = 0;

/** What one subscriber gets in one edition, and why; nothing is written anywhere. */
export interface Preview {
  edition: CalendarDate;
  subscriber: Reachable;
  outcome: DeliveryPreview | { kind: 'skip'; reason: SkipReason };
  /** What the ledger has on record for them and this edition, if it is a skip. */
  recorded: { reason: SkipReason; at: number } | null;
  why: WhyEdition;
}

export interface DeliveryPreview {
  kind: 'delivery';
  /** Its state in the ledger; null when it is not frozen. */
  state: DeliveryState | null;
  /** When it falls due, in milliseconds since the epoch. */
  slot: number;
  /** The very message that a mail server gets. */
  message: Message;
}

/** Why each paper of the window is in the mail, or is not. */
export interface WhyEdition {
  /** The headings they follow, in the order of the mail, then those that brought nothing. */
  groups: WhyGroup[];
  /** In the order of the mail; then those left out, the strongest first. */
  papers: WhyPaper[];
  /** Papers in the window that match nothing they follow, and are not in `papers`. */
  unmatched: number;
}

export interface WhyGroup {
  kind: SelectedGroup['kind'];
  key: string;
  name: string;
  /** Papers of the window that match it. */
  matched: number;
  /** Of these: carried to them before. */
  carried: number;
  /** Of these: in this mail, under this heading. */
  shown: number;
  /** Turns it is ahead because they asked more of it; behind, when below 0. */
  ahead: number;
}

/** What became of a paper. `limit`: over their maximum; `room`: the mail is full; `below`: under the threshold. */
export type Fate = 'card' | 'line' | 'again' | 'carried' | 'excluded' | 'limit' | 'room' | 'below';

export interface WhyPaper {
  id: string;
  title: string;
  url: string | null;
  fate: Fate;
  /** The heading it stands under, or would; null for one that only comes near. */
  group: { kind: SelectedGroup['kind']; key: string; name: string } | null;
  /** Its score there, and from which score on it counts. */
  score: number;
  threshold: number;
  /** What matched, best first. */
  terms: string[];
  /** The edition that carried it to them; null where that is not known or never. */
  carriedOn: CalendarDate | null;
  /** Their words that keep it out. */
  excludedBy: string | null;
}

/** Previews mails; keeps the days it has opened, a few at a time. */
export interface Previewer {
  /**
   * `subscriber` may be as the ledger has them, or changed, or made up (`num` 0). A frozen delivery of somebody unchanged is shown as it
   * was frozen. Changes nothing.
   */
  preview: (
    parts: Parts,
    subscriber: Reachable,
    edition: CalendarDate,
    options: { asFrozen: boolean },
  ) => Promise<Preview>;
}
