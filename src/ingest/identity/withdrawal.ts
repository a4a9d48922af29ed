import type { Entry, Paper } from '../../model/paper.ts';
import { originOf, tellersOf } from './origins.ts';

/**
 * True when an entry that says a paper was withdrawn may say so: arXiv of what is there, others of what they told of themselves and arXiv
 * does not have. What authors take back from a conference is still a paper.
 */
export function mayWithdraw(paper: Paper, { arxivId }: Pick<Entry, 'arxivId'>, format: string): boolean {
  if (arxivId !== null) return true;
  return paper.arxivId === null && tellersOf(paper).has(format);
}

/** True when an entry tells of a version older than one that is known: what was withdrawn has come back since. */
export function isOutdated(
  paper: Paper,
  { arxivId, arxivVersion }: Pick<Entry, 'arxivId' | 'arxivVersion'>,
): boolean {
  if (paper.arxivVersion === null || arxivVersion === null) return false;
  return paper.arxivId === arxivId && arxivVersion < paper.arxivVersion;
}

/**
 * True when one of two that are one paper was withdrawn and the other shows that this is over: by a later version, or, where versions
 * have no numbers, by who said so before showing it again on a later day.
 */
export function isBackAgain(a: Paper, b: Paper): boolean {
  return endsWithdrawal(a, b) || endsWithdrawal(b, a);
}

function endsWithdrawal(withdrawn: Paper, other: Paper): boolean {
  if (withdrawn.withdrawnOn === null || other.withdrawnOn !== null) return false;
  const said = originOf(withdrawn, 'withdrawnOn');
  if (said.version !== null) {
    return other.arxivId === withdrawn.arxivId && (other.arxivVersion ?? 0) > said.version;
  }
  return originOf(other, 'title').format === said.format && other.lastSeen > withdrawn.withdrawnOn;
}
