import type { Clock } from '../clock.ts';
import type { Keep } from '../ingest/keep/keep.ts';
import type { Network } from '../ingest/sources/network.ts';
import type { Catalogue } from '../match/catalogue.ts';
import type { CalendarDate } from '../model/date.ts';
import type { EditionPreview } from '../model/edition-preview.ts';
import type { Letter } from '../model/letter.ts';
import type { MailLinks, Message } from '../model/message.ts';
import type { WeekSummary } from '../model/week-summary.ts';
import type { EditionRenderer } from '../render/renderer.ts';
import type { Incident } from '../store/incidents.ts';
import type { Store } from '../store/store.ts';
import type { EditionPapers } from './edition-papers.ts';
import type { LearnThrough } from './learner.ts';

/** What an edition is made with. */
export interface Parts {
  store: Store;
  clock: Clock;
  catalogue: Catalogue;
  /** What servers of papers are asked over; left out: the network as it is, without proxies or waiting. */
  network?: Network;
  /** Where the bytes of snapshots are kept; left out: nowhere. */
  keep?: Keep;
  /** IANA zone of the instance. */
  timeZone: string;
  /** Opens the renderer for one edition's papers. */
  openMail: (edition: CalendarDate, papers: EditionPapers) => EditionRenderer;
  /** The personal links of one mail; with those to papers when it counts which ones its reader opens. */
  links: (subscriber: number, edition: CalendarDate, learnOpened?: boolean) => MailLinks;
  /** Envelope sender of one delivery: where mail servers return what they cannot deliver. */
  envelopeFrom: (subscriber: number, edition: CalendarDate) => string;
  /** Writes to whoever runs this instance about what is wrong, at `date` (ms). */
  operatorMail: (incidents: readonly Incident[], to: string, date: number) => Message;
  /** Shows whoever runs this instance an edition that is about to go, at `date` (ms). */
  previewMail: (preview: EditionPreview, to: string, date: number) => Message;
  /** Tells whoever runs this instance what a week came to, at `date` (ms). */
  summaryMail: (week: WeekSummary, to: string, date: number) => Message;
  /** Writes a letter to whoever it goes to: the same bytes at every attempt. */
  letter: (letter: Letter, email: string) => Message;
  /** Learns once a snapshot, where many days are opened in a row; left out: anew each time. */
  learnThrough?: LearnThrough;
  /** Signs a message as it goes out (DKIM), if this instance signs. */
  sign: (message: Message) => Promise<Message>;
}
