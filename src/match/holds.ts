import { matchQuery } from './match-query.ts';
import { parseQuery, QUOTES, type Query } from './query.ts';
import type { Statistics } from './statistics.ts';
import type { TokenizedPaper } from './tokenize.ts';

/** Statistics of nothing: whether words stand in a paper does not depend on how rare they are. */
const NO_STATISTICS: Statistics = { papers: 0, frequency: () => 0 };

/** Words that are not wanted: all of them side by side, as in a query's quotes; after `author:` or `org:` a name. */
export function phraseQuery(words: string): Query {
  // In quotes of any kind, too: one that ended the phrase would make it other words, or none.
  const plain = words.replace(QUOTES, ' ');
  const [, field = '', rest = plain] = /^\s*((?:author|org):)(.*[\p{L}\p{N}].*)$/isu.exec(plain) ?? [];
  return parseQuery(`${field}"${rest}"`);
}

/** True when the phrase stands in the title or the abstract; capitals, accents and the plural make no difference. */
export function holdsPhrase(phrase: Query, paper: TokenizedPaper): boolean {
  return matchQuery(phrase, paper, NO_STATISTICS) !== null;
}
