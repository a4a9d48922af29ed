import type { Catalogue, CatalogueTopic } from './catalogue.ts';
import { looksAtText, type Query } from './query.ts';
import { wordsInOrder } from './spelling.ts';

/** The words whose frequencies matching reads: those of all terms, names and descriptions, and of the queries. */
export function vocabulary(catalogue: Catalogue, queries: Query[] = []): string[] {
  const words = new Set(catalogue.topics.flatMap(wordsOf));
  for (const { needed } of queries)
    for (const term of needed.flat())
      if (looksAtText(term)) for (const word of term.spellings[0] ?? []) words.add(word);
  return [...words];
}

/** By topic: the same catalogue is asked again and again, and taking texts apart is most of the work. */
const known = new WeakMap<CatalogueTopic, string[]>();

function wordsOf(topic: CatalogueTopic): string[] {
  const texts = [topic.name, topic.description, ...topic.lexicon.map(textOf)];
  const words = known.get(topic) ?? [...new Set(texts.flatMap(wordsInOrder))];
  known.set(topic, words);
  return words;
}

function textOf(term: { text: string }): string {
  return term.text;
}
