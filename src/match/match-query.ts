import { findMentions } from './mentions.ts';
import type { Query, QueryTerm } from './query.ts';
import { evidenceOf, lengthOf, scoreOf } from './score.ts';
import { rarityOf, type Statistics } from './statistics.ts';
import type { TokenizedPaper } from './tokenize.ts';

/** A term of a query weighs as much as a strong term of a topic. */
const WEIGHT = 2;

/**
 * Whether a paper matches a query: its score on the scale of topics (0 to 1) for ranking, and the terms as they stand in
 * the paper, in the order of the query. Null when it does not match. A query decides by its words alone: any score is a match.
 */
export function matchQuery(
  query: Query,
  paper: TokenizedPaper,
  statistics: Statistics,
): { score: number; terms: string[] } | null {
  if (!query.needed.every(group => group.some(term => mayStandIn(term, paper)))) return null;
  const mentions = findMentions(query.trie, paper, ({ value }, part) => part === 'title' || !value.inTitle);
  if (query.excluded.some(term => mentions.has(term))) return null;
  if (!query.needed.every(group => group.some(term => mentions.has(term)))) return null;

  const terms = new Set<string>();
  let evidence = 0;
  let squares = 0;
  for (const term of query.needed.flat()) {
    const rarity = rarityOf(term.text, statistics);
    squares += (WEIGHT * rarity) ** 2;
    const found = mentions.get(term);
    if (!found) continue;
    evidence += evidenceOf(WEIGHT, rarity, found.title, found.abstract);
    terms.add(found.as);
  }
  return {
    score: scoreOf(evidence, Math.sqrt(squares), lengthOf(paper.title.length, paper.abstract.length)),
    terms: [...terms],
  };
}

/** A cheap look that spares most papers the walk. */
function mayStandIn(term: QueryTerm, paper: TokenizedPaper): boolean {
  return term.spellings.some(words => words.every(word => paper.words.has(word)));
}
