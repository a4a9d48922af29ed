import type { AdminViews } from './admin/views.ts';
import type { ArchiveViews } from './archive/views.ts';
import type { ReaderViews } from './reader/views.ts';
import type { SignUpViews } from './sign-up/views.ts';

/** What each template may use, by its name: plain values; the templates escape them. Links are paths of this site or https. */
export interface PageViews extends ReaderViews, ArchiveViews, SignUpViews, AdminViews {
  message: MessageView;
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

/** What a page says on top: what was done, or what is wrong. */
export interface Notice {
  good: boolean;
  text: string;
  /** One a line; with a link when it leads to a field. */
  details: { text: string; link: string }[];
}

export interface Option {
  value: string;
  name: string;
  chosen: boolean;
}
