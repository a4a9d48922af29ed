import type { Kysely } from 'kysely';
import type { SelectedGroup } from '../model/edition.ts';
import { headingKey, type Leaning, type Signal, type SignalKind } from '../model/signal.ts';
import { inPages } from './pages.ts';
import type { Schema } from './schema.ts';

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

    /** Takes a signal back. */
    async take(subscriber: number, paper: number, kind: SignalKind): Promise<void> {
      await db
        .deleteFrom('signal')
        .where('subscriber', '=', subscriber)
        .where('paper', '=', paper)
        .where('kind', '=', kind)
        .execute();
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
      return rows.map(row => ({
        paper: row.paper,
        kind: row.kind as SignalKind,
        group: { kind: row.group_kind as SelectedGroup['kind'], key: row.group_key },
        at: Number(row.at),
      }));
    },

    /** Forgets everything somebody said. */
    async clear(subscriber: number): Promise<void> {
      await db.deleteFrom('signal').where('subscriber', '=', subscriber).execute();
    },

    /** Which way each of these subscribers leans; who never said anything is left out. */
    async leanings(subscribers: readonly number[]): Promise<Map<number, Leaning>> {
      const found = new Map<number, Map<string, number>>();
      for (const page of inPages(subscribers)) {
        const rows = await db
          .selectFrom('signal')
          .select(({ fn }) => [
            'subscriber',
            'kind',
            'group_kind',
            'group_key',
            fn.countAll<number>().as('times'),
          ])
          .where('subscriber', 'in', page)
          .where('kind', 'in', ['more', 'less'])
          .groupBy(['subscriber', 'kind', 'group_kind', 'group_key'])
          .execute();
        for (const row of rows) {
          const leaning = found.get(row.subscriber) ?? new Map<string, number>();
          found.set(row.subscriber, leaning);
          const heading = headingKey({ kind: row.group_kind as SelectedGroup['kind'], key: row.group_key });
          const times = Number(row.times);
          leaning.set(heading, (leaning.get(heading) ?? 0) + (row.kind === 'more' ? times : -times));
        }
      }
      return found;
    },
  };
}
