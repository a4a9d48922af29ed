import type { SpokenOf } from '../../../src/plan/taste/explain.ts';
import { type TermBook, type Terms, type Traits, termsOf } from '../../../src/plan/taste/terms.ts';

/** What is known of a paper with this text: its first word is the title. */
export function traits(text: string, changes: Partial<Traits> = {}): Traits {
  const [title = '', ...abstract] = text.toLowerCase().split(' ');
  return { title: [title], abstract, topics: [], organisation: null, authors: [], ...changes };
}

/** Its terms, where every word is as rare as any other. */
export function terms(book: TermBook, text: string, changes: Partial<Traits> = {}): Terms {
  return termsOf(traits(text, changes), book, () => 3);
}

export function spokenOf(book: TermBook, text: string, changes: Partial<Traits> = {}): SpokenOf {
  const words = text.split(' ').map((as, at) => ({ key: as.toLowerCase(), as, follows: at > 0 }));
  return { terms: terms(book, text, changes), words };
}
