/** What each template of the studio may use, by its name: plain values; the templates escape them. */
export interface StudioViews {
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
