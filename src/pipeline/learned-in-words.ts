import type { FollowedGroup } from '../model/edition.ts';
import { personName, queryName } from '../model/query-name.ts';
import { cleanText } from '../render/clean-text.ts';
import type { LearnedHeading } from './taste.ts';

/** What was learned under one heading, in words. */
export interface LearnedWords {
  name: string;
  query: boolean;
  /** What they said: `More like it: 3, less like it: 1` */
  said: string;
  /** What papers that come sooner, or later, hold; empty where nothing was learned. */
  likes: string;
  dislikes: string;
}

type Reason = LearnedHeading['reasons']['liked'][number];

/** What somebody's signals taught, a heading each, in words. */
export function learnedInWords(
  learned: readonly LearnedHeading[],
  topicName: (id: string) => string,
): LearnedWords[] {
  return learned.map(({ group, more, less, opened, state, reasons }) => ({
    name: nameOf(group, topicName),
    query: group.kind === 'query' && personName(group.key) === null,
    said: [
      [
        more > 0 ? `More like it: ${more}` : '',
        less > 0 ? `less like it: ${less}` : '',
        opened > 0 ? `opened: ${opened}` : '',
      ]
        .filter(Boolean)
        .join(', '),
      NOT_YET[state],
    ]
      .filter(Boolean)
      .join('. '),
    likes: listed(reasons.liked, topicName),
    dislikes: listed(reasons.disliked, topicName),
  }));
}

const NOT_YET: Readonly<Record<LearnedHeading['state'], string>> = {
  few: 'Too little yet to learn from: three papers that you want more of, or opened, are needed',
  soon: 'The next mail goes by it',
  learned: '',
};

function nameOf({ kind, key }: FollowedGroup, topicName: (id: string) => string): string {
  return kind === 'topic' ? topicName(key) : cleanText(queryName(key));
}

function listed(reasons: readonly Reason[], topicName: (id: string) => string): string {
  return reasons.map(({ kind, text }) => (kind === 'topic' ? topicName(text) : cleanText(text))).join(', ');
}
