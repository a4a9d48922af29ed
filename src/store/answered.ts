import type { Kysely } from 'kysely';
import type { DeliveryState } from '../model/delivery.ts';
import type { ReplyClass } from '../model/smtp-reply.ts';
import { HELD } from './leases.ts';
import { inPages } from './pages.ts';
import type { Schema } from './schema.ts';

/** What became of the deliveries of an edition to one domain group that were tried. */
export interface Answered {
  /** In the hands of a worker, tried before or not. */
  held: number;
  /** Those that have an answer, by what it means; `accepted` also of what came back later. */
  answers: Map<ReplyClass, number>;
  /** When the first of them was written last, in milliseconds; null when there is none. */
  firstAt: number | null;
}

/** How the mail servers of domain groups answered to an edition, whoever of the senders asked. */
export function answeredStore(db: Kysely<Schema>) {
  return {
    /** By domain group; one of which nothing was tried is not in it. What was only put off was not tried. */
    async byGroup(edition: string, groups: readonly string[]): Promise<Map<string, Answered>> {
      const found = new Map<string, Answered>();
      const of = (group: string) => {
        const known = found.get(group) ?? { held: 0, answers: new Map(), firstAt: null };
        found.set(group, known);
        return known;
      };
      for (const page of inPages(groups)) {
        const tried = await db
          .selectFrom('delivery')
          .select(({ fn }) => [
            'domain_group as group',
            'state',
            'class',
            fn.countAll<number>().as('rows'),
            fn.min('updated_at').as('firstAt'),
          ])
          .where('edition', '=', edition)
          .where('domain_group', 'in', page)
          // Written out: only so does the index of what was tried serve.
          .where(({ eb }) => eb('attempts', '>', eb.lit(0)))
          .groupBy(['domain_group', 'state', 'class'])
          .execute();
        for (const { group, state, class: means, rows, firstAt } of tried) {
          const one = of(group);
          if (HELD.includes(state)) {
            one.held += Number(rows);
            continue;
          }
          const said = meaningOf(state as DeliveryState, means as ReplyClass | null);
          one.answers.set(said, (one.answers.get(said) ?? 0) + Number(rows));
          one.firstAt = Math.min(one.firstAt ?? Number.POSITIVE_INFINITY, Number(firstAt));
        }
        // What is tried for the first time just now.
        const held = await db
          .selectFrom('delivery')
          .select(({ fn }) => ['domain_group as group', fn.countAll<number>().as('rows')])
          .where('edition', '=', edition)
          .where('state', 'in', HELD)
          .where('domain_group', 'in', page)
          .where('attempts', '=', 0)
          .groupBy('domain_group')
          .execute();
        for (const { group, rows } of held) of(group).held += Number(rows);
      }
      return found;
    },
  };
}

/** Whatever a server took at first was accepted, whatever was said of it later. */
function meaningOf(state: DeliveryState, means: ReplyClass | null): ReplyClass {
  if (state === 'accepted' || state === 'bounced' || state === 'complained') return 'accepted';
  if (state === 'unknown') return 'unanswered';
  return means ?? 'soft';
}
