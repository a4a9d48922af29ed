import type { Interest } from './interest.ts';
import { AUTHOR, ORGANISATION, type TermBook, type Terms, TOPIC } from './terms.ts';

/** A word of a text as it stands there. */
export interface WrittenWord {
  /** The form that words are compared by. */
  key: string;
  as: string;
  /** It stands side by side with the word before. */
  follows: boolean;
}

/** Something that told papers apart, for people. */
export interface Reason {
  kind: 'words' | 'topic' | 'organisation' | 'author';
  /** The words as papers write them; the id of a topic; a name. */
  text: string;
}

/** What they asked more of, and less of, the most telling first. */
export interface Reasons {
  liked: Reason[];
  disliked: Reason[];
}

/** A paper that somebody spoke of. */
export interface SpokenOf {
  terms: Terms;
  words: readonly WrittenWord[];
}

const MOST_SHOWN = 6;
/** Terms looked at: two of them may be one phrase. */
const MOST_TERMS = 16;
/** What tells less than this part of what tells most is not told. */
const LEAST_PART = 0.25;

/** Which terms of the papers they spoke of weigh most for and against, in words. */
export function reasonsOf(
  { weights }: Pick<Interest, 'weights'>,
  said: { liked: readonly SpokenOf[]; disliked: readonly SpokenOf[] },
  book: TermBook,
): Reasons {
  return {
    liked: told(weights, 1, said.liked, book),
    disliked: told(weights, -1, said.disliked, book),
  };
}

/** How much a term tells in the papers they spoke of, and how many of these hold it. */
interface Part {
  term: string;
  weight: number;
  part: number;
  holders: number;
}

function told(
  weights: Interest['weights'],
  sign: 1 | -1,
  papers: readonly SpokenOf[],
  book: TermBook,
): Reason[] {
  const byId = new Map<number, Part>();
  for (const [term, weight] of weights) {
    if (weight * sign > 0) byId.set(book.find(term), { term, weight: weight * sign, part: 0, holders: 0 });
  }
  for (const { terms } of papers) {
    for (const [at, id] of terms.at.entries()) {
      const own = byId.get(id);
      if (!own) continue;
      own.part += own.weight * (terms.value[at] ?? 0);
      own.holders++;
    }
  }
  // One paper's words tell of that paper, not of a taste.
  const parts = [...byId.values()].filter(({ holders }) => holders >= Math.min(2, papers.length));
  parts.sort((a, b) => b.part - a.part || (a.term < b.term ? -1 : 1));
  const least = (parts[0]?.part ?? 0) * LEAST_PART;
  const terms = parts.filter(({ part }) => part > 0 && part >= least).slice(0, MOST_TERMS);
  return inPhrases(
    terms.map(({ term }) => term),
    papers,
  ).slice(0, MOST_SHOWN);
}

/** The terms as reasons; two words that stand side by side wherever both stand are told as one. */
function inPhrases(terms: readonly string[], papers: readonly SpokenOf[]): Reason[] {
  const done = new Set<string>();
  const reasons: Reason[] = [];
  for (const term of terms) {
    if (done.has(term)) continue;
    done.add(term);
    const other = traitOf(term);
    if (other) {
      reasons.push(other);
      continue;
    }
    const pair = pairWith(term, terms, papers, done);
    if (pair) done.add(pair.other);
    reasons.push({ kind: 'words', text: pair?.text ?? writtenAs(term, papers) });
  }
  return reasons;
}

function traitOf(term: string): Reason | null {
  const kinds = [
    [TOPIC, 'topic'],
    [ORGANISATION, 'organisation'],
    [AUTHOR, 'author'],
  ] as const;
  for (const [prefix, kind] of kinds) {
    if (term.startsWith(prefix)) return { kind, text: term.slice(prefix.length) };
  }
  return null;
}

/** The other term that stands beside this one most often, in two papers at least. */
function pairWith(
  term: string,
  terms: readonly string[],
  papers: readonly SpokenOf[],
  done: ReadonlySet<string>,
) {
  const pairs = new Map<string, { other: string; text: string; papers: number }>();
  for (const { words } of papers) {
    const here = new Set<string>();
    for (const [at, word] of words.entries()) {
      const before = words[at - 1];
      if (!before || !word.follows || (word.key === term) === (before.key === term)) continue;
      const other = word.key === term ? before.key : word.key;
      const key = `${before.key} ${word.key}`;
      if (done.has(other) || !terms.includes(other) || here.has(key)) continue;
      here.add(key);
      const known = pairs.get(key) ?? { other, text: `${before.as} ${word.as}`, papers: 0 };
      pairs.set(key, {
        ...known,
        text: lower(known.text, `${before.as} ${word.as}`),
        papers: known.papers + 1,
      });
    }
  }
  const [best] = [...pairs.values()].sort((a, b) => b.papers - a.papers || (a.text < b.text ? -1 : 1));
  return best && best.papers >= 2 ? best : null;
}

/** How these papers write a word: the way most of them do, of equal ones the one with fewer capitals. */
function writtenAs(term: string, papers: readonly SpokenOf[]): string {
  const times = new Map<string, number>();
  for (const { words } of papers) {
    for (const { key, as } of words) if (key === term) times.set(as, (times.get(as) ?? 0) + 1);
  }
  const [best] = [...times].sort(([a, m], [b, n]) => n - m || (lower(a, b) === a ? -1 : 1));
  return best?.[0] ?? term;
}

/** Of two spellings the one with fewer capitals: the other may have begun a sentence. */
function lower(one: string, other: string): string {
  const capitals = (text: string) => text.replace(/[^\p{Lu}]/gu, '').length;
  if (capitals(one) !== capitals(other)) return capitals(one) < capitals(other) ? one : other;
  return one < other ? one : other;
}
