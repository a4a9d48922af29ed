import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { CalendarDate } from '../model/date.ts';
import type { Paper } from '../model/paper.ts';
import { inPages } from './pages.ts';
import { fromRow, toRow } from './paper-rows.ts';
import type { Schema } from './schema.ts';
import { takenBackStore } from './taken-back.ts';

/** A longer key, in bytes, is stored as its hash: indexes of PostgreSQL take 2,704 at most. */
const LONGEST_KEY = 1000;

/** A stored paper with every key that leads to it. */
export interface KeyedPaper {
  paper: Paper;
  keys: string[];
}

export function paperStore(db: Kysely<Schema>) {
  return {
    /** The papers that any of these keys leads to, each with all of its keys. */
    async byKeys(keys: readonly string[]): Promise<KeyedPaper[]> {
      // By the name it is stored under; written whole before there was a limit.
      const asked = new Map(keys.flatMap(key => [key, storedKey(key)].map(name => [name, key])));
      const nums = new Set<number>();
      for (const page of inPages([...asked.keys()])) {
        const rows = await db.selectFrom('paper_key').select('paper').where('key', 'in', page).execute();
        for (const row of rows) nums.add(row.paper);
      }
      const found: KeyedPaper[] = [];
      for (const page of inPages([...nums])) {
        const papers = await db.selectFrom('paper').selectAll().where('num', 'in', page).execute();
        const keyRows = await db.selectFrom('paper_key').selectAll().where('paper', 'in', page).execute();
        const byPaper = groupByPaper(keyRows);
        for (const row of papers) {
          found.push({
            paper: fromRow(row),
            keys: (byPaper.get(row.num) ?? []).map(({ key }) => asked.get(key) ?? key),
          });
        }
      }
      return found;
    },

    /** Papers by number, in the order of their numbers. Aliases are not returned. */
    async byNums(nums: readonly number[]): Promise<Paper[]> {
      const papers: Paper[] = [];
      for (const page of inPages([...nums].sort((a, b) => a - b))) {
        const rows = await db
          .selectFrom('paper')
          .selectAll()
          .where('num', 'in', page)
          .where('alias_of', 'is', null)
          .orderBy('num')
          .execute();
        papers.push(...rows.map(fromRow));
      }
      return papers;
    },

    /** Rises whenever there is another choice of papers: with every snapshot stored, and with what an operator takes back. */
    async version(): Promise<number> {
      const snapshot = await db
        .selectFrom('snapshot')
        .select(({ fn }) => fn.max('num').as('num'))
        .executeTakeFirst();
      const action = await db
        .selectFrom('action')
        .select(({ fn }) => fn.max('num').as('num'))
        .executeTakeFirst();
      return Number(snapshot?.num ?? 0) + Number(action?.num ?? 0);
    },

    /** The paper a public id leads to, its own or an alias's, with every number that stands for it. */
    async byId(id: string): Promise<{ paper: Paper; nums: number[] } | null> {
      const named = await db
        .selectFrom('paper')
        .select(({ fn }) => fn.coalesce('alias_of', 'num').as('num'))
        .where('id', '=', id)
        .executeTakeFirst();
      if (!named) return null;
      const rows = await db
        .selectFrom('paper')
        .selectAll()
        .where(({ eb, or }) => or([eb('num', '=', named.num), eb('alias_of', '=', named.num)]))
        .execute();
      const elder = rows.find(row => row.alias_of === null);
      return elder ? { paper: fromRow(elder), nums: rows.map(row => row.num) } : null;
    },

    /** Every paper first seen on or after `since` (all when null), by number, page by page. */
    async *pages(since: CalendarDate | null, size: number): AsyncGenerator<Paper[]> {
      for (let after = 0; ; ) {
        let query = db.selectFrom('paper').selectAll().where('alias_of', 'is', null).where('num', '>', after);
        if (since) query = query.where('first_seen', '>=', since);
        const rows = await query.orderBy('num').limit(size).execute();
        if (rows.length === 0) return;
        yield rows.map(fromRow);
        after = rows.at(-1)?.num ?? after;
      }
    },

    /** Names of the sources that showed these papers, by paper number. */
    async sources(nums: readonly number[]): Promise<Map<number, string[]>> {
      const found = new Map<number, string[]>();
      for (const page of inPages(nums)) {
        const rows = await db
          .selectFrom('sighting')
          .innerJoin('snapshot', 'snapshot.num', 'sighting.snapshot')
          .innerJoin('paper', 'paper.num', 'sighting.paper')
          .select(({ fn }) => [fn.coalesce('paper.alias_of', 'paper.num').as('num'), 'snapshot.source'])
          .distinct()
          .where(({ eb, fn }) => eb(fn.coalesce('paper.alias_of', 'paper.num'), 'in', page))
          .orderBy('snapshot.source')
          .execute();
        for (const row of rows) found.set(row.num, [...(found.get(row.num) ?? []), row.source]);
      }
      return found;
    },

    /** Elder number of every alias: what turns a carried alias into the paper it is. */
    async aliases(): Promise<Map<number, number>> {
      const rows = await db
        .selectFrom('paper')
        .select(['num', 'alias_of'])
        .where('alias_of', 'is not', null)
        .execute();
      return new Map(rows.map(row => [row.num, row.alias_of ?? row.num]));
    },

    /** Public ids by number; an alias has the id of its elder. */
    async ids(nums: readonly number[]): Promise<Map<number, string>> {
      const found = new Map<number, string>();
      for (const page of inPages([...new Set(nums)])) {
        const rows = await db
          .selectFrom('paper')
          .leftJoin('paper as elder', 'elder.num', 'paper.alias_of')
          .select(({ fn }) => ['paper.num as num', fn.coalesce('elder.id', 'paper.id').as('id')])
          .where('paper.num', 'in', page)
          .execute();
        for (const row of rows) found.set(row.num, row.id);
      }
      return found;
    },

    /** Those of these public ids that papers have, aliases or not. */
    async takenIds(ids: readonly string[]): Promise<Set<string>> {
      const taken = new Set<string>();
      for (const page of inPages(ids)) {
        const rows = await db.selectFrom('paper').select('id').where('id', 'in', page).execute();
        for (const row of rows) taken.add(row.id);
      }
      return taken;
    },

    /** Stores new papers and returns their dense numbers, in the same order. */
    async insert(papers: readonly Omit<Paper, 'num'>[]): Promise<number[]> {
      const nums = new Map<string, number>();
      for (const page of inPages(papers)) {
        const rows = await db
          .insertInto('paper')
          .values(page.map(paper => ({ ...toRow(paper), alias_of: null })))
          .returning(['num', 'id'])
          .execute();
        for (const row of rows) nums.set(row.id, row.num);
      }
      return papers.map(({ id }) => nums.get(id) ?? 0);
    },

    /** Overwrites what is known of papers; number and id stay. */
    async update(papers: readonly Paper[]): Promise<void> {
      for (const paper of papers) {
        const { id: _, ...row } = toRow(paper);
        await db
          .updateTable('paper')
          .set(({ eb, fn, ref, val }) => ({
            ...row,
            // Other words are for the index to learn.
            indexed: eb
              .case()
              .when(
                eb.and([
                  eb('title', '=', row.title),
                  eb(fn.coalesce('abstract', val('')), '=', row.abstract ?? ''),
                  eb(fn.coalesce('authors', val('')), '=', row.authors ?? ''),
                  eb(fn.coalesce('organisation', val('')), '=', row.organisation ?? ''),
                  eb(fn.coalesce('hints', val('')), '=', row.hints ?? ''),
                ]),
              )
              .then(ref('indexed'))
              .else(0)
              .end(),
          }))
          .where('num', '=', paper.num)
          .execute();
      }
    },

    /** Reckons when papers were first and last seen from all the snapshots that held them or an alias. */
    async recountSeen(nums: readonly number[]): Promise<void> {
      for (const page of inPages([...new Set(nums)])) {
        const rows = await db
          .selectFrom('sighting')
          .innerJoin('snapshot', 'snapshot.num', 'sighting.snapshot')
          .innerJoin('paper', 'paper.num', 'sighting.paper')
          .select(({ fn }) => [
            fn.coalesce('paper.alias_of', 'paper.num').as('num'),
            fn.min('snapshot.captured_at').as('first_seen'),
            fn.max('snapshot.captured_at').as('last_seen'),
          ])
          .where('snapshot.forgotten_at', 'is', null)
          .where(({ eb, fn }) => eb(fn.coalesce('paper.alias_of', 'paper.num'), 'in', page))
          .groupBy(({ fn }) => fn.coalesce('paper.alias_of', 'paper.num'))
          .execute();
        for (const { num, ...seen } of rows) {
          await db.updateTable('paper').set(seen).where('num', '=', num).execute();
        }
      }
    },

    /** Makes these keys lead to these papers, wherever they led before. */
    async setKeys(owners: ReadonlyMap<string, number>): Promise<void> {
      for (const page of inPages([...owners])) {
        await db
          .insertInto('paper_key')
          .values(page.map(([key, paper]) => ({ key: storedKey(key), paper })))
          .onConflict(c => c.column('key').doUpdateSet(({ ref }) => ({ paper: ref('excluded.paper') })))
          .execute();
      }
    },

    /** Makes the younger paper, and whatever was an alias of it, an alias of the elder. */
    async makeAlias(younger: number, elder: number): Promise<void> {
      await db
        .updateTable('paper')
        .set({ alias_of: elder })
        .where(({ eb, or }) => or([eb('num', '=', younger), eb('alias_of', '=', younger)]))
        .execute();
      // What an operator hid stays hidden, under whichever name.
      const hid = await db
        .selectFrom('paper')
        .select(['hidden_at', 'hidden_why'])
        .where('num', '=', younger)
        .where('hidden_at', 'is not', null)
        .executeTakeFirst();
      if (hid) {
        const isFree = db
          .updateTable('paper')
          .set(hid)
          .where('num', '=', elder)
          .where('hidden_at', 'is', null);
        await isFree.execute();
      }
      await takenBackStore(db).settle([elder]);
      await db.updateTable('paper_key').set({ paper: elder }).where('paper', '=', younger).execute();
    },
  };
}

/** The key as the database has it, of the same kind (`url:`). */
function storedKey(key: string): string {
  if (Buffer.byteLength(key) <= LONGEST_KEY) return key;
  return `${key.slice(0, key.indexOf(':') + 1)}sha256-${createHash('sha256').update(key).digest('hex')}`;
}

function groupByPaper<T extends { paper: number }>(rows: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const group = groups.get(row.paper);
    if (group) group.push(row);
    else groups.set(row.paper, [row]);
  }
  return groups;
}
