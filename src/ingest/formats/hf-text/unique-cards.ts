import { titleKey } from '../../identity/title-key.ts';
import type { Draft } from '../format.ts';

/**
 * One draft a paper where a page shows every card twice (for phones and for desktops). The first
 * one stays where it is and takes what only the second one has.
 */
export function uniqueCards(drafts: readonly Draft[]): Draft[] {
  const byPaper = new Map<string, Draft>();
  for (const draft of drafts) {
    const key = draft.arxiv ?? titleKey(draft.title);
    const known = byPaper.get(key);
    byPaper.set(key, known ? united(known, draft) : draft);
  }
  return [...byPaper.values()];
}

function united(first: Draft, second: Draft): Draft {
  return {
    line: first.line,
    title: first.title,
    abstract: first.abstract.length > 0 ? first.abstract : second.abstract,
    url: first.url ?? second.url,
    arxiv: first.arxiv ?? second.arxiv,
    doi: first.doi ?? second.doi,
    organisation: first.organisation ?? second.organisation,
    authorCount: first.authorCount ?? second.authorCount,
    authors: first.authors.length > 0 ? first.authors : second.authors,
    hints: first.hints.length > 0 ? first.hints : second.hints,
    comments: first.comments ?? second.comments,
    upvotes: first.upvotes ?? second.upvotes,
    published: first.published ?? second.published,
    code: first.code ?? second.code,
    project: first.project ?? second.project,
    venue: first.venue ?? second.venue,
    role: first.role,
  };
}
