import type { Entry } from '../../model/paper.ts';
import { isPreprintDoi } from './doi.ts';

/** A stored paper that at least one key of an entry led to. */
export interface KnownPaper {
  num: number;
  id: string;
  arxivId: string | null;
  doi: string | null;
  keys: string[];
}

/** What an entry is: a new paper, or a known one, with the younger papers it proves to be the same. */
export type Resolution = { kind: 'new' } | { kind: 'known'; num: number; merge: number[] };

type Ids = Pick<KnownPaper, 'arxivId' | 'doi'>;

/**
 * Decides which stored paper an entry is. Sharing an id settles it. Sharing only a URL, a title or an
 * abstract does too, unless an arXiv id or DOI says otherwise, or the titles are those of a series
 * (`Part I`, `Part II`). The elder (smallest number) wins;
 * the others become aliases of it. Pure; the order of `found` does not matter.
 */
export function resolveEntry(entry: Entry, found: readonly KnownPaper[]): Resolution {
  const keys = new Set(entry.keys);
  const proven: KnownPaper[] = [];
  const likely: KnownPaper[] = [];
  for (const paper of [...found].sort((a, b) => a.num - b.num)) {
    const shared = paper.keys.filter(key => keys.has(key));
    if (shared.some(isId)) proven.push(paper);
    else if (shared.length > 0 && !conflicts(entry, paper) && !inSeries(entry.keys, paper.keys, shared)) {
      likely.push(paper);
    }
  }
  const same = [...proven];
  for (const paper of likely) {
    if (!same.some(other => conflicts(other, paper))) same.push(paper);
  }
  const nums = same.map(paper => paper.num).sort((a, b) => a - b);
  const [elder, ...merge] = nums;
  return elder === undefined ? { kind: 'new' } : { kind: 'known', num: elder, merge };
}

function isId(key: string): boolean {
  return !/^(?:url|title|abstract|short-title):/.test(key);
}

/** True when nothing but the abstract is shared and the titles differ in numbers or single letters alone. */
function inSeries(a: readonly string[], b: readonly string[], shared: readonly string[]): boolean {
  if (!shared.every(key => key.startsWith('abstract:'))) return false;
  const stems = (keys: readonly string[]) => keys.filter(key => key.startsWith('title:')).map(stem);
  const known = stems(b);
  return stems(a).some(one => known.includes(one));
}

/** A title without what counts the parts of a series. */
function stem(key: string): string {
  return key.replace(/(?<=[: ])(?:\d+|[ivx]+|[a-z])(?= |$)/g, '').replace(/ +/g, ' ');
}

/** True when ids prove two papers different: other arXiv ids, or other DOIs that are not preprint and journal. */
function conflicts(a: Ids, b: Ids): boolean {
  if (a.arxivId && b.arxivId) return a.arxivId !== b.arxivId;
  if (!a.doi || !b.doi || a.doi === b.doi) return false;
  return isPreprintDoi(a.doi) === isPreprintDoi(b.doi);
}
