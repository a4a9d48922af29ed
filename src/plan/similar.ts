import type { Paper } from '../model/paper.ts';

/** What is read of a paper to see whom it resembles. */
export type Likeness = Pick<Paper, 'num' | 'title' | 'abstract' | 'organisation' | 'authors'>;

/** What papers have in common besides their topics; whoever has nothing in common with another is left out. */
export interface Kinship {
  /** Papers that say nearly the same in nearly the same words, by number. */
  alike: ReadonlyMap<number, readonly number[]>;
  /** Who stands behind a paper, by its number: an organisation, its first and its last author, each as a number. */
  circles: ReadonlyMap<number, readonly number[]>;
}

export const NO_KIN: Kinship = { alike: new Map(), circles: new Map() };

/** Cosine from which on two texts say the same: a text revised stays above it, two works on one problem far below. */
const SAME_TEXT = 0.6;
/** The same of titles alone, where one paper has no abstract: fewer words prove less. */
const SAME_TITLE = 0.8;
/** Rare words of a paper by which others that may be like it are found, and how many of them two have to share. */
const SIGNS = 16;
const SHARED = 2;
/** Papers that hold a rare word, at most. */
const RARE = 32;

/**
 * Finds what these papers have in common: once for all windows of an edition, which every subscriber shares. Abstracts, or titles where one has none, are compared as
 * vectors of their words, weighted by how rare they are among these papers (TF-IDF); only such pairs as share rare words
 * are compared. So it costs O(words + papers × SIGNS × RARE): near linear, a thousand papers take some 100 ms.
 */
export function kinshipOf(papers: readonly Likeness[]): Kinship {
  return { alike: alikeAmong(papers), circles: circlesOf(papers) };
}

interface Text {
  num: number;
  title: Vector;
  abstract: Vector | null;
  /** Its rarest words that others hold, too. */
  signs: string[];
}

interface Vector {
  weights: ReadonlyMap<string, number>;
  length: number;
}

function alikeAmong(papers: readonly Likeness[]): Map<number, number[]> {
  const texts = readTexts(papers);
  const holders = new Map<string, number[]>();
  const alike = new Map<number, number[]>();
  for (const [at, text] of texts.entries()) {
    const shared = new Map<number, number>();
    for (const word of text.signs) {
      for (const other of holders.get(word) ?? []) shared.set(other, (shared.get(other) ?? 0) + 1);
      put(holders, word, at);
    }
    for (const [other, count] of shared) {
      const found = texts[other];
      if (count < SHARED || !found || !areAlike(text, found)) continue;
      put(alike, text.num, found.num);
      put(alike, found.num, text.num);
    }
  }
  return alike;
}

function readTexts(papers: readonly Likeness[]): Text[] {
  const read = papers.map(({ num, title, abstract }) => ({
    num,
    title: wordsOf(title),
    abstract: abstract === null ? null : wordsOf(abstract),
  }));
  const held = new Map<string, number>();
  for (const { title, abstract } of read) {
    for (const word of new Set([...title, ...(abstract ?? [])])) held.set(word, (held.get(word) ?? 0) + 1);
  }
  const rarity = (word: string) => Math.log(1 + papers.length / (held.get(word) ?? 1));
  return read.map(({ num, title, abstract }) => {
    // One without an abstract is found by its title: those words come first.
    const ofTitle = new Set(title);
    const before = (word: string) => rarity(word) + (ofTitle.has(word) ? papers.length : 0);
    const signs = [...new Set([...title, ...(abstract ?? [])])]
      .filter(word => isShared(held.get(word) ?? 0))
      .sort((a, b) => before(b) - before(a) || (a < b ? -1 : 1))
      .slice(0, SIGNS);
    return {
      num,
      title: vectorOf(title, rarity),
      abstract: abstract && vectorOf(abstract, rarity),
      signs,
    };
  });
}

function isShared(holders: number): boolean {
  return holders > 1 && holders <= RARE;
}

/** Words of three letters or digits and more, in lower case: shorter ones are in every text. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
}

function vectorOf(words: readonly string[], rarity: (word: string) => number): Vector {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const weights = new Map<string, number>();
  let squares = 0;
  for (const [word, count] of counts) {
    const weight = (1 + Math.log(count)) * rarity(word);
    weights.set(word, weight);
    squares += weight * weight;
  }
  return { weights, length: Math.sqrt(squares) };
}

function areAlike(one: Text, other: Text): boolean {
  return one.abstract && other.abstract
    ? cosine(one.abstract, other.abstract) >= SAME_TEXT
    : cosine(one.title, other.title) >= SAME_TITLE;
}

function cosine(one: Vector, other: Vector): number {
  const [few, many] = one.weights.size < other.weights.size ? [one, other] : [other, one];
  let product = 0;
  for (const [word, weight] of few.weights) product += weight * (many.weights.get(word) ?? 0);
  return product / (one.length * other.length || 1);
}

function circlesOf(papers: readonly Likeness[]): Map<number, number[]> {
  const byName = new Map<string, number[]>();
  for (const { num, organisation, authors } of papers) {
    const [first] = authors;
    const names = [['org', organisation] as const, ['by', first] as const, ['by', authors.at(-1)] as const];
    const keys = names.flatMap(([kind, name]) => (name ? [`${kind} ${name.trim().toLowerCase()}`] : []));
    for (const key of new Set(keys)) put(byName, key, num);
  }
  const circles = new Map<number, number[]>();
  const several = [...byName.values()].filter(nums => nums.length > 1);
  for (const [circle, nums] of several.entries()) {
    for (const num of nums) put(circles, num, circle);
  }
  return circles;
}

function put<Key>(lists: Map<Key, number[]>, key: Key, item: number): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
