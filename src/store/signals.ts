import type { Kysely, Selectable } from 'kysely';
import type { SelectedGroup } from '../model/edition.ts';
import { headingKey, type Leaning, type Signal, type SignalKind } from '../model/signal.ts';
import type { SignalTable } from './audience-schema.ts';
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
      await db
        .deleteFrom('taste')
        .where('subscriber', '=', subscriber)
        .where('group_kind', '=', group.kind)
        .where('group_key', '=', group.key)
        .execute();
    },

    /** What each of these subscribers said to learn from, the newest first; who said nothing of the kind is left out. */
    async lessons(subscribers: readonly number[]): Promise<Map<number, Signal[]>> {
      const found = new Map<number, Signal[]>();
      for (const page of inPages(subscribers)) {
        const rows = await db
          .selectFrom('signal')
          .selectAll()
          .where('subscriber', 'in', page)
          .where('kind', '!=', 'mute')
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

function toSignal(row: Selectable<SignalTable>): Signal {
  return {
    paper: row.paper,
    kind: row.kind as SignalKind,
    group: { kind: row.group_kind as SelectedGroup['kind'], key: row.group_key },
    at: Number(row.at),
  };
}
