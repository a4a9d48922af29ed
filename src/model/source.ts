/** A day of the week as `Date.getUTCDay` counts: 0 is Sunday. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

export const EVERY_DAY: readonly Weekday[] = [0, 1, 2, 3, 4, 5, 6];

/** Where the fields of a paper stand in a JSON document that nobody foresaw: paths such as `data.items` and `meta.title`. */
export interface JsonMapping {
  /** The list of papers; empty: the document itself is the list. */
  items: string;
  title: string;
  abstract: string | null;
  url: string | null;
  arxiv: string | null;
  doi: string | null;
  /** One text with commas, a list of texts, or a list of objects with the path of the name behind it: `authors[].name`. */
  authors: string | null;
  published: string | null;
  organisation: string | null;
  keywords: string | null;
  code: string | null;
  project: string | null;
  upvotes: string | null;
  comments: string | null;
  venue: string | null;
}

/** An upstream that publishes digests, as the operator names it. */
export interface Source {
  /** How it is called on pages and in logs: the name in sources.yaml, else its path or address without a password. */
  name: string;
  /** A folder, a file or an http(s) address, possibly with a name and password in it; `{date}` in it is the day. */
  location: string;
  /** The format to read it as, whatever it looks like; null: it is recognised. */
  format: string | null;
  mapping: JsonMapping | null;
  /** The days on which it brings something new: on others, silence is no news. */
  publishes: readonly Weekday[];
  /** True when its host may have an address of a private network. */
  private: boolean;
}

/** A source that needs no more than its location. */
export function plainSource(location: string, name: string): Source {
  return { name, location, format: null, mapping: null, publishes: EVERY_DAY, private: false };
}
