import { type Again, OUTSIDE_NAME, type SelectedGroup, type Selection } from '../model/edition.ts';
import type { MailLinks } from '../model/message.ts';
import { personName } from '../model/query-name.ts';
import { cleanText } from './clean-text.ts';
import type { EditionContext, Recipient } from './context.ts';
import { escapePlain } from './escape.ts';
import { preheaderOf, subjectOf } from './headline.ts';
import { PREFACE_WORDS } from './preface.ts';
import { fitted, ROOM } from './room.ts';
import { updatesView } from './updates-view.ts';
import {
  type AgainView,
  counted,
  type HeadView,
  type MoreView,
  type PaperView,
  type TailView,
  type UpdatesView,
} from './views.ts';
import { writtenDate } from './written-date.ts';

/** A group of the selection with what its heading shows. */
export interface ShownGroup extends SelectedGroup {
  name: string;
  anchor: string;
}

/** A mail as plain values: what the blocks show, apart from the papers themselves. */
export interface MailViews {
  /** For the header field: plain text, escaped as such. */
  subject: string;
  head: HeadView;
  groups: ShownGroup[];
  best: number;
  /** Null when everything that matched is in the mail. */
  more: MoreView | null;
  /** Null when nothing is in doubt. */
  again: AgainView | null;
  /** Null when there is nothing to tell of papers of before. */
  updates: UpdatesView | null;
  tail: TailView;
}

/** Everything of one mail that depends on its reader. */
export function mailViews(
  context: EditionContext,
  paper: (num: number) => PaperView,
  to: Recipient,
  selection: Selection,
  links: MailLinks,
): MailViews {
  const groups = selection.groups.map((group, at) => showGroup(group, at, context.topicName));
  const count = groups.reduce((sum, group) => sum + group.papers.length, 0);
  const followed = groups.filter(({ kind }) => kind !== 'outside').length;
  const best = paper(selection.best);
  const date = writtenDate(context.edition);
  const listName = cleanText(context.listName);
  const next = nextPapers(selection).map(num => paper(num).title);
  return {
    subject: subjectOf(best.title, count - 1, escapePlain),
    head: {
      subject: subjectOf(best.title, count - 1, title => title),
      preheader: preheaderOf(next, best.idea, date),
      listName,
      date,
      papers: counted(count, 'paper'),
      topics: counted(followed, 'topic'),
      severalTopics: followed > 1,
      reader: fitted(cleanText(to.name ?? ''), ROOM.reader) || 'you',
      preface: to.preface === null ? '' : PREFACE_WORDS[to.preface],
      note: fitted(cleanText(to.note), ROOM.note),
      contents: groups.length > 1 ? groups.map(contentsEntry) : [],
    },
    groups,
    best: selection.best,
    more: selection.more > 0 ? { more: morePapers(selection.more), editionLink: links.edition } : null,
    again: selection.again && againView(selection.again, paper, links),
    updates: selection.updates?.papers.length ? updatesView(selection.updates, paper) : null,
    tail: {
      listName,
      email: to.email,
      postalAddress: cleanText(context.postalAddress),
      preferences: links.preferences,
      unsubscribe: links.unsubscribe,
      view: links.view,
      home: links.home,
    },
  };
}

function againView(
  { editions, more }: Again,
  paper: (num: number) => PaperView,
  links: MailLinks,
): AgainView {
  return {
    editions: editions.map(({ edition, papers }) => ({
      date: writtenDate(edition),
      view: links.viewOf(edition),
      papers: papers.map(num => ({ title: paper(num).title, link: paper(num).link })),
    })),
    more: more > 0 ? morePapers(more) : '',
    // That mail has them, or the way to them in its own list of what was missed.
    moreLink: links.viewOf(editions[0]?.edition ?? ''),
  };
}

function morePapers(count: number): string {
  return counted(count, 'more paper');
}

function showGroup(group: SelectedGroup, at: number, topicName: (id: string) => string): ShownGroup {
  return { ...group, name: fitted(headingOf(group, topicName), ROOM.group), anchor: `t${at + 1}` };
}

/** What stands over the papers of a group. */
export function headingOf({ kind, key }: SelectedGroup, topicName: (id: string) => string): string {
  if (kind === 'outside') return OUTSIDE_NAME;
  return cleanText(kind === 'topic' ? topicName(key) : (personName(key) ?? `Your query: ${key}`));
}

function contentsEntry(group: ShownGroup): HeadView['contents'][number] {
  return { anchor: group.anchor, name: group.name, count: group.papers.length };
}

/** The first few papers besides the best: the leader of each group, then the others. */
function nextPapers(selection: Selection): number[] {
  const groups = selection.groups.map(group => group.papers.filter(({ num }) => num !== selection.best));
  const leaders = groups.flatMap(papers => papers.slice(0, 1));
  const others = groups.flatMap(papers => papers.slice(1));
  return [...leaders, ...others].slice(0, 6).map(({ num }) => num);
}
