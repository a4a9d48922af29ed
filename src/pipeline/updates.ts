import { addDays, type CalendarDate } from '../model/date.ts';
import type { News, SelectedGroup, Updates } from '../model/edition.ts';
import { unpackSelection, unpackUpdates } from '../model/packed-selection.ts';
import type { PaperUpdate } from '../model/paper.ts';
import { headingKey, leaningOf, type Signal } from '../model/signal.ts';
import type { Subscriber } from '../model/subscriber.ts';
import { type DatedUpdate, type Hearer, isNews, newsFor } from '../plan/updates.ts';
import type { LedgerRow } from '../store/deliveries.ts';
import type { Store } from '../store/store.ts';
import { carriedBy } from './carried-by.ts';
import type { EditionDay } from './day.ts';

/** How long a paper that was carried is told of, in days. */
const CARRIED_DAYS = 180;
/** How far back news is read, in days: whoever had no mail for longer is told of these. */
const NEWS_DAYS = 31;
/** Longest detail that is told, in UTF-16 units. */
const LONGEST_DETAIL = 300;

/** What was told of papers, by paper, oldest first. */
type NewsByPaper = ReadonlyMap<number, readonly DatedUpdate[]>;

/** What was told of papers in the weeks up to an edition: read once a day, when somebody first wishes it. */
export type RecentNews = (store: Store) => Promise<NewsByPaper>;

/** Reads it for an edition, as far as the snapshots up to this one told it. */
export function recentNews(edition: CalendarDate, newestSnapshot: number): RecentNews {
  let read: Promise<NewsByPaper> | null = null;
  return store => {
    read ??= readNews(store, edition, newestSnapshot);
    return read;
  };
}

async function readNews(store: Store, edition: CalendarDate, newestSnapshot: number) {
  const told = await store.updates.since(addDays(edition, -NEWS_DAYS));
  const known = told.filter(({ day, snapshot }) => day <= edition && snapshot <= newestSnapshot);
  const hidden = await store.takenBack.among(known.map(({ paper }) => paper));
  const byPaper = new Map<number, DatedUpdate[]>();
  for (const { paper, kind, detail, snapshot, day } of known) {
    if (hidden.has(paper)) continue;
    const updates = byPaper.get(paper) ?? [];
    updates.push({ kind, detail: wellFormed(detail), snapshot, day });
    byPaper.set(paper, updates);
  }
  return byPaper;
}

/** As it is read back from bytes. */
function wellFormed(detail: string): string {
  return Buffer.from(detail.slice(0, LONGEST_DETAIL)).toString();
}

/** What the ledger says of those who are planned. */
export interface UpdatesLedger {
  /** Editions whose rows were read. */
  editions: ReadonlySet<string>;
  /** What was read of each, by their numbers. */
  rows: ReadonlyMap<number, readonly LedgerRow[]>;
  /** Of each their newest earlier delivery that carried something. */
  last: ReadonlyMap<number, LedgerRow>;
}

/**
 * All that is new to these subscribers about papers they were carried; whoever does not wish it is in no map. The ledger is read
 * further back for the few editions alone that carried a paper with news.
 */
export async function updatesFor(
  store: Store,
  day: EditionDay,
  subscribers: readonly Subscriber[],
  ledger: UpdatesLedger,
): Promise<Map<number, Updates>> {
  const wishers = subscribers.filter(({ updates }) => updates);
  if (wishers.length === 0) return new Map();
  const lasts = lastsOf(wishers, ledger);
  const fresh = freshOf(await day.recentNews(store), [...lasts.values()]);
  const older = await olderRows(store, day, [...fresh.keys()], ledger.editions, [...lasts.keys()]);
  const from = addDays(day.plan.edition, -CARRIED_DAYS);
  const hearers = wishers.flatMap(reader => {
    const last = lasts.get(reader.num);
    if (!last || fresh.size === 0) return [];
    const rows = [...(ledger.rows.get(reader.num) ?? []), ...(older.get(reader.num) ?? [])].filter(
      ({ edition }) => edition >= from && edition < day.plan.edition,
    );
    const news = newsFor(fresh, hearerOf(rows, last, day.aliases));
    return news.length > 0 ? [{ reader, rows, news }] : [];
  });
  const told = await withoutUnwanted(store, day, hearers);
  return new Map(
    wishers.map(({ num }) => [num, { until: day.newestSnapshot, papers: told.get(num) ?? [], more: 0 }]),
  );
}

