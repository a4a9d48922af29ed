import type { Form } from './tokenize.ts';
import { tokenize } from './tokenize.ts';

/** The words of a text as keys. */
export function wordsInOrder(text: string): string[] {
  return tokenize(text).flatMap(({ forms }) => forms.slice(0, 1).map(form => form.key));
}

/**
 * The ways a term may be written: `state-space` and `state space` as two words (a hyphen in a text parts words as well)
 * and as `statespace`. With `acronyms`, words with two capitals or more match in these capitals only.
 */
export function spellingsOf(term: string, acronyms: boolean): string[][] {
  const wordOf = (form: Form): string => (acronyms && form.exact) || form.key;
  const apart = tokenize(term);
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
