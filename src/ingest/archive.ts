import type { Entry, Paper, PaperUpdate } from '../model/paper.ts';
import type { MatchText } from '../model/topic.ts';
import type { KeyedPaper } from '../store/papers.ts';
import { mergePaper, paperOf as paperFrom, type Telling, unitePapers } from './identity/merge-paper.ts';
import { newsOf } from './identity/news.ts';
import type { TrustOf } from './identity/origins.ts';
import { isAbstractAlone, type KnownPaper, resolveEntry } from './identity/resolve.ts';
import { titleKey } from './identity/title-key.ts';

/** Papers minted here have numbers from this one on until they are stored: younger than any stored. */
const PROVISIONAL = 2 ** 40;

/** A paper minted from an entry; its number is provisional and its id not given yet. */
export interface Minted {
  entry: Entry;
  paper: Paper;
}

/** What placing entries changed. Maps and lists name papers by number, minted ones by the provisional one. */
export interface Changes {
  minted: Minted[];
  /** Stored papers that are not as they were. */
  updated: Paper[];
  /** The elder of each paper that became an alias, in the order in which it did. */
  aliases: Map<number, number>;
  /** The paper each key leads to, where it led nowhere or elsewhere before. */
  owners: Map<string, number>;
  /** In how many more (or fewer) papers a word occurs. */
  words: Map<string, number>;
  /** What is new of papers known before. */
  news: (PaperUpdate & { paper: number })[];
  /** Sentences on papers taken as one though their titles differ. */
  remarks: string[];
}

/** The papers a snapshot touches, in memory. */
export interface Archive {
  /** Number of the paper an entry is, after making it known; null for news of a paper that is not. */
  place: (entry: Entry) => number | null;
  changes: () => Changes;
}

/** What an archive goes by. */
export interface ArchiveRules {
  wordsOf: (text: MatchText) => Iterable<string>;
  trustOf: TrustOf;
}

/**
 * Opens the papers that the entries of one snapshot may be, `stored` with all of their keys. Entries
 * are placed in their turn: each is told apart by what the ones before it proved. No side effects.
 */
export function openArchive(
  stored: readonly KeyedPaper[],
  telling: Telling,
  { wordsOf, trustOf }: ArchiveRules,
): Archive {
  const papers = new Map<number, Paper>();
  const owner = new Map<string, number>();
  const keysOf = new Map<number, string[]>();
  const minted = new Map<number, Minted>();
  const updated = new Map<number, Paper>();
  const changes = {
    aliases: new Map<number, number>(),
    owners: new Map<string, number>(),
    words: new Map<string, number>(),
    news: [] as Changes['news'],
    remarks: [] as string[],
  };
  for (const { paper, keys } of stored) {
    papers.set(paper.num, paper);
    keysOf.set(paper.num, [...keys]);
    for (const key of keys) owner.set(key, paper.num);
  }

  function own(num: number, key: string): void {
    if (owner.get(key) === num) return;
    owner.set(key, num);
    changes.owners.set(key, num);
    const keys = keysOf.get(num);
    if (keys) keys.push(key);
    else keysOf.set(num, [key]);
  }

  function paperOf(num: number): Paper {
    const paper = papers.get(num);
    if (!paper) throw new Error(`paper ${num} is not loaded`);
    return paper;
  }

  function known(num: number): KnownPaper {
    const { arxivId, doi } = paperOf(num);
    return { num, arxivId, doi, keys: keysOf.get(num) ?? [] };
  }

  function countWords(text: MatchText, by: 1 | -1): void {
    for (const word of wordsOf(text)) changes.words.set(word, (changes.words.get(word) ?? 0) + by);
  }

  function mint(entry: Entry): number {
    const num = PROVISIONAL + minted.size;
    const paper = { ...paperFrom(entry, telling), num };
    papers.set(num, paper);
    minted.set(num, { entry, paper });
    countWords(entry, 1);
    return num;
  }

  function rewrite(before: Paper, after: Paper): void {
    if (isSame(before, after)) return;
    if (after.title !== before.title || after.abstract !== before.abstract) {
      countWords(before, -1);
      countWords(after, 1);
    }
    papers.set(after.num, after);
    const fresh = minted.get(after.num);
    if (fresh) fresh.paper = after;
    else updated.set(after.num, after);
  }

  function unite(elder: number, younger: number): void {
    const lesser = paperOf(younger);
    const greater = paperOf(elder);
    const keys = keysOf.get(younger) ?? [];
    rewrite(greater, unitePapers(greater, lesser, trustOf));
    countWords(lesser, -1);
    for (const key of keys) own(elder, key);
    changes.aliases.set(younger, elder);
    papers.delete(younger);
  }

  function remarkOnTitles(entry: Entry, same: readonly number[]): void {
    for (const { title } of same.filter(num => isAbstractAlone(entry.keys, known(num).keys)).map(paperOf)) {
      if (titleKey(title) === titleKey(entry.rawTitle)) continue;
      changes.remarks.push(
        `line ${entry.line}: "${entry.title}" has the abstract of "${title}" and is taken as the same paper.`,
      );
    }
  }

  return {
    place(entry) {
      const nums = new Set(entry.keys.flatMap(key => owner.get(key) ?? []));
      const resolved = resolveEntry(entry, [...nums].map(known));
      if (resolved.kind === 'new' && entry.role !== 'paper') return null;
      const num = resolved.kind === 'new' ? mint(entry) : resolved.num;
      if (resolved.kind === 'known') {
        remarkOnTitles(entry, [num, ...resolved.merge]);
        for (const younger of resolved.merge) unite(num, younger);
        const before = paperOf(num);
        const after = mergePaper(before, entry, telling, trustOf);
        changes.news.push(...newsOf(before, after, telling.capturedAt).map(one => ({ ...one, paper: num })));
        rewrite(before, after);
      }
      // A key that leads to another work stays there: a title that two works share tells neither.
      for (const key of entry.keys) if ((owner.get(key) ?? num) === num) own(num, key);
      return num;
    },
    changes: () => ({ ...changes, minted: [...minted.values()], updated: [...updated.values()] }),
  };
}

function isSame(before: Paper, after: Paper): boolean {
  return (Object.keys(after) as (keyof Paper)[]).every(field => before[field] === after[field]);
}
