import { parseAddress } from '../audience/address.ts';
import { suppressionHash } from '../audience/suppression.ts';
import { againOf, papersOf, updatesOf } from '../model/edition.ts';
import type { Letter } from '../model/letter.ts';
import { unpackSelection } from '../model/packed-selection.ts';
import type { Paper } from '../model/paper.ts';
import type { Reachable } from '../model/subscriber.ts';
import { PAGE } from '../store/pages.ts';
import type { Store } from '../store/store.ts';
import { learnedOf } from './taste.ts';

/** More editions than there are in ten years. */
const EVERY_EDITION = 5_000;

/** Everything stored of one person (GDPR Art. 15), for themselves: a value to be written as JSON, instants in RFC 3339. */
export async function myData(store: Store, one: Reachable) {
  const { num, createdAt, confirmedAt, welcomeAt, ...rest } = one;
  const suppression = await suppressionOf(store, one);
  const editions = (await store.editions.newest(EVERY_EDITION)).map(({ id }) => id);
  const rows = (await store.deliveries.list({ subscriber: num })).map(row => {
    const selection = unpackSelection(row.papers);
    const { updates } = selection;
    const names = [papersOf(selection), againOf(selection), updatesOf(selection)].flat();
    return { row, papers: papersOf(selection), again: againOf(selection), updates, names };
  });
  const signals = await store.signals.of(num);
  const named = await papersNamed(store, [
    ...rows.flatMap(({ names }) => names),
    ...signals.map(({ paper }) => paper),
  ]);
  const skips = [...(await store.skips.ofSubscriber(num, editions))];
  const attempts = await store.attempts.of(num, editions);
  return {
    subscriber: {
      number: num,
      ...rest,
      createdAt: instant(createdAt),
      confirmedAt: instant(confirmedAt),
      welcomeAt: instant(welcomeAt),
    },
    suppression: suppression && { reason: suppression.reason, since: instant(suppression.at) },
    consents: (await store.consents.of(num)).map(({ at, ...line }) => ({ at: instant(at), ...line })),
    letters: (await store.letters.of(num)).map(letterOf),
    signals: signals.map(({ paper, at, ...said }) => ({ at: instant(at), ...said, paper: named(paper) })),
    learned: await learnedOf(store, one),
    deliveries: rows.map(({ row, papers, again, updates }) => ({
      edition: row.edition,
      state: row.state,
      greets: row.name,
      preface: row.preface,
      messageId: row.messageId,
      attempts: row.attempts,
      code: row.code,
      reply: row.reply,
      reason: row.reason,
      slot: instant(row.slot),
      updatedAt: instant(row.updatedAt),
      papers: papers.map(named),
      again: again.map(named),
      updates: (updates?.papers ?? []).map(({ num, news }) => ({ ...named(num), news })),
    })),
    skipped: skips.map(([edition, { reason, at }]) => ({ edition, reason, at: instant(at) })),
    attempts: attempts.map(({ subscriber: _, fence: __, worker: ___, at, ...attempt }) => ({
      at: instant(at),
      ...attempt,
    })),
    reports: (await store.reports.of(num)).map(({ at, ...report }) => ({ at: instant(at), ...report })),
  };
}

/** Why no mail goes to them, where that is so. The key of the hashes is made by whoever suppresses first: reading makes none. */
async function suppressionOf({ suppressions }: Store, { email }: Reachable) {
  if (await suppressions.none()) return null;
  return suppressions.find(suppressionHash(parseAddress(email).key, await suppressions.key()));
}

/** What became of a letter to an address that may be somebody else's is nothing that the person who named it may learn. */
function letterOf({ kind, address, edition, createdAt, expiresAt, usedAt, state, attempts }: Letter) {
  const isOwn = kind !== 'move';
  return {
    kind,
    address,
    edition,
    createdAt: instant(createdAt),
    expiresAt: isOwn ? instant(expiresAt) : null,
    usedAt: instant(usedAt),
    state: isOwn ? state : null,
    attempts: isOwn ? attempts : null,
  };
}

/** Names papers by number, whatever their numbers became since. */
async function papersNamed(store: Store, nums: readonly number[]) {
  const aliases = await store.papers.aliases();
  const elder = (num: number) => aliases.get(num) ?? num;
  const wanted = [...new Set(nums.map(elder))];
  const known = new Map<number, Pick<Paper, 'id' | 'title' | 'url'>>();
  for (let at = 0; at < wanted.length; at += PAGE) {
    // Abstracts are not kept beyond their page: years of papers are many.
    for (const { num, id, title, url } of await store.papers.byNums(wanted.slice(at, at + PAGE))) {
      known.set(num, { id, title, url });
    }
  }
  return (num: number) => known.get(elder(num)) ?? null;
}

function instant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