/** Up to where each of them has heard of everything; who was never carried anything has nothing to hear. */
function lastsOf(wishers: readonly Subscriber[], { last }: UpdatesLedger): Map<number, Hearer['last']> {
  const lasts = new Map<number, Hearer['last']>();
  for (const { num } of wishers) {
    const row = last.get(num);
    if (row) lasts.set(num, { edition: row.edition, until: unpackUpdates(row.papers)?.until ?? null });
  }
  return lasts;
}

/** The papers of which there is something new to anybody. */
function freshOf(recent: NewsByPaper, lasts: readonly Hearer['last'][]): NewsByPaper {
  const distinct = [...new Map(lasts.map(last => [`${last.edition} ${last.until}`, last])).values()];
  return new Map(
    [...recent].filter(([, told]) => told.some(one => distinct.some(last => isNews(one, last)))),
  );
}

/** What editions besides those that were read carried of these papers, by subscriber. */
async function olderRows(
  store: Store,
  { aliases, plan: { edition } }: EditionDay,
  papers: readonly number[],
  read: ReadonlySet<string>,
  subscribers: readonly number[],
): Promise<Map<number, LedgerRow[]>> {
  const elders = new Set(papers);
  const younger = [...aliases].flatMap(([num, elder]) => (elders.has(elder) ? [num] : []));
  const from = addDays(edition, -CARRIED_DAYS);
  const carrying = await store.editions.carrying([...papers, ...younger]);
  const older = [...carrying].filter(one => one >= from && one < edition && !read.has(one));
  const rows = new Map<number, LedgerRow[]>();
  for (const row of await store.deliveries.carriedTo(older, subscribers)) {
    const own = rows.get(row.subscriber);
    if (own) own.push(row);
    else rows.set(row.subscriber, [row]);
  }
  return rows;
}

function hearerOf(rows: readonly LedgerRow[], last: Hearer['last'], aliases: EditionDay['aliases']): Hearer {
  const carried = carriedBy(rows, aliases);
  let told: ReadonlySet<string> | null = null;
  return {
    last,
    carried: num => carried.has(num),
    told: (num, update) => {
      told ??= toldIn(rows, aliases);
      return told.has(keyOf(num, update));
    },
  };
}

function toldIn(rows: readonly LedgerRow[], aliases: EditionDay['aliases']): Set<string> {
  const papers = rows.flatMap(row => unpackUpdates(row.papers)?.papers ?? []);
  return new Set(papers.flatMap(({ num, news }) => news.map(one => keyOf(aliases.get(num) ?? num, one))));
}

function keyOf(num: number, { kind, detail }: PaperUpdate): string {
  return `${num} ${kind} ${detail}`;
}

interface Hearing {
  reader: Subscriber;
  rows: readonly LedgerRow[];
  news: readonly News[];
}

/** The news of each without papers that hold a word they exclude, that they wanted less of, or that stood under what they muted since. */
async function withoutUnwanted(
  store: Store,
  day: EditionDay,
  hearers: readonly Hearing[],
): Promise<Map<number, News[]>> {
  const nums = hearers.flatMap(({ news }) => news.map(({ num }) => num));
  day.papers.add(await store.papers.byNums(day.papers.lacking(nums)));
  const lessons = await store.signals.lessons(hearers.map(({ reader }) => reader.num));
  return new Map(
    hearers.map(hearing => {
      const isUnwanted = unwantedBy(hearing, lessons.get(hearing.reader.num) ?? [], day);
      return [hearing.reader.num, hearing.news.filter(({ num }) => !isUnwanted(num))];
    }),
  );
}

function unwantedBy(
  { reader, rows }: Hearing,
  said: readonly Signal[],
  { aliases, excluding }: EditionDay,
): (num: number) => boolean {
  const elder = (num: number) => aliases.get(num) ?? num;
  const unwanted = new Set(said.filter(({ kind }) => kind === 'less').map(({ paper }) => elder(paper)));
  const leaning = leaningOf(said, reader);
  const isMuted = (group: SelectedGroup) => leaning.get(headingKey(group)) === Number.NEGATIVE_INFINITY;
  if ([...leaning.values()].includes(Number.NEGATIVE_INFINITY)) {
    const groups = rows.flatMap(row => unpackSelection(row.papers).groups).filter(isMuted);
    for (const { num } of groups.flatMap(({ papers }) => papers)) unwanted.add(elder(num));
  }
  return num => unwanted.has(num) || reader.excluded.some(words => excluding(num).has(words));
}
