import type { Token } from './tokenize.ts';

/** Terms by their words. One walk over a text finds every term in it, however many there are. */
export interface Trie<Value> {
  next: Map<string, Trie<Value>>;
  values: Value[];
}

/** A term found: `tokens[start]` up to, not including, `tokens[end]`. */
export interface Found<Value> {
  value: Value;
  start: number;
  end: number;
}

export function emptyTrie<Value>(): Trie<Value> {
  return { next: new Map(), values: [] };
}

/** Adds a term in the given spellings, each a list of words. One without a word adds nothing. */
export function addTerm<Value>(trie: Trie<Value>, spellings: string[][], value: Value): void {
  for (const spelling of spellings) {
    let node = trie;
    for (const word of spelling) {
      const next: Trie<Value> = node.next.get(word) ?? emptyTrie();
      node.next.set(word, next);
      node = next;
    }
    // The ways to write one term come one after the other: to look at all values would be quadratic.
    if (node !== trie && node.values.at(-1) !== value) node.values.push(value);
  }
}

/** Calls `found` for every term of the trie in the text: by where it starts, the longest first. */
export function findTerms<Value>(
  trie: Trie<Value>,
  tokens: Token[],
  found: (term: Found<Value>) => void,
): void {
  const ends: { node: Trie<Value>; end: number }[] = [];
  for (let start = 0; start < tokens.length; start++) {
    ends.length = 0;
    walk(trie, tokens, start, ends);
    if (ends.length > 1) ends.sort((a, b) => b.end - a.end);
    for (const { node, end } of ends) for (const value of node.values) found({ value, start, end });
  }
}

function walk<Value>(
  node: Trie<Value>,
  tokens: Token[],
  at: number,
  ends: { node: Trie<Value>; end: number }[],
): void {
  for (const form of tokens[at]?.forms ?? []) {
    const end = at + form.length;
    for (const word of form.exact === null ? [form.key] : [form.key, form.exact]) {
      const next = node.next.get(word);
      if (!next) continue;
      if (next.values.length > 0) ends.push({ node: next, end });
      if (next.next.size > 0 && tokens[end] && tokens[end].joint !== 'break') walk(next, tokens, end, ends);
    }
  }
}
