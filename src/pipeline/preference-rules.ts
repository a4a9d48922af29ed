import type { PreferenceRules } from '../audience/preferences.ts';
import type { Catalogue } from '../match/catalogue.ts';
import { parseQuery } from '../match/query.ts';

/** What preferences are checked against: the catalogue and the query language. */
export function preferenceRules({ topics }: Catalogue): PreferenceRules {
  return { topicIds: topics.map(({ id }) => id), checkQuery: text => void parseQuery(text) };
}
