import { createHash } from 'node:crypto';
import type { Entry } from '../../model/paper.ts';
import { parseArxivId } from './arxiv-id.ts';
import { titleKey } from './title-key.ts';
import { urlKey } from './url-key.ts';

/** Below this a title alone ("BERT", "Attention") may be anybody's. */
const MIN_TITLE = 12;
/** So much of an abstract tells papers apart; later versions change the rest more often. */
const ABSTRACT_CHARACTERS = 200;

/**
 * Every key that an entry proves, strongest first: `arxiv:`, `doi:`, `url:`, `title:`, `abstract:`.
 * Never empty. A title shorter than 12 characters is a key only where there is nothing else, and then
 * of a kind of its own (`short-title:`), so that it meets only itself.
 */
export function entryKeys(entry: Omit<Entry, 'keys'>): string[] {
  const keys: string[] = [];
  if (entry.arxivId) keys.push(`arxiv:${entry.arxivId}`);
  if (entry.doi) keys.push(`doi:${entry.doi}`);
  // A page of an arXiv paper says no more than its id.
  const url = entry.url && !parseArxivId(entry.url) ? urlKey(entry.url) : null;
  if (url) keys.push(`url:${url}`);
  const title = titleKey(entry.rawTitle);
  if (title.length >= MIN_TITLE) keys.push(`title:${title}`);
  const abstract = abstractKey(entry.abstract);
  if (abstract) keys.push(`abstract:${abstract}`);
  if (keys.length === 0) keys.push(shortTitleKey(entry.rawTitle));
  return keys;
}

/** The key of a title too short to be trusted among other keys. */
export function shortTitleKey(rawTitle: string): string {
  return `short-title:${titleKey(rawTitle) || hash(rawTitle)}`;
}

/** Hash of the first 200 normalised characters of an abstract; null for a shorter one. */
function abstractKey(abstract: string | null): string | null {
  if (!abstract) return null;
  const text = titleKey(abstract.slice(0, 4 * ABSTRACT_CHARACTERS)).slice(0, ABSTRACT_CHARACTERS);
  return text.length < ABSTRACT_CHARACTERS ? null : hash(text);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
