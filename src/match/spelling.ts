import type { Form } from './tokenize.ts';
import { formOf, tokenize } from './tokenize.ts';

/** The words of a text as keys. */
export function wordsInOrder(text: string): string[] {
  const words: string[] = [];
  for (const { forms } of tokenize(text)) if (forms[0]) words.push(forms[0].key);
  return words;
}

/** True for nothing but plain letters and digits: one word, whatever they are. */
export function isPlain(text: string): boolean {
  return /^[A-Za-z0-9]+$/.test(text);
}

/**
 * The ways a term may be written: `state-space` and `state space` as two words (a hyphen in a text parts words as well)
 * and as `statespace`. With `acronyms`, words with two capitals or more match in these capitals only.
 */
export function spellingsOf(term: string, acronyms: boolean): string[][] {
  if (isPlain(term)) {
    const { key, exact } = formOf(term);
    const words = [(acronyms && exact) || key];
    return [words, words];
  }
  const wordOf = (form: Form): string => (acronyms && form.exact) || form.key;
  const apart = tokenize(term);
  const [only] = apart;
  if (only && apart.length === 1) {
    const words = only.forms.map(wordOf);
    return [words, words];
  }
  const hyphenated = apart.length === 2 ? tokenize(term.trim().replace(/\s+/, '-')) : apart;
  const joined: string[] = [];
  for (let at = 0; at < hyphenated.length; ) {
    const longest = hyphenated[at]?.forms.at(-1);
    if (!longest) break;
    joined.push(wordOf(longest));
    at += longest.length;
  }
  return [apart.flatMap(({ forms }) => forms.slice(0, 1).map(wordOf)), joined];
}
