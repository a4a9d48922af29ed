import type { CalendarDate } from '../model/date.ts';
import type { Preface, SelectedGroup } from '../model/edition.ts';
import type { Paper } from '../model/paper.ts';

/** What all mails of one edition share. */
export interface EditionContext {
  edition: CalendarDate;
  /** Our name and address: never a reader's. */
  from: { name: string; address: string };
  replyTo: string | null;
  /** RFC 2919 list identifier without angle brackets, `daily.example.org`. */
  listId: string;
  listName: string;
  /** Empty when the operator gave none. */
  postalAddress: string;
  papers: (num: number) => Paper;
  topicName: (id: string) => string;
  /** Terms for which a paper stands under a topic or query, most important first. */
  explain: (num: number, group: Pick<SelectedGroup, 'kind' | 'key'>) => string[];
  /** Key of Message-IDs and boundaries. */
  idKey: Buffer;
}

/** Whom a mail goes to. */
export interface Recipient {
  /** Subscriber number. */
  num: number;
  email: string;
  name: string | null;
  /** What the mail opens with besides its papers; null for nothing. */
  preface: Preface | null;
  /** The operator's line, as typed; empty for none. */
  note: string;
  /** The Date header: milliseconds since the epoch, shown in UTC, whatever zone the reader moves to. */
  date: number;
  envelopeFrom: string;
}
