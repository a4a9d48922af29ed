/** What is looked at, in the order in which it is told. */
export const CHECKS = [
  'size',
  'subject',
  'preheader',
  'links',
  'images',
  'contrast',
  'headings',
  'language',
  'support',
  'headers',
  'unsubscribe',
  'dkim',
  'text',
  'spam',
] as const;
export type CheckName = (typeof CHECKS)[number];

/** `fault`: readers or mail servers will mind. `warning`: some will. `hint`: could be better. */
export type Level = 'fine' | 'hint' | 'warning' | 'fault';

export interface Finding {
  check: CheckName;
  level: Level;
  /** What was found, in one sentence. */
  found: string;
  /** What to do about it; empty only where all is fine. */
  todo: string;
  /** The piece of the mail it is about, short, as it stands there; null: the mail as a whole. */
  piece: string | null;
}

export interface InspectedLink {
  href: string;
  /** What a reader sees of it. */
  text: string;
  /** `paper` leads elsewhere; the others to our own pages; `anchor` within the mail. */
  kind:
    | 'unsubscribe'
    | 'preferences'
    | 'view'
    | 'tune'
    | 'confirm'
    | 'account'
    | 'page'
    | 'paper'
    | 'anchor'
    | 'mailto'
    | 'other';
}

/** How one mail program shows a mail in its list; approximate, since it depends on window and font. */
export interface ListedIn {
  client: string;
  subject: string;
  preheader: string;
}

/** A colour of text on what is behind it. */
export interface ContrastPair {
  scheme: 'light' | 'dark';
  /** `#rrggbb` */
  text: string;
  background: string;
  /** 1 to 21 (WCAG 2.2, relative luminance), to two digits. */
  ratio: number;
  /** 4.5, or 3 for large text. */
  needed: number;
  /** Some text so coloured. */
  sample: string;
  /** How many pieces of text are. */
  count: number;
}

/** `partial`: with notes; `unknown`: nobody tested it. */
export type Support = 'yes' | 'partial' | 'no' | 'unknown';

/** One feature of HTML or CSS that the mail uses, and who knows it. */
export interface FeatureSupport {
  /** `CSS border-radius property` */
  feature: string;
  /** Page that tells more. */
  url: string;
  /** By client, in the order of `Inspection.clients`. */
  support: { level: Support; note: string }[];
}

/** Everything there is to say about the bytes of one mail. */
export interface Inspection {
  findings: Finding[];
  /** Bytes of the HTML part, decoded; and where Gmail cuts it off. */
  size: { html: number; text: number; whole: number; limit: number };
  links: InspectedLink[];
  listed: ListedIn[];
  contrast: ContrastPair[];
  /** Mail programs by name, and the day (YYYY-MM-DD) their data is of. */
  clients: string[];
  supportAsOf: string;
  support: FeatureSupport[];
}

/** What a mail is measured against. */
export interface InspectFacts {
  /** Address of our own pages. */
  publicUrl: string;
  /** Public key (PEM) that signatures are checked with; null: mail is not signed here. */
  dkim: { domain: string; selector: string; publicKey: string } | null;
}
