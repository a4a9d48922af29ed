import { UserError } from '../errors.ts';
import { nearest } from '../model/nearest.ts';
import { quoted } from './problems.ts';

export const MAX_QUERY_LENGTH = 300;
/** Most unknown topics one message names. */
const MAX_NAMED = 5;

/**
 * Reads topic ids, in the order chosen and once each; in one text they are separated by commas or
 * semicolons. Throws one UserError that names the ids the catalogue does not have, and the nearest it has.
 */
export function readTopics(value: string | readonly string[], known: readonly string[]): string[] {
  const ids = [value]
    .flat()
    .flatMap(text => text.split(/[,;]/))
    .map(id => id.trim().toLowerCase())
    .filter(id => id !== '');
  const unknown = ids.filter(id => !known.includes(id));
  if (unknown.length > 0) {
    const named = unknown
      .slice(0, MAX_NAMED)
      .map(id => `topic ${quoted(id)} is unknown: ${hintFor(id, known)}`);
    const more = unknown.length - named.length;
    throw new UserError(named.join('; ') + (more > 0 ? `; and ${more} more` : ''));
  }
  return [...new Set(ids)];
}

function hintFor(id: string, known: readonly string[]): string {
  const close = nearest(id, known);
  return close.length > 0 ? `did you mean ${close.join(' or ')}?` : 'the command `topics` lists them';
}

/** Splits queries that stand in one text separated by semicolons; white space collapsed, once each. */
export function splitQueries(value: string | readonly string[]): string[] {
  const texts = typeof value === 'string' ? value.split(';') : value;
  return [...new Set(texts.map(oneLine).filter(query => query !== ''))];
}

/** Text as stored of what people look for: NFC, one line, without what cannot be seen (joiners stay). */
export function oneLine(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/(?![\u200c\u200d])[\p{Cf}\p{Cs}]/gu, '')
    .trim();
}

/** Throws a UserError for a query that cannot be stored, or that `check` (the query language) refuses. */
export function checkQuery(query: string, check: (text: string) => void): void {
  // Lists of queries are written with semicolons, in files that must read back as they were.
  if (query.includes(';')) throw new UserError(`query ${quoted(query)}: a query holds no semicolon`);
  if (query.length > MAX_QUERY_LENGTH) {
    throw new UserError(`query ${quoted(query)}: at most ${MAX_QUERY_LENGTH} characters`);
  }
  check(query);
}
