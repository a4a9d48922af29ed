import type { Subscriber } from '../../model/subscriber.ts';

interface Telling {
  suppression: { reason: string; at: number } | null;
  /** An instant for people. */
  time: (at: number) => string;
  topicName: (id: string) => string;
  /** The instance's. */
  timeZone: string;
}

/** What is known of a subscriber, a line each, in the order people ask for it. */
export function factsOf(
  one: Subscriber,
  { suppression, time, topicName, timeZone }: Telling,
): { name: string; text: string }[] {
  const until = one.status === 'paused' ? ` until ${one.pausedUntil ?? 'further notice'}` : '';
  const hour = `${String(one.hour).padStart(2, '0')}:00 ${one.timezone ?? timeZone}`;
  const facts: [name: string, text: string | null][] = [
    ['Number', String(one.num)],
    ['Name', one.name],
    ['Status', `${one.status}${until}`],
    ['Never mailed', suppression && `since ${time(suppression.at)}: ${suppression.reason}`],
    ['Came from', one.origin],
    ['Added', time(one.createdAt)],
    ['Confirmed', one.confirmedAt === null ? 'no' : time(one.confirmedAt)],
    ['Topics', one.topics.map(topicName).join(', ')],
    ['Queries', one.queries.join(' · ')],
    ['Never with', one.excluded.join(' · ')],
    ['Days and hour', `${one.cadence} at ${hour}`],
    ['Most papers in a mail', String(one.max)],
    ['Sign of life', one.signOfLife ? 'once a week' : null],
    ['Outside their topics', one.outside ? 'one paper a mail' : null],
    ['Papers they open', one.learnOpened ? 'teach what they like' : null],
    ['Papers of before', one.updates ? 'their mails say what is new about them' : null],
  ];
  return facts.flatMap(([name, text]) => (text ? [{ name, text }] : []));
}
