import { MAX_QUERY_LENGTH, oneLine } from '../../audience/interests.ts';
import type { PreferenceRules } from '../../audience/preferences.ts';
import { UserError } from '../../errors.ts';
import type { Paper } from '../../model/paper.ts';
import { cleanText } from '../../render/clean-text.ts';
import type { PersonView } from './views.ts';

/** Authors of a paper that are offered: of a hundred names the first few, and the last. */
const FIRST = 4;

/** Who stands behind a paper and may be followed by a query; whom no query can name is left out. */
export function peopleOf(
  { organisation, authors }: Pick<Paper, 'organisation' | 'authors'>,
  queries: readonly string[],
  rules: Pick<PreferenceRules, 'checkQuery'>,
): PersonView[] {
  const offered = [...authors.slice(0, FIRST), ...authors.slice(FIRST).slice(-1)];
  const found = [
    ...(organisation ? [{ field: 'org', name: organisation }] : []),
    ...[...new Set(offered)].map(name => ({ field: 'author', name })),
  ];
  return found.flatMap(({ field, name }) => {
    const query = queryOf(field, name);
    return isReadable(query, rules)
      ? [{ name: cleanText(name), query, followed: queries.includes(query) }]
      : [];
  });
}

/** The query that finds a name: `org:"Larch Lab"`. Quotes would end it, and lists of queries are cut at semicolons. */
function queryOf(field: string, name: string): string {
  return `${field}:"${oneLine(name.replace(/["“”„‟«»＂;]/g, ' '))}"`;
}

function isReadable(query: string, { checkQuery }: Pick<PreferenceRules, 'checkQuery'>): boolean {
  if (query.length > MAX_QUERY_LENGTH) return false;
  try {
    checkQuery(query);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}
