import type { Signal } from '../../model/signal.ts';
import type { Reachable } from '../../model/subscriber.ts';
import type { LearnedWords } from '../../pipeline/learned-in-words.ts';
import type { Story } from '../../pipeline/story.ts';
import { cleanText } from '../../render/clean-text.ts';
import { shortDate, shownTitle } from '../archive/listed-paper.ts';
import type { Notice } from '../views.ts';
import { historyDay, type Telling } from './history.ts';
import type { AccountField, AccountView } from './views.ts';

/** Signals shown; the export has them all. */
const SIGNALS = 30;

/** What one showing of the page is about, besides its reader. */
export interface AccountShowing {
  notice?: Notice | null;
  typedAddress?: string;
  errors?: Partial<Record<AccountField, string>>;
}

/** What the page is made of. */
export interface AccountFacts {
  reader: Reachable;
  stories: readonly Story[];
  signals: readonly Signal[];
  /** Titles and ids of the papers that signals name. */
  papers: ReadonlyMap<number, { id: string; title: string }>;
  /** What they taught. */
  learned: readonly LearnedWords[];
  telling: Telling;
  /** When the link ends, for people. */
  until: string;
  /** The page itself, its export, and the preferences. */
  action: string;
  dataLink: string;
  preferences: string;
  /** The date of an instant. */
  dateOf: (at: number) => string;
}

/** What is only a reader's own. */
export function accountView(facts: AccountFacts, showing: AccountShowing): AccountView {
  const { reader, stories, signals, papers, learned, telling, until, action, dataLink, preferences, dateOf } =
    facts;
  const { notice = null, typedAddress = '', errors = {} } = showing;
  return {
    title: 'What is yours',
    address: reader.email,
    until,
    notice,
    action,
    dataLink,
    preferences,
    history: stories.map(story => historyDay(story, telling)),
    signals: signals.slice(0, SIGNALS).map(({ kind, paper, group, at }) => {
      const named = papers.get(paper);
      return {
        said: SAID[kind],
        paper: named ? shownTitle(named) : 'A paper',
        link: named ? telling.paperLink(named.id) : '',
        heading: telling.nameOf(group),
        date: shortDate(dateOf(at)),
      };
    }),
    moreSignals: signals.length > SIGNALS ? `and ${signals.length - SIGNALS} more` : '',
    learned: [...learned],
    mayMove: reader.status === 'active' || reader.status === 'paused',
    typedAddress: cleanText(typedAddress),
    errors: { address: errors.address ?? '', sure: errors.sure ?? '' },
  };
}

const SAID: Readonly<Record<Signal['kind'], string>> = {
  more: 'More like',
  less: 'Less like',
  opened: 'Opened',
  mute: 'Muted at',
};
