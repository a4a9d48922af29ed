import { findMentions, type Mentions } from './mentions.ts';
import { isNamed, standsIn } from './names.ts';
import { looksAtText, type Query, type QueryTerm, trieOf } from './query.ts';
import { evidenceOf, lengthOf, scoreOf } from './score.ts';
import { rarityOfWords, type Statistics } from './statistics.ts';
import type { TokenizedPaper } from './tokenize.ts';

/** A term of a query weighs as much as a strong term of a topic. */
const WEIGHT = 2;
/** Names are rare, whatever their words mean in a text: Kaiming He is no `he`. */
const RARITY_OF_NAMES = 6;

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
  const mentions = mentionsOf(query, paper);
  if (query.excluded.some(term => mentions.has(term))) return null;
  if (!query.needed.every(group => group.some(term => mentions.has(term)))) return null;

  const terms = new Set<string>();
  let evidence = 0;
  let squares = 0;
  for (const term of query.needed.flat()) {
    const rarity = rarityOfTerm(term, statistics);
    squares += mostOf(rarity);
    const found = mentions.get(term);
    if (!found) continue;
    evidence += evidenceOfTerm(rarity, found.title, found.abstract);
    terms.add(found.as);
  }
  const length = lengthOf(paper.title.length, paper.abstract.length);
  return { score: scoreOf(evidence, Math.sqrt(squares), length), terms: [...terms] };
}

/** How rare a term is, as it is written. */
export function rarityOfTerm(term: QueryTerm, statistics: Statistics): number {
  return looksAtText(term) ? rarityOfWords(term.spellings[0] ?? [], statistics) : RARITY_OF_NAMES;
}

/** What a term adds to the square of the most that a query could say. */
export function mostOf(rarity: number): number {
  return (WEIGHT * rarity) ** 2;
}

/** What a term says for a query. */
export function evidenceOfTerm(rarity: number, inTitle: number, inAbstract: number): number {
  return evidenceOf(WEIGHT, rarity, inTitle, inAbstract);
}

/** The name in a paper that an author or an organisation is looked for by; undefined when there is none. */
export function namedIn({ field, name }: QueryTerm, paper: TokenizedPaper): string | undefined {
  if (field === 'author') return paper.authors.find(author => isNamed(name, author))?.text;
  return standsIn(name, paper.organisation) ? (paper.text.organisation ?? undefined) : undefined;
}

/** A cheap look that spares most papers the walk. */
function mayStandIn(term: QueryTerm, paper: TokenizedPaper): boolean {
  return term.spellings.some(words => words.every(word => paper.words.has(word)));
}

function mentionsOf(query: Query, paper: TokenizedPaper): Map<QueryTerm, Mentions> {
  const mentions = findMentions(
    trieOf(query),
    paper,
    ({ value }, part) => part === 'title' || value.field === null,
  );
  for (const term of [...query.needed.flat(), ...query.excluded]) {
    const as = looksAtText(term) ? undefined : namedIn(term, paper);
    // As good as once in the title.
    if (as !== undefined) mentions.set(term, { title: 1, abstract: 0, as });
  }
  return mentions;
}
