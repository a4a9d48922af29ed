import type { App } from '../app.ts';
import type { Previewer } from '../pipeline/preview.ts';
import type { ReplayFor } from '../pipeline/replay.ts';
import type { Live } from './live.ts';

/** A mail that arrived at the mail server of this machine. */
export interface CaughtMail {
  num: number;
  envelope: { from: string; to: string[] };
  raw: Buffer;
  /** In milliseconds since the epoch. */
  arrivedAt: number;
}

/** Where caught mails come from. */
export interface MailSource {
  /** Oldest first; emptied by whoever asks to. */
  mails: CaughtMail[];
  /** Tells of every new one. Returns what ends it. */
  watch: (listener: (mail: CaughtMail) => void) => () => void;
}

/** What the studio shows and works with. */
export interface StudioParts {
  app: App;
  live: Live;
  previewer: Previewer;
  replay: ReplayFor;
  /** The mailbox of `dev`, and where its other parts are, as people write it; null: there is none. */
  mailbox: { source: MailSource; smtp: string; pages: string } | null;
  /** The data is made up: nobody is written to in any case. */
  isExample: boolean;
}

/** Pages to look at mails with, on this machine only. */
export interface Studio {
  fetch: (request: Request) => Response | Promise<Response>;
  /** Ends the pages that wait for news, so that a server can close. */
  end: () => void;
}
