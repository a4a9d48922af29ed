import type { ExpressionBuilder, Kysely, Selectable } from 'kysely';
import type { DeliveryState } from '../model/delivery.ts';
import type { Letter, LetterKind } from '../model/letter.ts';
import type { ReplyClass } from '../model/smtp-reply.ts';
import type { LetterTable } from './audience-schema.ts';
import type { StoreDialect } from './dialect.ts';
import type { Schema } from './schema.ts';

/** A letter about to be written. */
export type NewLetter = Pick<Letter, 'kind' | 'subscriber' | 'expiresAt'> &
  Partial<Pick<Letter, 'address' | 'edition'>> & {
    /** Preferences, as JSON, that they get when they confirm; those of their row otherwise. */
    asked?: string;
  };

/** A letter that somebody holds; the fence tells who did last. */
export interface ClaimedLetter extends Letter {
  fence: number;
}

/** What came of an attempt to deliver a letter. */
export interface LetterOutcome {
  state: DeliveryState;
  /** Given back without a word to any server: it was no attempt. */
  isUntried?: boolean;
  class: ReplyClass | null;
  code: number | null;
  enhanced: string | null;
  reply: string | null;
  /** Before this moment it is not tried again. */
  notBefore: number;
}

/** Not delivered yet, and nobody holds it. */
const WAITING = ['pending', 'deferred'];

/** Named one by one: SQLite returns no "table.*" from an update. */
const COLUMNS = [
  'letter.num',
  'letter.kind',
  'letter.subscriber',
  'letter.address',
  'letter.edition',
  'letter.created_at',
  'letter.expires_at',
  'letter.used_at',
  'letter.state',
  'letter.attempts',
  'letter.fence',
] as const;
type Row = Omit<
  Selectable<LetterTable>,
  | 'asked'
  | 'fence'
  | 'lease_owner'
  | 'lease_until'
  | 'not_before'
  | 'code'
  | 'enhanced'
  | 'class'
  | 'reply'
  | 'updated_at'
>;

/**
 * Mails to one person that belong to no edition. Unlike deliveries they are sent again when nobody knows whether they
 * arrived: a second confirmation harms nobody, a missing one does.
 */
