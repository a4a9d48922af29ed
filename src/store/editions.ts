import type { Kysely } from 'kysely';
import type { EditionState } from '../model/edition.ts';
import { accountVerbs } from './accounts.ts';
import { cancelIn, holdVerbs } from './edition-holds.ts';
import { inPages } from './pages.ts';
import type { Schema } from './schema.ts';

/** A paper as an edition shows it. The content is the caller's JSON. */
export interface EditionPaper {
  paper: number;
  content: string;
}

export function editionStore(db: Kysely<Schema>) {
  const inState = (state: EditionState) => db.selectFrom('edition').select('id').where('state', '=', state);

  return {
    ...accountVerbs(db),
    ...holdVerbs(db),

    /**
     * Nothing of the edition is ever handed over again; it may be one that is not prepared yet. What nobody holds is
     * cancelled at once, or unknown when it may be out; what somebody holds is for them to give up. Called again it
     * cancels what came in since. False when nothing was to do.
     */
    async cancel(id: string, now: number): Promise<boolean> {
      if (db.isTransaction) return cancelIn(db, id, now);
      return db.transaction().execute(tx => cancelIn(tx, id, now));
    },

    /** As its accounts were last stored; null when it does not exist. */
    async stateOf(id: string): Promise<EditionState | null> {
      const row = await db.selectFrom('edition').select('state').where('id', '=', id).executeTakeFirst();
      return row ? (row.state as EditionState) : null;
    },

    async setState(id: string, state: EditionState, audience: number, now: number): Promise<void> {
      await db
        .updateTable('edition')
        .set({ state, audience, updated_at: now })
        .where('id', '=', id)
        .execute();
    },

    /** The newest editions up to `last`, newest first, as they stood when their accounts were last stored. */
    async newest(
      limit: number,
      last = '9',
    ): Promise<{ id: string; state: EditionState; audience: number }[]> {
      const rows = await db
        .selectFrom('edition')
        .select(['id', 'state', 'audience'])
        .where('id', '<=', last)
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(row => ({ ...row, state: row.state as EditionState }));
    },

    /** Editions whose accounts were open when they were last stored, oldest first. */
    async sending(): Promise<string[]> {
      return (await inState('sending').orderBy('id').execute()).map(row => row.id);
    },

    /** Editions before this date that were never frozen whole, oldest first: somebody was looked at between times. */
    async draftsBefore(date: string): Promise<string[]> {
      const rows = await inState('draft').where('id', '<', date).orderBy('id').execute();
      return rows.map(row => row.id);
    },

    /** Editions that carried any of these papers to anybody: their ledger rows matter to a diff. */
    async carrying(papers: readonly number[]): Promise<Set<string>> {
      const found = new Set<string>();
      for (const page of inPages(papers)) {
        const rows = await db
          .selectFrom('edition_paper')
          .select('edition')
          .distinct()
          .where('paper', 'in', page)
          .where('again', '=', 0)
          .execute();
        for (const row of rows) found.add(row.edition);
      }
      return found;
    },

    /** Editions dated from `from` up to, not including, `before`. */
    async between(from: string, before: string): Promise<string[]> {
      const rows = await db
        .selectFrom('edition')
        .select('id')
        .where('id', '>=', from)
        .where('id', '<', before)
        .execute();
      return rows.map(row => row.id);
    },

    /** Freezes how the edition shows the papers it carries; one frozen before stays as it was. */
    async freezePapers(edition: string, papers: readonly EditionPaper[]): Promise<void> {
      for (const page of inPages(papers)) {
        await db
          .insertInto('edition_paper')
          .values(page.map(({ paper, content }) => ({ edition, paper, content })))
          .onConflict(c => c.columns(['edition', 'paper']).doUpdateSet({ again: 0 }))
          .execute();
      }
    },

    /** The same for papers that it only shows again, to those who may have missed them. */
    async freezeAgain(edition: string, papers: readonly EditionPaper[]): Promise<void> {
      for (const page of inPages(papers)) {
        await db
          .insertInto('edition_paper')
          .values(page.map(({ paper, content }) => ({ edition, paper, content, again: 1 })))
          .onConflict(c => c.columns(['edition', 'paper']).doNothing())
          .execute();
      }
    },

    /** How the edition shows the papers it carries. */
    async carriedPapers(edition: string): Promise<EditionPaper[]> {
      return db
        .selectFrom('edition_paper')
        .select(['paper', 'content'])
        .where('edition', '=', edition)
        .where('again', '=', 0)
        .orderBy('paper')
        .execute();
    },

    /** How the edition shows its papers, and those it shows again. */
    async papers(edition: string): Promise<EditionPaper[]> {
      return db
        .selectFrom('edition_paper')
        .select(['paper', 'content'])
        .where('edition', '=', edition)
        .orderBy('paper')
        .execute();
    },

    /** How the edition shows some papers, carried or again; nothing for those that it does not. */
    async shown(edition: string, papers: readonly number[]): Promise<EditionPaper[]> {
      const found: EditionPaper[] = [];
      for (const page of inPages(papers)) {
        const rows = await db
          .selectFrom('edition_paper')
          .select(['paper', 'content'])
          .where('edition', '=', edition)
          .where('paper', 'in', page)
          .orderBy('paper')
          .execute();
        found.push(...rows);
      }
      return found;
    },

    async exists(id: string): Promise<boolean> {
      return Boolean(await db.selectFrom('edition').select('id').where('id', '=', id).executeTakeFirst());
    },

    /** How many papers the edition shows: it only grows while it is being frozen. */
    async paperCount(edition: string): Promise<number> {
      const row = await db
        .selectFrom('edition_paper')
        .select(({ fn }) => fn.countAll<number>().as('papers'))
        .where('edition', '=', edition)
        .executeTakeFirstOrThrow();
      return Number(row.papers);
    },
  };
}
