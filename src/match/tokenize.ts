import type { MatchText } from '../model/topic.ts';
import { type Name, nameWords, readName } from './names.ts';

/** One way to read a word, or several words joined by hyphens as one. */
export interface Form {
  /** What words are compared by: see `keyOf`. */
  readonly key: string;
  /** What acronyms are compared by: with its capitals, singular; null unless it has two capitals. */
  readonly exact: string | null;
  /** How many tokens it takes. */
  readonly length: number;
}

/** One word of a text. */
export interface Token {
  /** Where it stands in the text, in UTF-16 units: first character, and after the last. */
  start: number;
  end: number;
  /** How it hangs together with the word before: by a hyphen, side by side, or not at all. */
  joint: 'hyphen' | 'space' | 'break';
  /** The word itself, then the compounds it begins: `pre-training` is also read as `pretraining`. */
  forms: Form[];
}

/** A paper cut into words once, for any number of queries. */
export interface TokenizedPaper {
  text: MatchText;
  title: Token[];
  abstract: Token[];
  /** Of arXiv, as sources name them: `arxiv:cs.RO`. */
  categories: string[];
  authors: Name[];
  /** Words of the name of its organisation. */
  organisation: string[];
  /** Every key in it, compounds included; words of names as `nameKey` has them. */
  words: Set<string>;
}

/** A word of a name among the words of a paper: no word of a text has a colon. */
export function nameKey(field: 'author' | 'org', word: string): string {
  return `${field}:${word}`;
}

/** Scripts written without spaces: each character is a word, so that phrases find what stands inside a run. */
const UNSPACED = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}`;
// Begins with a letter or a digit: of marks alone nothing is left to compare, and `a` would read like `a-` and such a mark.
const LETTERS = String.raw`[[\p{L}\p{N}]--[${UNSPACED}]][[\p{L}\p{N}\p{M}]--[${UNSPACED}]]*`;
const WORD = new RegExp(String.raw`[${UNSPACED}]|${LETTERS}(?:\+\+|#(?![\p{L}\p{N}]))?`, 'gv');
const HYPHEN = /^[-\u00ad\u2010-\u2013\u2212]$/;
const LONGEST_COMPOUND = 4;

/** Cuts a text into words, in time linear in its length. A possessive `'s` is no word. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const { 0: word, index: start } of text.matchAll(WORD)) {
    const gap = text.slice(end, start);
    end = start + word.length;
    if (word === 's' && start > 0 && (gap === "'" || gap === '’')) continue;
    const forms = [formOf(word)];
    tokens.push({ start, end, joint: tokens.length === 0 ? 'break' : jointOf(gap), forms });
  }
  addCompounds(text, tokens);
  return tokens;
}

export function tokenizePaper(paper: MatchText): TokenizedPaper {
  const text = withHints(paper);
  const title = tokenize(text.title);
  const abstract = tokenize(text.abstract ?? '');
  const categories = (paper.hints ?? []).filter(isCategory);
  const words = new Set<string>();
  for (const tokens of [title, abstract]) {
    for (const { forms } of tokens) for (const form of forms) words.add(form.key);
  }
  for (const category of categories) words.add(categoryKey(category));
  const authors = (paper.authors ?? []).map(readName);
  const organisation = nameWords(paper.organisation ?? '');
  for (const word of authors.flatMap(name => name.words)) words.add(nameKey('author', word));
  for (const word of organisation) words.add(nameKey('org', word));
  return { text, title, abstract, categories, authors, organisation, words };
}

/** What sources call a paper about reads like the end of its abstract. */
function withHints(paper: MatchText): MatchText {
  const keywords = (paper.hints ?? []).filter(hint => !isCategory(hint));
  if (keywords.length === 0) return paper;
  // No phrase runs over the marks between.
  const hints = keywords.map(hint => hint.replace(/^keyword:/, '')).join(' • ');
  return { ...paper, abstract: `${paper.abstract ?? ''} • ${hints}` };
}

/** True for a category of arXiv: a name of its own, and no word of a text. Who wants nothing of `AI` may want papers of `arxiv:cs.AI`. */
export function isCategory(text: string): boolean {
  return /^arxiv:\S+$/i.test(text);
}

/** What categories are compared by: no word of a text has a colon. */
export function categoryKey(category: string): string {
  return category.toLowerCase();
}

/** More different words than a day's papers have; longer ones would keep their whole text in memory. */
const MOST_FORMS_KEPT = 20_000;
const LONGEST_KEPT = 12;
const formsKept = new Map<string, Form>();

/** A word by itself. Papers share most of their words, and folding one costs ten times a look-up here. */
export function formOf(word: string): Form {
  const kept = formsKept.get(word);
  if (kept) return kept;
  const form = { key: keyOf(word), exact: exactOf(word), length: 1 };
  if (word.length > LONGEST_KEPT) return form;
  if (formsKept.size >= MOST_FORMS_KEPT) formsKept.clear();
  formsKept.set(word, form);
  return form;
}

/**
 * The form words are compared by: compatibility forms unified, small letters, Latin accents dropped, English plural
 * dropped (`studies` study, `classes` class, `models` model), British -ise and -isation read as -ize.
 */
export function keyOf(word: string): string {
  return singular(fold(word)).replace(/(?<=[a-z]{3})is(e|ed|er|ing|ation)$/, 'iz$1');
}

function fold(word: string): string {
  if (/^[a-z0-9]+$/.test(word)) return word;
  const lower = word.normalize('NFKD').toLowerCase();
  return lower.replace(/[\u0300-\u036f]/g, '');
}

function singular(word: string): string {
  if (word.length < 4 || !word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return word;
  if (/[a-z]{2}ies$/.test(word)) return `${word.slice(0, -3)}y`;
  return word.slice(0, /(?:ch|sh|x|ss|z)es$/.test(word) ? -2 : -1);
}

/** `LLMs` is the plural of `LLM`. */
function exactOf(word: string): string | null {
  if (!/\p{Lu}.*\p{Lu}/u.test(word)) return null;
  return word.normalize('NFKC').replace(/(?<=[\p{Lu}\p{N}])s$/u, '');
}

/** Phrases run over spaces, hyphens and a mark inside a word (`2.5`, `and/or`), not over a comma, a stop or a bracket. */
function jointOf(gap: string): Token['joint'] {
  if (gap === ' ') return 'space';
  if (HYPHEN.test(gap)) return 'hyphen';
  return gap.length <= 1 || /^\s+$/.test(gap) ? 'space' : 'break';
}

function addCompounds(text: string, tokens: Token[]): void {
  for (const [first, token] of tokens.entries()) {
    let joined = text.slice(token.start, token.end);
    for (let length = 2; length <= LONGEST_COMPOUND; length++) {
      const next = tokens[first + length - 1];
      if (next?.joint !== 'hyphen') break;
      joined += text.slice(next.start, next.end);
      token.forms.push({ key: keyOf(joined), exact: exactOf(joined), length });
    }
  }
}
