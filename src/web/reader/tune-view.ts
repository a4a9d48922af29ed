import type { FollowedGroup } from '../../model/edition.ts';
import { personName } from '../../model/query-name.ts';
import type { Signal, SignalKind } from '../../model/signal.ts';
import type { Reason } from '../../pipeline/why-carried.ts';
import { cleanText } from '../../render/clean-text.ts';
import type { Notice } from '../views.ts';
import type { PersonView, TuneReason, TuneView } from './views.ts';

/** Terms named of each heading. */
const TERMS = 5;

type Heading = FollowedGroup;

/** Names and links, as the page needs them. */
export interface TuneFrame {
  paper: { title: string; link: string };
  action: string;
  preferences: string;
  notice: Notice | null;
  people: PersonView[];
  /** What made it the paper from outside of all they follow: `212 upvotes`; null where it is not that. */
  voices: string | null;
  /** Muted just now. */
  muted: Heading | null;
  nameOf: (heading: Heading) => string;
}

/** Why a paper came, what was said of it, and what may be said. */
export function tuneView(
  follows: number,
  reasons: readonly Reason[],
  said: readonly Signal[],
  { paper, action, preferences, notice, people, voices, muted, nameOf }: TuneFrame,
): TuneView {
  // What was muted a moment ago stays in sight, to be followed again.
  const isKnown = muted && reasons.some(({ kind, key }) => kind === muted.kind && key === muted.key);
  const all = muted && !isKnown ? [...reasons, { ...muted, terms: [], followed: false }] : reasons;
  const views = all.map(
    ({ kind, key, terms, followed }): TuneReason => ({
      field: kind,
      key,
      name: nameOf({ kind, key }),
      query: kind === 'query' && personName(key) === null,
      // Of somebody it says no more than the heading does.
      terms: personName(key) === null ? cleanText(terms.slice(0, TERMS).join(', ')) : '',
      followed,
    }),
  );
  const [first] = views;
  const opinion = said.find(({ kind }) => kind === 'more' || kind === 'less')?.kind ?? null;
  return {
    title: 'Why this paper?',
    notice,
    paper: paper.title,
    paperLink: paper.link,
    action,
    preferences,
    nothingLeft: follows === 0,
    reasons: views,
    people,
    without:
      voices === null
        ? 'Nothing that you follow brings this paper now.'
        : `It is from outside of all that you follow: you wished for one paper that many others read. This one has ${voices}.`,
    // What is not followed comes neither earlier nor later.
    heading: first?.followed ? first.name : '',
    more: opinion === 'more',
    less: opinion === 'less',
  };
}

/** What was done, in words, and what will come of it. */
export function noticeOf(kind: SignalKind, name: string): Notice {
  if (kind === 'mute') return done(`You no longer follow ${name}`, 'No paper comes because of it any more.');
  const place = kind === 'more' ? 'ahead of' : 'behind';
  return done(
    `Noted: ${kind} like this`,
    `From the next mail on, ${name} takes its turn a place ${place} the rest of what you follow.`,
  );
}

export function done(text: string, ...details: string[]): Notice {
  return { good: true, text, details: details.map(line => ({ text: line, link: '' })) };
}
