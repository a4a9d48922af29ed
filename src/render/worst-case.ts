import { escapeHtml } from './escape.ts';
import { PREFACE_WORDS } from './preface.ts';
import { byteLength, ROOM } from './room.ts';
import type { CardView, Views } from './views.ts';

const MANY = '9999999';
const LONGEST_DATE = 'Wednesday, 30 September 9999';
const LONGEST_PREFACE = filler(
  Math.max(...Object.values(PREFACE_WORDS).map(words => byteLength(escapeHtml(words)))),
);

function filler(bytes: number): string {
  return 'x'.repeat(bytes);
}

/** A card's values that depend on its group and reader, as long as they get. */
export const WORST_GROUPING: Omit<
  CardView,
  keyof Views['line'] | 'known' | 'facts' | 'organisation' | 'counts' | 'resources' | 'idea'
> = {
  best: true,
  group: filler(ROOM.group),
  query: false,
  terms: filler(ROOM.terms),
  paperLink: filler(ROOM.link),
  tuneLink: filler(ROOM.link),
};

/** Entry of the table of contents, as long as it gets. */
export const WORST_ENTRY = { anchor: `t${MANY}`, name: filler(ROOM.group), count: Number(MANY) };

/**
 * Every value as long as it gets, everything optional present: what a block rendered with these takes
 * is the most it takes. The names that the operator chose are measured as they are.
 */
export function worstViews(listName: string, postalAddress: string): Views {
  const link = filler(ROOM.link);
  const paper = {
    title: filler(100),
    link,
    known: true,
    facts: true,
    organisation: filler(100),
    counts: filler(100),
    resources: [{ name: 'Project', link, first: false }],
    idea: filler(100),
  };
  return {
    head: {
      subject: filler(ROOM.subject),
      preheader: filler(ROOM.preheader),
      listName,
      date: LONGEST_DATE,
      papers: `${MANY} papers`,
      topics: `${MANY} topics`,
      severalTopics: true,
      reader: filler(ROOM.reader),
      preface: LONGEST_PREFACE,
      note: filler(ROOM.note),
      contents: [WORST_ENTRY],
    },
    group: { anchor: `t${MANY}`, name: filler(ROOM.group) },
    card: { ...paper, ...WORST_GROUPING },
    line: paper,
    more: { more: `${MANY} more papers`, editionLink: link },
    again: {
      editions: [{ date: LONGEST_DATE, view: link, papers: [paper] }],
      more: `${MANY} more papers`,
      moreLink: link,
    },
    updates: {
      papers: [{ ...paper, news: [{ words: filler(ROOM.news), link, first: true }] }],
      more: `${MANY} more papers`,
    },
    tail: {
      listName,
      email: filler(ROOM.email),
      postalAddress,
      preferences: link,
      unsubscribe: link,
      view: link,
      home: link,
    },
  };
}
