import type { Catalogue } from './catalogue.ts';
import type { Query } from './query.ts';
import { wordsInOrder } from './spelling.ts';

/** The words whose frequencies matching reads: those of all terms, names and descriptions, and of the queries. */
export function vocabulary(catalogue: Catalogue, queries: Query[] = []): string[] {
  const ofTopics = catalogue.topics.flatMap(topic => [
    topic.name,
    topic.description,
    ...topic.lexicon.map(textOf),
  ]);
  const ofQueries = queries.flatMap(query => query.needed.flat().map(textOf));
  return [...new Set([...ofTopics, ...ofQueries].flatMap(wordsInOrder))];
}

function textOf(term: { text: string }): string {
  return term.text;
}
