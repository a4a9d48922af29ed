import type { MailboxView } from './mailbox/mailbox-views.ts';
import type { PreviewViews } from './preview/views.ts';
import type { ThemesView } from './themes/themes-view.ts';

/** What each template of the studio may use, by its name: plain values; the templates escape them. */
export interface StudioViews extends PreviewViews {
  message: MessageView;
  mailbox: MailboxView;
  themes: ThemesView;
}

export interface Titled {
  title: string;
}

/** Says one thing: what is wrong, or what there is to know. */
export interface MessageView extends Titled {
  text: string[];
  /** A way on; empty when there is none. */
  link: string;
  linkText: string;
}

/** What stands on every page of the studio, as `studio`. */
export interface StudioFrame {
  nav: { name: string; link: string; current: boolean }[];
  /** Of the files as the page shows them: it asks for a new one when there is a later. */
  version: number;
  /** Papers and readers are the bundled ones. */
  isExample: boolean;
  /** Why these pages are not made of their templates as they are on disk by now; empty when they are. */
  broken: string;
}

/** Part of a page (`hand-over`): what may be done with a mail besides looking at it. */
export interface HandOverView {
  /** Where its two forms go. */
  open: string;
  send: string;
  /** Who would get the mail, and by which server; empty when nobody can. */
  to: string;
  server: string;
  /** Why nobody can; empty otherwise. */
  missing: string;
  /** The mail would go by the operator's own settings, not those of the data that is shown. */
  bySettingsOfTheirOwn: boolean;
}