export function letterStore(db: Kysely<Schema>, dialect: Pick<StoreDialect, 'skipsLocked'>) {
  return {
    /** Puts a letter in line; returns its number. */
    async add(letter: NewLetter, now: number): Promise<number> {
      const row = await db
        .insertInto('letter')
        .values({
          kind: letter.kind,
          subscriber: letter.subscriber,
          address: letter.address ?? null,
          edition: letter.edition ?? null,
          asked: letter.asked ?? null,
          created_at: now,
          expires_at: letter.expiresAt,
          state: 'pending',
          updated_at: now,
        })
        .returning('num')
        .executeTakeFirstOrThrow();
      return row.num;
    },

    async byNum(num: number): Promise<Letter | null> {
      if (!Number.isSafeInteger(num)) return null;
      const row = await db.selectFrom('letter').selectAll().where('num', '=', num).executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    /** The newest letter of a kind to somebody. */
    async newest(subscriber: number, kind: LetterKind): Promise<Letter | null> {
      const row = await db
        .selectFrom('letter')
        .selectAll()
        .where('subscriber', '=', subscriber)
        .where('kind', '=', kind)
        .orderBy('num', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    /** What was asked for along with a letter, as JSON; null when nothing was. */
    async asked(num: number): Promise<string | null> {
      const row = await db.selectFrom('letter').select('asked').where('num', '=', num).executeTakeFirst();
      return row?.asked ?? null;
    },

    /**
     * Who came by the sign-up page, never confirmed before the last link to do so expired, and was never in an
     * edition: by number, at most `limit`.
     */
    async unanswered(now: number, limit: number): Promise<number[]> {
      const rows = await db
        .selectFrom('letter')
        .innerJoin('subscriber', 'subscriber.num', 'letter.subscriber')
        .select('letter.subscriber')
        .distinct()
        .where('letter.kind', '=', 'confirm')
        .where('letter.expires_at', '<=', now)
        // Says nothing new, and spares a look at everybody who did confirm.
        .where('letter.used_at', 'is', null)
        .where('subscriber.status', 'in', ['pending', 'unsubscribed'])
        .where('subscriber.confirmed_at', 'is', null)
        .where('subscriber.origin', '=', 'web')
        .where('subscriber.email', 'is not', null)
        .where(({ not, or, exists, selectFrom }) =>
          not(
            or([
              exists(
                selectFrom('letter as other')
                  .select('other.num')
                  .whereRef('other.subscriber', '=', 'letter.subscriber')
                  .where('other.kind', '=', 'confirm')
                  .where(({ eb }) =>
                    eb.or([eb('other.expires_at', '>', now), eb('other.used_at', 'is not', null)]),
                  ),
              ),
              exists(
                selectFrom('delivery')
                  .select('delivery.edition')
                  .whereRef('delivery.subscriber', '=', 'letter.subscriber'),
              ),
            ]),
          ),
        )
        .orderBy('letter.subscriber')
        .limit(limit)
        .execute();
      return rows.map(row => row.subscriber);
    },

    /** Every letter to somebody, oldest first. */
    async of(subscriber: number): Promise<Letter[]> {
      const rows = await db
        .selectFrom('letter')
        .selectAll()
        .where('subscriber', '=', subscriber)
        .orderBy('num')
        .execute();
      return rows.map(fromRow);
    },

    /** Uses up the link of a letter. True once: for whoever is first, before it expires. */
    async use(num: number, now: number): Promise<boolean> {
      const result = await db
        .updateTable('letter')
        .set({ used_at: now })
        .where('num', '=', num)
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .executeTakeFirst();
      return Number(result.numUpdatedRows) === 1;
    },

    /** True when a letter waits for its turn now, or its worker may have died. */
    async isOwing(now: number): Promise<boolean> {
      const row = await db.selectFrom('letter').select('num').where(isDue(now)).limit(1).executeTakeFirst();
      return row !== undefined;
    },

    /** Takes the lease of letters whose turn it is, oldest first, and of those whose worker died. */
    async claim(lease: {
      owner: string;
      until: number;
      now: number;
      limit: number;
    }): Promise<ClaimedLetter[]> {
      const { owner, until, now, limit } = lease;
      const rows = await db
        .with('due', cte =>
          cte
            .selectFrom('letter')
            .select('num')
            .where(isDue(now))
            .orderBy('num')
            .limit(limit)
            .$if(dialect.skipsLocked, query => query.forUpdate().skipLocked()),
        )
        .updateTable('letter')
        .from('due')
        .set(({ eb }) => ({
          state: 'leased',
          fence: eb('letter.fence', '+', 1),
          attempts: eb('letter.attempts', '+', 1),
          lease_owner: owner,
          lease_until: until,
          updated_at: now,
        }))
        .whereRef('letter.num', '=', 'due.num')
        .returning(COLUMNS)
        .execute();
      return rows.map(row => ({ ...fromRow(row), fence: row.fence })).sort((a, b) => a.num - b.num);
    },

    /** Keeps the lease until `until`; false when it ended, and somebody else has the letter, or nobody has. */
    async hold({ num, fence }: Pick<ClaimedLetter, 'num' | 'fence'>, until: number): Promise<boolean> {
      const result = await db
        .updateTable('letter')
        .set({ lease_until: until })
        .where('num', '=', num)
        .where('fence', '=', fence)
        .where('state', '=', 'leased')
        .executeTakeFirst();
      return Number(result.numUpdatedRows) === 1;
    },

    /** Writes what came of an attempt; false, and nothing, when somebody else holds the letter by now. */
    async settle(
      { num, fence }: Pick<ClaimedLetter, 'num' | 'fence'>,
      outcome: LetterOutcome,
      now: number,
    ): Promise<boolean> {
      const { state, isUntried = false, class: means, code, enhanced, reply, notBefore } = outcome;
      const result = await db
        .updateTable('letter')
        .set(({ eb }) => ({
          state,
          ...(isUntried && { attempts: eb('attempts', '-', 1) }),
          class: means,
          code,
          enhanced,
          reply,
          not_before: notBefore,
          lease_owner: null,
          lease_until: null,
          updated_at: now,
        }))
        .where('num', '=', num)
        .where('fence', '=', fence)
        .where('state', '=', 'leased')
        .executeTakeFirst();
      return Number(result.numUpdatedRows) === 1;
    },

    /** Forgets letters that expired before `before`. */
    async forget(before: number): Promise<void> {
      await db.deleteFrom('letter').where('expires_at', '<', before).where('state', '!=', 'leased').execute();
    },
  };
}

/** A letter waits for its turn now, or its worker died. */
function isDue(now: number) {
  return ({ eb, or, and }: ExpressionBuilder<Schema, 'letter'>) =>
    or([
      and([eb('state', 'in', WAITING), eb('not_before', '<=', now)]),
      and([eb('state', '=', 'leased'), eb('lease_until', '<', now)]),
    ]);
}

function fromRow(row: Row): Letter {
  return {
    num: row.num,
    kind: row.kind as LetterKind,
    subscriber: row.subscriber,
    address: row.address,
    edition: row.edition,
    createdAt: Number(row.created_at),
    expiresAt: Number(row.expires_at),
    usedAt: row.used_at === null ? null : Number(row.used_at),
    state: row.state as DeliveryState,
    attempts: row.attempts,
  };
}
