import { matchQuery } from '../match/match-query.ts';
import { type TokenizedPaper, tokenizePaper } from '../match/tokenize.ts';
import type { SelectedGroup } from '../model/edition.ts';
import { NOTHING_KNOWN, type Paper, voicesInWords } from '../model/paper.ts';
import type { Match } from '../model/topic.ts';
import { type Kinship, kinshipOf } from '../plan/similar.ts';
import type { EditionPaper } from '../store/editions.ts';
import { type Learned, nothingFound, parsedOrNull } from './learn.ts';

/** A paper as an edition shows it, and why: what `edition_paper` keeps as JSON. */
export interface Shown {
  paper: Paper;
  /** Terms that matched, by topic. */
  terms: Record<string, string[]>;
}

/** What was known of every paper from the start. */
type OldPaper = Pick<Paper, 'num' | 'id' | 'title' | 'firstSeen' | 'lastSeen'>;

/** What an edition kept of a paper; of an old one it lacks what was not known of papers then. */
export function readShown(content: string): Shown {
  const { paper, terms } = JSON.parse(content) as Omit<Shown, 'paper'> & { paper: OldPaper };
  return { paper: { ...NOTHING_KNOWN, withdrawnOn: null, origins: {}, ...paper }, terms };
}

/**
 * The papers of one edition, matched once each. What the edition froze stays as it was frozen, so
 * that a mail rendered again is the same mail, whatever was ingested or learned since.
 */
export interface EditionPapers {
  paper: (num: number) => Paper;
  /** Those of these papers that it lacks. */
  lacking: (nums: Iterable<number>) => number[];
  /** Adds papers of earlier editions: mails may show them again. */
  add: (papers: readonly Paper[]) => void;
  /** Every topic with its score, best first. */
  matches: (num: number) => Match[];
  /** How well a query matches; null when it does not, or cannot be read any more. */
  query: (num: number, query: string) => { score: number; terms: string[] } | null;
  /** A paper in words. */
  tokens: (num: number) => TokenizedPaper;
  /** The terms that put a paper under a heading, best first. */
  explain: (num: number, group: Pick<SelectedGroup, 'kind' | 'key'>) => string[];
  /** What the papers it was opened with have in common: looked for once, when it is first asked for. */
  kinship: () => Kinship;
  /** What to freeze of these papers. */
  frozen: (nums: Iterable<number>) => EditionPaper[];
}

export function editionPapers(
  papers: readonly Paper[],
  frozen: readonly EditionPaper[],
  aliases: ReadonlyMap<number, number>,
  { matcher, statistics, queries, found = nothingFound() }: Learned,
): EditionPapers {
  const shown = new Map<number, Shown>(frozen.map(row => [row.paper, readShown(row.content)]));
  const current = new Map(papers.map(paper => [paper.num, paper]));
  const { tokens: cut, matches: matched } = found;
  let kinship: Kinship | null = null;

  function paper(num: number): Paper {
    const found = find(num);
    if (!found) throw new Error(`paper ${num} is not part of this edition`);
    return found;
  }

  function find(num: number): Paper | undefined {
    return shown.get(num)?.paper ?? current.get(num) ?? current.get(aliases.get(num) ?? num);
  }

  function matches(num: number): Match[] {
    const known = matched.get(num) ?? matcher.match(readNow(num));
    matched.set(num, known);
    return known;
  }

  /** As it reads now, which is mostly as it is shown: then it is in words already. */
  function readNow(num: number): Paper | TokenizedPaper {
    const now = current.get(num) ?? paper(num);
    return now === paper(num) ? tokens(num) : now;
  }

  function query(num: number, text: string) {
    // A frozen mail keeps its reason when its reader has changed the query since.
    const parsed = queries.get(text) ?? parsedOrNull(text);
    if (!parsed) return null;
    return matchQuery(parsed, tokens(num), statistics);
  }

  function tokens(num: number): TokenizedPaper {
    const tokenized = cut.get(num) ?? tokenizePaper(paper(num));
    cut.set(num, tokenized);
    return tokenized;
  }

  function termsOf(num: number): Record<string, string[]> {
    const frozenTerms = shown.get(num)?.terms;
    if (frozenTerms) return frozenTerms;
    const decided = matches(num).filter(match => match.decided);
    return Object.fromEntries(decided.map(match => [match.topic, match.terms]));
  }

  function explain(num: number, { kind, key }: Pick<SelectedGroup, 'kind' | 'key'>): string[] {
    if (kind === 'outside') return voicesInWords(paper(num));
    return kind === 'topic' ? (termsOf(num)[key] ?? []) : (query(num, key)?.terms ?? []);
  }

  return {
    paper,
    lacking: nums => [...new Set(nums)].filter(num => !find(num)),
    add: more => {
      for (const one of more) current.set(one.num, one);
    },
    matches,
    query,
    tokens,
    explain,
    kinship: () => {
      kinship ??= kinshipOf(papers.map(({ num }) => paper(num)));
      return kinship;
    },
    frozen: nums =>
      [...nums].map(num => ({
        paper: num,
        content: JSON.stringify({ paper: { ...paper(num), origins: undefined }, terms: termsOf(num) }),
      })),
  };
}
