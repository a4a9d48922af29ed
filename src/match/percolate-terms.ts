import { namedIn, rarityOfTerm } from './match-query.ts';
import type { Name } from './names.ts';
import { looksAtText, type QueryTerm } from './query.ts';
import type { Statistics } from './statistics.ts';
import { nameKey, type TokenizedPaper } from './tokenize.ts';
import { addTerm, emptyTrie, findTerms } from './trie.ts';

/** The distinct terms of many queries, found in a paper by one walk. */
export interface Terms {
  /** How many there are; their numbers run from 0, the rarest first. */
  size: number;
  /** Of every term that was filed, in order, the number. Terms that differ in nothing but `title:` have the same. */
  numbers: Uint32Array;
  /** By number. */
  rarity: Float64Array;
  /** How often each stands in the paper looked at last, of those that stand in it. */
  inTitle: Uint32Array;
  inAbstract: Uint32Array;
  /** Looks at a paper: the numbers of the terms that stand in it, rising. */
  find: (paper: TokenizedPaper) => Uint32Array;
}

/** Files every term of these once. */
export function fileTerms(all: Iterable<QueryTerm>, statistics: Statistics): Terms {
  const { terms, numbers, rarity } = numberTerms(all, statistics);
  const trie = emptyTrie<number>();
  for (const [num, term] of terms.entries()) if (looksAtText(term)) addTerm(trie, term.spellings, num);
  const named = fileNames(terms);

  const inTitle = new Uint32Array(terms.length);
  const inAbstract = new Uint32Array(terms.length);
  /** The look at which each was last found: nothing has to be cleared between papers. */
  const foundAt = new Uint32Array(terms.length);
  let look = 0;

  function find(paper: TokenizedPaper): Uint32Array {
    look++;
    const found: number[] = [];
    const add = (num: number, counts: Uint32Array) => {
      if (foundAt[num] !== look) {
        foundAt[num] = look;
        inTitle[num] = 0;
        inAbstract[num] = 0;
        found.push(num);
      }
      counts[num] = (counts[num] ?? 0) + 1;
    };
    findTerms(trie, paper.title, ({ value }) => add(value, inTitle));
    findTerms(trie, paper.abstract, ({ value }) => add(value, inAbstract));
    if (named.size > 0) {
      for (const [word, authors] of namesByWord(paper)) {
        const some = { ...paper, authors };
        for (const num of named.get(word) ?? []) {
          const term = terms[num];
          if (term && namedIn(term, some) !== undefined) add(num, inTitle);
        }
      }
    }
    return Uint32Array.from(found).sort();
  }

  return { size: terms.length, numbers, rarity, inTitle, inAbstract, find };
}

function numberTerms(all: Iterable<QueryTerm>, statistics: Statistics) {
  const known = new Map<string, number>();
  const terms: QueryTerm[] = [];
  const firsts: number[] = [];
  for (const term of all) {
    const key = keyOfTerm(term);
    let first = known.get(key);
    if (first === undefined) {
      first = terms.push(term) - 1;
      known.set(key, first);
    }
    firsts.push(first);
  }
  const rarity = Float64Array.from(terms, term => rarityOfTerm(term, statistics));
  const order = [...terms.keys()].sort((a, b) => (rarity[b] ?? 0) - (rarity[a] ?? 0));
  const numberOf = new Uint32Array(terms.length);
  for (const [num, first] of order.entries()) numberOf[first] = num;
  return {
    terms: order.flatMap(first => terms[first] ?? []),
    rarity: Float64Array.from(order, first => rarity[first] ?? 0),
    numbers: Uint32Array.from(firsts, first => numberOf[first] ?? 0),
  };
}

/** Whatever stands in a paper for one of two terms does so for the other when this is the same. */
function keyOfTerm({ field, spellings, name }: QueryTerm): string {
  if (name.length > 0) return `${field}:${name.join('\n')}`;
  // Parted by what no word holds: there are letters that fold to words with spaces between.
  const [first = [], second = first] = spellings;
  const one = first.length === 1 ? (first[0] ?? '') : first.join('\n');
  const other = second.length === 1 ? (second[0] ?? '') : second.join('\n');
  return one === other ? one : `${one}\n\n${other}`;
}

/** By the words of names in a paper, its authors of that name: some papers have thousands. */
function namesByWord({ authors, organisation }: TokenizedPaper): Map<string, Name[]> {
  const byWord = new Map<string, Name[]>(organisation.map(word => [nameKey('org', word), []]));
  for (const author of authors) {
    for (const word of new Set(author.words)) {
      const key = nameKey('author', word);
      const known = byWord.get(key);
      if (known) known.push(author);
      else byWord.set(key, [author]);
    }
  }
  return byWord;
}

/** Names by the word of each that the fewest names have. */
function fileNames(terms: readonly QueryTerm[]): Map<string, number[]> {
  const names = [...terms.entries()].filter(([, term]) => !looksAtText(term));
  const counts = new Map<string, number>();
  for (const [, { spellings }] of names)
    for (const word of spellings.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
  const filed = new Map<string, number[]>();
  for (const [num, { spellings }] of names) {
    const [first = '', ...others] = spellings.flat();
    const rarest = others.reduce((a, b) => ((counts.get(b) ?? 0) < (counts.get(a) ?? 0) ? b : a), first);
    const known = filed.get(rarest);
    if (known) known.push(num);
    else filed.set(rarest, [num]);
  }
  return filed;
}
