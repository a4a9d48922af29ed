import { matchQuery } from '../match/match-query.ts';
import { tokenizePaper } from '../match/tokenize.ts';
import type { CalendarDate } from '../model/date.ts';
import type { FollowedGroup, SelectedGroup } from '../model/edition.ts';
import { unpackSelection } from '../model/packed-selection.ts';
import type { Paper } from '../model/paper.ts';
import type { Subscriber } from '../model/subscriber.ts';
import { readShown, type Shown } from './edition-papers.ts';
import type { Learn } from './learner.ts';
import type { Parts } from './parts.ts';

/** What brings a paper to a subscriber: a topic or a query, with the terms that matched. */
export interface Reason {
  kind: FollowedGroup['kind'];
  /** Topic id, or the query as typed. */
  key: string;
  terms: string[];
  /** False when they have stopped following it since. */
  followed: boolean;
}

/**
 * Why an edition carried a paper to a subscriber, the heading it stood under first. Topics and terms are those
 * that the edition froze; of a paper it did not carry to them, those that match it now.
 */
export async function whyCarried(
  parts: Pick<Parts, 'store'> & { learn: Learn },
  subscriber: Subscriber,
  edition: CalendarDate | null,
  { paper, nums }: { paper: Paper; nums: readonly number[] },
): Promise<Reason[]> {
  const { matcher, queries, statistics } = await parts.learn(subscriber.queries);
  const group = edition === null ? null : await carriedUnder(parts, subscriber.num, edition, nums);
  const shown = group && edition ? await shownIn(parts, edition, nums) : null;
  const decided = matcher.match(shown?.paper ?? paper).filter(match => match.decided);
  const terms = shown?.terms ?? Object.fromEntries(decided.map(match => [match.topic, match.terms]));
  const tokens = tokenizePaper(shown?.paper ?? paper);

  const topics = unique(group?.kind === 'topic' ? [group.key, ...subscriber.topics] : subscriber.topics);
  const byTopic = topics.flatMap((key): Reason[] => {
    const found = Object.hasOwn(terms, key) ? terms[key] : undefined;
    return found ? [{ kind: 'topic', key, terms: found, followed: subscriber.topics.includes(key) }] : [];
  });
  const byQuery = subscriber.queries.flatMap((key): Reason[] => {
    const query = queries.get(key);
    const found = query && matchQuery(query, tokens, statistics);
    return found ? [{ kind: 'query', key, terms: found.terms, followed: true }] : [];
  });
  // An erased query has no words left to show.
  if (group?.kind === 'query' && group.key !== '' && !subscriber.queries.includes(group.key)) {
    byQuery.push({ kind: 'query', key: group.key, terms: [], followed: false });
  }
  const heads = (reason: Reason) => (reason.kind === group?.kind && reason.key === group.key ? 0 : 1);
  return [...byTopic, ...byQuery].sort((a, b) => heads(a) - heads(b));
}

/** The heading that the paper stood under in the subscriber's mail. */
export async function carriedUnder(
  { store }: Pick<Parts, 'store'>,
  subscriber: number,
  edition: CalendarDate,
  nums: readonly number[],
): Promise<SelectedGroup | null> {
  const row = await store.deliveries.find(edition, subscriber);
  const groups = row ? unpackSelection(row.papers).groups : [];
  return groups.find(({ papers }) => papers.some(({ num }) => nums.includes(num))) ?? null;
}

async function shownIn(
  { store }: Pick<Parts, 'store'>,
  edition: CalendarDate,
  nums: readonly number[],
): Promise<Shown | null> {
  const [row] = await store.editions.shown(edition, nums);
  return row ? readShown(row.content) : null;
}

function unique(keys: readonly string[]): string[] {
  return [...new Set(keys)];
}
