import { type Kysely, type Selectable, sql } from 'kysely';
import type { SelectedGroup } from '../model/edition.ts';
import type { Signal, SignalKind } from '../model/signal.ts';
import type { SignalTable } from './audience-schema.ts';
import { inPages } from './pages.ts';
import type { Schema } from './schema.ts';

/** Signals of one kind that are read of a heading: more would change nothing, and whoever says much is not waited for. */
const MOST = 500;

/** What readers said of papers. */
export function signalStore(db: Kysely<Schema>) {
  return {
    /** Keeps a signal; `more` and `less` of the same paper replace each other, and a repeat changes nothing. */
    async set(subscriber: number, { paper, kind, group, at }: Signal): Promise<void> {
      const opposite = kind === 'more' ? 'less' : kind === 'less' ? 'more' : null;
      if (opposite) await this.take(subscriber, paper, opposite);
      await db
        .insertInto('signal')
        .values({ subscriber, paper, kind, group_kind: group.kind, group_key: group.key, at })
        .onConflict(c => c.columns(['subscriber', 'paper', 'kind']).doNothing())
        .execute();
    },

    /** Takes a signal back, and what it taught. */
    async take(subscriber: number, paper: number, kind: SignalKind): Promise<void> {
      const taken = await db
        .deleteFrom('signal')
        .where('subscriber', '=', subscriber)
        .where('paper', '=', paper)
        .where('kind', '=', kind)
        .returning(['group_kind', 'group_key'])
        .execute();
      for (const { group_kind, group_key } of taken) await unlearn(subscriber, group_kind, group_key);
    },

    /** Everything somebody said, newest first. */
    async of(subscriber: number): Promise<Signal[]> {
      const rows = await db
        .selectFrom('signal')
        .selectAll()
        .where('subscriber', '=', subscriber)
        .orderBy('at', 'desc')
        .orderBy('paper')
        .execute();
      return rows.map(toSignal);
    },

    /** Forgets everything somebody said, and what it taught. */
    async clear(subscriber: number): Promise<void> {
      await db.deleteFrom('signal').where('subscriber', '=', subscriber).execute();
      await db.deleteFrom('taste').where('subscriber', '=', subscriber).execute();
    },

    /** Forgets what somebody said under one heading, and what it taught; that they muted it stays. */
    async forget(subscriber: number, group: Signal['group']): Promise<void> {
      await db
        .deleteFrom('signal')
        .where('subscriber', '=', subscriber)
        .where('group_kind', '=', group.kind)
        .where('group_key', '=', group.key)
        .where('kind', '!=', 'mute')
        .execute();
      await unlearn(subscriber, group.kind, group.key);
    },

    /** The newest that each of these subscribers said of every heading, of each kind at most `most`, the newest first; who said nothing is left out. */
    async lessons(subscribers: readonly number[], most = MOST): Promise<Map<number, Signal[]>> {
      const found = new Map<number, Signal[]>();
      for (const page of inPages(subscribers)) {
        const rows = await db
          .selectFrom(
            db
              .selectFrom('signal')
              .selectAll()
              .select(
                sql<number>`row_number() over (
                  partition by subscriber, group_kind, group_key, kind order by at desc, paper)`.as('place'),
              )
              .where('subscriber', 'in', page)
              .as('ranked'),
          )
          .selectAll()
          .where('place', '<=', most)
          .orderBy('subscriber')
          .orderBy('at', 'desc')
          .orderBy('paper')
          .orderBy('kind')
          .execute();
        for (const row of rows) {
          const said = found.get(row.subscriber) ?? [];
          found.set(row.subscriber, said);
          said.push(toSignal(row));
        }
      }
      return found;
    },
  };

  /** Forgets what was learned of a heading, and of all together. */
  async function unlearn(subscriber: number, kind: string, key: string): Promise<void> {
    await db
      .deleteFrom('taste')
      .where('subscriber', '=', subscriber)
      .where(({ eb, or, and }) =>
        or([eb('group_kind', '=', 'any'), and([eb('group_kind', '=', kind), eb('group_key', '=', key)])]),
      )
      .execute();
  }
}

function toSignal(row: Selectable<SignalTable>): Signal {
  return {
    paper: row.paper,
    kind: row.kind as SignalKind,
    group: { kind: row.group_kind as SelectedGroup['kind'], key: row.group_key },
    at: Number(row.at),
  };
}
