import type { TokenizedPaper } from './tokenize.ts';
import { type Found, findTerms, type Trie } from './trie.ts';

/** How often a term stands in a paper, and how it is written there first. */
export interface Mentions {
  title: number;
  abstract: number;
  as: string;
}

/** The terms of a trie that stand in a paper. `counts` may turn down a single finding: it is asked in reading order. */
export function findMentions<Term>(
  trie: Trie<Term>,
  paper: TokenizedPaper,
  counts: (found: Found<Term>, part: 'title' | 'abstract') => boolean,
): Map<Term, Mentions> {
  const mentions = new Map<Term, Mentions>();
  for (const part of ['title', 'abstract'] as const) {
    const tokens = paper[part];
    findTerms(trie, tokens, found => {
      if (!counts(found, part)) return;
      let entry = mentions.get(found.value);
      if (!entry) {
        const as = (paper.text[part] ?? '').slice(tokens[found.start]?.start, tokens[found.end - 1]?.end);
        entry = { title: 0, abstract: 0, as };
        mentions.set(found.value, entry);
      }
      entry[part]++;
    });
  }
  return mentions;
}
