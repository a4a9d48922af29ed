import type { Subscriber } from '../model/subscriber.ts';
import type { NewSubscriber } from '../store/subscribers.ts';
import { subscriberOfRow } from './import-row.ts';
import type { ListRow } from './list-row.ts';
import type { PreferenceRules } from './preferences.ts';
import { collectProblems } from './problems.ts';
import { readList } from './read-list.ts';
import type { SubscriberStore } from './subscriber-store.ts';
import { suppressionHash } from './suppression.ts';

interface Unusable {
  found: 'unusable';
  line: number;
  reason: string;
}

interface Repeated {
  found: 'repeated';
  line: number;
  email: string;
  firstLine: number;
}

/** One row of a list, and what it is to the database. */
export type Listed =
  | Unusable
  | Repeated
  /** Never mailed. */
  | { found: 'suppressed'; line: number; email: string; reason: string }
  /** Never to be mailed by what the list says, and nothing else says so. */
  | { found: 'barred'; line: number; email: string }
  /** They had themselves erased, or moved to another address. */
  | { found: 'departed'; line: number; email: string }
  | { found: 'known'; line: number; email: string; subscriber: Subscriber }
  | { found: 'new'; line: number; email: string; row: NewSubscriber };

interface Candidate {
  found: null;
  line: number;
  row: NewSubscriber;
}

/** A row as the list alone tells of it. */
type Read = Unusable | Repeated | Candidate;

const PAGE = 500;

/** What looking at a list needs; `now` in milliseconds since the epoch. */
export interface LookUpDeps {
  store: SubscriberStore;
  now: number;
  rules: PreferenceRules;
}

/**
 * Looks up every row of a list (CSV, JSON or YAML), in its order, a page at a time, and changes nothing; each page is
 * looked up when it is asked for. `confirmed` states that the operator has everyone's consent. Throws a UserError when
 * the list as a whole cannot be read.
 */
export async function* lookUpList(
  bytes: Uint8Array,
  fileName: string,
  { store, ...reading }: LookUpDeps,
  confirmed: boolean,
): AsyncGenerator<Listed[]> {
  for await (const page of listPages(bytes, fileName, reading, confirmed)) yield await lookUp(page, store);
}

/** The rows of a list as they were read, a page at a time: for `lookUp`. */
export async function* listPages(
  bytes: Uint8Array,
  fileName: string,
  { now, rules }: Omit<LookUpDeps, 'store'>,
  confirmed: boolean,
): AsyncGenerator<Read[]> {
  const firstLines = new Map<string, number>();
  let page: Read[] = [];
  for await (const listed of readList(bytes, fileName)) {
    const read = readRow(listed, rules, confirmed, now);
    const firstLine = read.found === null ? firstLines.get(read.row.addressKey) : undefined;
    if (read.found === null && firstLine !== undefined) {
      page.push({ found: 'repeated', line: read.line, email: read.row.email, firstLine });
    } else {
      if (read.found === null) firstLines.set(read.row.addressKey, read.line);
      page.push(read);
    }
    if (page.length === PAGE) {
      yield page;
      page = [];
    }
  }
  if (page.length > 0) yield page;
}

function readRow(
  listed: ListRow,
  rules: PreferenceRules,
  confirmed: boolean,
  now: number,
): Unusable | Candidate {
  const { list: problems, attempt } = collectProblems();
  const { line } = listed;
  if ('problem' in listed) problems.push(listed.problem);
  else {
    const row = attempt(() => subscriberOfRow(listed.values, rules, confirmed, now));
    if (row) return { found: null, line, row };
  }
  return { found: 'unusable', line, reason: problems.join('; ') };
}

/** What rows are to the database now. */
export async function lookUp(page: readonly Read[], store: SubscriberStore): Promise<Listed[]> {
  const { suppressions } = store;
  const key = await store.suppressionKey();
  const hashOf = (row: NewSubscriber) => suppressionHash(row.addressKey, key);
  const rows = page.flatMap(one => (one.found === null ? [one.row] : []));
  const hashes = rows.map(hashOf);
  const suppressed = await suppressions.among(hashes);
  const departed = await suppressions.departed(hashes);
  const known = await store.byKeys(rows.map(({ addressKey }) => addressKey));
  const found: Listed[] = [];
  for (const one of page) {
    if (one.found !== null) {
      found.push(one);
      continue;
    }
    const { line, row } = one;
    const { email } = row;
    const hash = hashOf(row);
    const subscriber = known.get(row.addressKey);
    if (suppressed.has(hash)) {
      found.push({ found: 'suppressed', line, email, reason: (await suppressions.has(hash)) ?? '' });
    } else if (row.status === 'suppressed') found.push({ found: 'barred', line, email });
    else if (subscriber) found.push({ found: 'known', line, email, subscriber });
    else if (departed.has(hash)) found.push({ found: 'departed', line, email });
    else found.push({ found: 'new', line, email, row });
  }
  return found;
}
