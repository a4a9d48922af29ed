import { wordsInOrder } from '../match/spelling.ts';
import { rarityOfWords } from '../match/statistics.ts';
import { tokenize } from '../match/tokenize.ts';
import type { Paper } from '../model/paper.ts';
import type { WrittenWord } from '../plan/taste/explain.ts';
import {
  type TermBook,
  type Terms,
  type Traits,
  termBook,
  termsOf,
  wordsOfTraits,
} from '../plan/taste/terms.ts';
import type { Store } from '../store/store.ts';
import type { EditionPapers } from './edition-papers.ts';

/** The papers of a day as taste sees them, each read once. */
export interface DayTerms {
  book: TermBook;
  /** Reads the papers that were not read yet, and how rare their words are. */
  read: (store: Store, nums: Iterable<number>) => Promise<void>;
  /** The terms of a paper that was read; null for any other. */
  of: (num: number) => Terms | null;
}

const kept = new WeakMap<EditionPapers, DayTerms>();

/** The terms of these papers: kept as long as they are. */
export function termsOfDay(papers: EditionPapers): DayTerms {
  const known = kept.get(papers) ?? openTerms(papers);
  kept.set(papers, known);
  return known;
}

function openTerms(papers: EditionPapers): DayTerms {
  const book = termBook();
  const terms = new Map<number, Terms>();
  const frequencies = new Map<string, number>();
  const rarities = new Map<string, number>();
  let archive: number | null = null;

  function rarity(word: string): number {
    const statistics = { papers: archive ?? 0, frequency: (one: string) => frequencies.get(one) ?? 0 };
    const known = rarities.get(word) ?? rarityOfWords([word], statistics);
    rarities.set(word, known);
    return known;
  }

  return {
    book,
    async read(store, nums) {
      const traits = [...new Set(nums)]
        .filter(num => !terms.has(num))
        .map(num => [num, traitsOf(papers.paper(num), decidedOf(papers, num))] as const);
      if (traits.length === 0) return;
      archive ??= await store.words.papers();
      const words = new Set(traits.flatMap(([, one]) => [...wordsOfTraits(one)]));
      const unknown = [...words].filter(word => !rarities.has(word));
      for (const [word, count] of await store.words.frequencies(unknown)) frequencies.set(word, count);
      for (const [num, one] of traits) terms.set(num, termsOf(one, book, rarity));
    },
    of: num => terms.get(num) ?? null,
  };
}

function decidedOf(papers: EditionPapers, num: number): string[] {
  return papers.matches(num).flatMap(({ topic, decided }) => (decided ? [topic] : []));
}

/** What taste reads of a paper. */
export function traitsOf(
  { title, abstract, organisation, authors }: Pick<Paper, 'title' | 'abstract' | 'organisation' | 'authors'>,
  topics: readonly string[],
): Traits {
  return {
    title: wordsInOrder(title),
    abstract: wordsInOrder(abstract ?? ''),
    topics,
    organisation,
    authors,
  };
}

/** The words of a paper as they stand there. */
export function writtenWords({ title, abstract }: Pick<Paper, 'title' | 'abstract'>): WrittenWord[] {
  return [title, abstract ?? ''].flatMap(text =>
    tokenize(text).map(({ start, end, joint, forms }) => ({
      key: forms[0]?.key ?? '',
      as: text.slice(start, end),
      follows: joint !== 'break',
    })),
  );
}
