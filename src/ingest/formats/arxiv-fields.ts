import { parseArxivId } from '../identity/arxiv-id.ts';
import { findLinks } from '../links/find-links.ts';

/** Names of arXiv's archives and subjects: `cs.CL`, `hep-th`, `physics.ao-ph`; not `68T50`, `I.2.7` or `node.js`. */
const CATEGORY =
  /^(?:(?:astro-ph|cond-mat|cs|econ|eess|math|nlin|physics|q-bio|q-fin|stat)(?:\.[A-Za-z][a-z-]{0,9}[A-Za-z])?|(?:hep|nucl)-(?:ex|lat|ph|th)|gr-qc|math-ph|quant-ph)$/;
const WITHDRAWN =
  /^\s*(?:th(?:is|e)|our) (?:paper|article|submission|manuscript|work|preprint) (?:has been|is|was) (?:temporarily )?withdrawn\b/i;
/** Comments begin so when nothing else is to be said; an abstract may be about withdrawn patients. */
const WITHDRAWN_COMMENT = /^\s*(?:paper |article |submission )?withdrawn\b(?![- ]\p{L}+ing\b)/iu;
const WITHDRAWN_ABSTRACT = /^\s*withdrawn(?:\s*$|\s*[.;:,(]|\s+(?:by|due|because)\b)/i;
const PROJECT_WORDS = /\b(?:project|home ?page|web ?(?:page|site)|demos?|page)\b/i;

/** Topics of arXiv as hints, the primary one first. */
export function categoryHints(terms: readonly (string | null)[]): string[] {
  const categories = terms.flatMap(term => term?.trim() ?? []).filter(term => CATEGORY.test(term));
  return [...new Set(categories)].map(category => `arxiv:${category}`);
}

/** True for a subject of arXiv that a source with words of its own may name, too: `cs.CL`, but not `math`. */
export function isSubject(word: string): boolean {
  return /[.-]/.test(word) && CATEGORY.test(word);
}

/** True when a comment or an abstract says that the authors took their paper back. arXiv marks it nowhere else. */
export function isWithdrawn(comment: string | null, abstract: string): boolean {
  if (comment !== null && (WITHDRAWN.test(comment) || WITHDRAWN_COMMENT.test(comment))) return true;
  return WITHDRAWN.test(abstract) || WITHDRAWN_ABSTRACT.test(abstract);
}

/** Code and project page that authors name in their comment, where they say that it is one. */
export function commentLinks(comment: string | null): { code: string | null; project: string | null } {
  if (comment === null) return { code: null, project: null };
  const { codeUrl, projectUrl } = findLinks(comment);
  return { code: codeUrl, project: PROJECT_WORDS.test(comment) ? projectUrl : null };
}

/** The page of a paper whatever its version: the address without `v2`. */
export function paperPage(address: string | null): string | null {
  return address === null || parseArxivId(address) === null ? address : address.replace(/v[1-9]\d*$/, '');
}

/** Which paper an entry is of: the first id that says the version, else the first; `torn` when two of them name two papers. */
export function idAmong(candidates: readonly (string | null)[]): { arxiv: string | null; torn: boolean } {
  const found = candidates.flatMap(text => {
    const id = text === null ? null : parseArxivId(text);
    return text === null || id === null ? [] : [{ text, ...id }];
  });
  const best = found.find(({ version }) => version !== null) ?? found[0];
  return { arxiv: best?.text ?? null, torn: new Set(found.map(({ id }) => id)).size > 1 };
}

/** The first of several DOIs in one field. */
export function firstDoi(text: string | null): string | null {
  return text?.split(/\s+/)[0] || null;
}
