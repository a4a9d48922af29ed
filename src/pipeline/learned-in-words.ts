import type { FollowedGroup } from '../model/edition.ts';
import { personName } from '../model/query-name.ts';
import { cleanText } from '../render/clean-text.ts';
import type { LearnedHeading } from './taste.ts';

/** What was learned under one heading, in words. */
export interface LearnedWords {
  heading: string;
  /** What they said, and which papers come sooner for it, or later. */
  lines: string[];
}

type Reason = LearnedHeading['reasons']['liked'][number];

/** What somebody's signals taught, a heading each, in words. */
export function learnedInWords(
  learned: readonly LearnedHeading[],
  topicName: (id: string) => string,
): LearnedWords[] {
  return learned.map(({ group, more, less, opened, state, reasons }) => {
    const said = [told('More like it', more), told('Less like it', less), told('Opened', opened)];
    const lines = [
      said.filter(Boolean).join('; '),
      NOT_YET[state],
      told('Sooner come papers with', listed(reasons.liked, topicName)),
      told('Later come papers with', listed(reasons.disliked, topicName)),
    ];
    return { heading: headingOf(group, topicName), lines: lines.filter(Boolean) };
  });
}

/** `Less like it: 2`; empty where there is nothing to tell. */
function told(what: string, of: number | string): string {
  return of ? `${what}: ${of}` : '';
}

const NOT_YET: Readonly<Record<LearnedHeading['state'], string>> = {
  few: 'Too little yet to learn from: three papers that you want more of, or opened, are needed.',
  soon: 'The next mail goes by it.',
  learned: '',
};

function headingOf({ kind, key }: FollowedGroup, topicName: (id: string) => string): string {
  if (kind === 'topic') return topicName(key);
  return cleanText(personName(key) ?? `Your query: ${key}`);
}

function listed(reasons: readonly Reason[], topicName: (id: string) => string): string {
  return reasons.map(({ kind, text }) => (kind === 'topic' ? topicName(text) : cleanText(text))).join(', ');
}
