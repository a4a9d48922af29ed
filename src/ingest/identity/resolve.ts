import type { Entry } from '../../model/paper.ts';
import { isPreprintDoi } from './doi.ts';

/** A stored paper that at least one key of an entry led to. */
export interface KnownPaper {
  num: number;
  arxivId: string | null;
  doi: string | null;
  keys: string[];
}

/** What an entry is: a new paper, or a known one, with the younger papers it proves to be the same. */
export type Resolution = { kind: 'new' } | { kind: 'known'; num: number; merge: number[] };

type Ids = Pick<KnownPaper, 'arxivId' | 'doi'>;

/**
 * Decides which stored paper an entry is. A shared arXiv id settles it; a shared DOI or other id does
 * unless arXiv ids differ; a shared URL, title or abstract does unless an arXiv id or DOI says
 * otherwise, or the titles are those of a series (`Part I`, `Part II`). Papers that ids prove
 * different are never united: the stronger proof wins. Among the same, the elder (smallest number)
 * wins; the others become aliases of it. Pure; the order of `found` does not matter.
 */
export function resolveEntry(entry: Entry, found: readonly KnownPaper[]): Resolution {
  const proofs = found
    .map(paper => ({ paper, proof: proofOf(entry, paper) }))
    .filter(({ proof }) => proof !== Proof.none)
    .sort((a, b) => b.proof - a.proof || a.paper.num - b.paper.num);
  const same: KnownPaper[] = [];
  for (const { paper } of proofs) {
    if (!same.some(other => conflicts(other, paper))) same.push(paper);
  }
  const [elder, ...merge] = same.map(paper => paper.num).sort((a, b) => a - b);
  return elder === undefined ? { kind: 'new' } : { kind: 'known', num: elder, merge };
}

/** How well an entry and a stored paper are proved to be one, the higher the better. */
const Proof = { none: 0, likely: 1, id: 2, arxiv: 3 } as const;

function proofOf(entry: Entry, paper: KnownPaper): number {
  const shared = sharedKeys(entry.keys, paper.keys);
  if (shared.some(key => key.startsWith('arxiv:'))) return Proof.arxiv;
  if (shared.some(isId)) return otherArxiv(entry, paper) ? Proof.none : Proof.id;
  const likely = shared.length > 0 && !conflicts(entry, paper) && !inSeries(entry.keys, paper.keys, shared);
  return likely ? Proof.likely : Proof.none;
}

/** True when the abstract is all that two works share: the same work, renamed, but worth a remark. */
export function isAbstractAlone(a: readonly string[], b: readonly string[]): boolean {
  const shared = sharedKeys(a, b);
  return shared.length > 0 && shared.every(key => key.startsWith('abstract:'));
}

function sharedKeys(a: readonly string[], b: readonly string[]): string[] {
  const keys = new Set(a);
  return b.filter(key => keys.has(key));
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
  if (a.arxivId && b.arxivId) return otherArxiv(a, b);
  if (!a.doi || !b.doi || a.doi === b.doi) return false;
  return isPreprintDoi(a.doi) === isPreprintDoi(b.doi);
}

function otherArxiv(a: Ids, b: Ids): boolean {
  return a.arxivId !== null && b.arxivId !== null && a.arxivId !== b.arxivId;
}
