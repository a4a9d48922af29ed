import { parseAddress } from '../../audience/address.ts';
import { UserError } from '../../errors.ts';
import { DEFAULT_PREFERENCES, type Reachable, type Subscriber } from '../../model/subscriber.ts';
import type { Parts } from '../../pipeline/parts.ts';
import { MADE_UP } from '../../pipeline/preview.ts';
import { counted } from '../checks-view.ts';
import type { Live } from '../live.ts';

/** `who` of somebody who is on no list at all. */
export const SOMEBODY = 'made-up';
/** Topics that somebody made up follows. */
const THEIR_TOPICS = 3;
/** People shown of each kind. */
const SHOWN = 8;
/** Longest start of an address, in characters. */
const LONGEST = 254;

/** Whose mail is looked at. */
export interface ChosenReader {
  kind: 'reader';
  subscriber: Reachable;
  /** What `who` is in the address of the page. */
  who: string;
  /** Where they are from, in words. */
  from: string;
}

export type Chosen = ChosenReader | { kind: 'nobody'; heading: string; words: string };

/** People to choose from, under one heading. */
export interface People {
  name: string;
  people: { who: string; about: string }[];
  /** There are more whose addresses begin so. */
  isMore: boolean;
}

type Sources = { parts: Parts; live: Pick<Live, 'readers'> };

/** Whom `who` names: subscribers first, then who is on a list. Empty: whoever comes first. */
export async function choose(sources: Sources, who: string): Promise<Chosen> {
  const { store } = sources.parts;
  if (who === SOMEBODY) return somebody(sources.parts);
  if (who === '') return anybody(sources);
  if (/^\d{1,15}$/.test(who)) {
    const [found] = await store.subscribers.byNums([Number(who)]);
    return found
      ? chosen(found)
      : nobody('Nobody has this number', `No subscriber ever had the number ${who}.`);
  }
  const key = keyOf(who);
  if (key === null) {
    return nobody('That is no address', `“${who}” is neither an address nor a subscriber’s number.`);
  }
  const found = await store.subscribers.byKey(key);
  if (found) return chosen(found);
  const listed = (await sources.live.readers()).find(({ subscriber }) => keyOf(subscriber.email) === key);
  if (listed) return onList(listed);
  return nobody('Nobody has this address', `${who} is no subscriber, and on no list in the folder of lists.`);
}

async function anybody(sources: Sources): Promise<Chosen> {
  const [line] = await sources.parts.store.overview.subscribers({ status: 'active', after: 0, limit: 1 });
  const [found] = line ? await sources.parts.store.subscribers.byNums([line.num]) : [];
  const [listed] = await sources.live.readers();
  if (found) return chosen(found);
  return listed ? onList(listed) : somebody(sources.parts);
}

function chosen(subscriber: Subscriber): Chosen {
  const { num, email } = subscriber;
  if (email === null) {
    const words = `Subscriber ${num} was erased: there is no address, and nothing that they chose.`;
    return nobody('This subscriber is erased', words);
  }
  return { kind: 'reader', subscriber: { ...subscriber, email }, who: email, from: `Subscriber ${num}` };
}

function onList({ file, line, subscriber }: Awaited<ReturnType<Live['readers']>>[number]): ChosenReader {
  return { kind: 'reader', subscriber, who: subscriber.email, from: `On the list ${file}, line ${line}` };
}

function somebody({ catalogue, clock }: Parts): ChosenReader {
  const topics = catalogue.topics.slice(0, THEIR_TOPICS).map(({ id }) => id);
  const now = clock.now();
  const subscriber: Reachable = {
    ...DEFAULT_PREFERENCES,
    topics,
    num: MADE_UP,
    email: 'somebody@example.org',
    name: null,
    status: 'active',
    pausedUntil: null,
    createdAt: now,
    confirmedAt: now,
    welcomeAt: null,
    origin: null,
  };
  return { kind: 'reader', subscriber, who: SOMEBODY, from: 'Made up, on no list' };
}

function nobody(heading: string, words: string): Chosen {
  return { kind: 'nobody', heading, words };
}

/** People whose addresses begin with `start`; a name that holds it does for lists. */
export async function peopleBeginning({ parts, live }: Sources, start: string): Promise<People[]> {
  const { overview } = parts.store;
  const begins = start.normalize('NFC').toLowerCase().slice(0, LONGEST);
  const stored =
    begins === ''
      ? await overview.subscribers({ status: null, after: 0, limit: SHOWN + 1 })
      : await overview.beginning(begins, SHOWN + 1);
  const listed = (await live.readers()).filter(
    ({ subscriber: { email, name } }) =>
      email.toLowerCase().startsWith(begins) || name?.toLowerCase().includes(begins),
  );
  const keys = listed.slice(0, SHOWN * 2).map(({ subscriber }) => keyOf(subscriber.email) ?? '');
  const known = await parts.store.subscribers.byKeys(keys);
  const others = listed.filter(({ subscriber }) => !known.has(keyOf(subscriber.email) ?? ''));
  return [
    {
      name: 'Subscribers',
      people: stored.slice(0, SHOWN).map(({ email, status, cadence, topics, queries }) => ({
        who: email,
        about: aboutLine(status === 'active' ? cadence : status, topics, queries),
      })),
      isMore: stored.length > SHOWN,
    },
    {
      name: 'On lists',
      people: others
        .slice(0, SHOWN)
        .map(({ subscriber, file, line }) => ({ who: subscriber.email, about: `${file}, line ${line}` })),
      isMore: others.length > SHOWN,
    },
  ].filter(({ people }) => people.length > 0);
}

function aboutLine(first: string, topics: number, queries: number): string {
  const follows = [topics && counted(topics, 'topic'), queries && counted(queries, 'query', 'queries')];
  return [first, ...follows].filter(Boolean).join(', ');
}

/** The canonical address; null for what is none. */
function keyOf(typed: string): string | null {
  try {
    return parseAddress(typed).key;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
