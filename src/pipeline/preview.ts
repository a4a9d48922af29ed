import { createHash } from 'node:crypto';
import type { Catalogue } from '../match/catalogue.ts';
import type { CalendarDate } from '../model/date.ts';
import { type DeliveryState, NOT_CARRIED, OPEN_STATES } from '../model/delivery.ts';
import type { Selection, SkipReason } from '../model/edition.ts';
import type { Message } from '../model/message.ts';
import { unpackSelection } from '../model/packed-selection.ts';
import { leaningOf } from '../model/signal.ts';
import type { Reachable } from '../model/subscriber.ts';
import { type Planned, planSubscriber } from '../plan/plan.ts';
import { admission, suppressedAmong } from './admit.ts';
import { carriedBy, missedBy } from './carried-by.ts';
import { compose, notesOf } from './compose.ts';
import { type EditionDay, openDay, withMail } from './day.ts';
import { nothingFound } from './learn.ts';
import { type Learn, openLearner } from './learner.ts';
import type { Parts } from './parts.ts';
import { planPage, tasteDay } from './plan-page.ts';
import { tastesOf } from './taste.ts';
import { updatesFor } from './updates.ts';
import { type PastDelivery, type WhyEdition, whyEdition } from './why-edition.ts';

/** Number of a subscriber who is made up: nobody has it, so the ledger knows nothing of them. */
export const MADE_UP = 0;

/** What one subscriber gets in one edition, and why; nothing is written anywhere. */
export interface Preview {
  edition: CalendarDate;
  subscriber: Reachable;
  outcome: DeliveryPreview | { kind: 'skip'; reason: SkipReason };
  /** What the ledger has on record for them and this edition, if it is a skip. */
  recorded: { reason: SkipReason; at: number } | null;
  why: WhyEdition;
}

export interface DeliveryPreview {
  kind: 'delivery';
  /** Its state in the ledger; null when it is not frozen. */
  state: DeliveryState | null;
  /** Why it is never handed over, though it is frozen and owed: they left, or rest, since. Null when it is. */
  barred: string | null;
  /** When it falls due, in milliseconds since the epoch. */
  slot: number;
  /** The very message that a mail server gets. */
  message: Message;
}

/** How the ledger is read for somebody. */
export interface PreviewOptions {
  /**
   * True: as it is for everybody by now, what is frozen as it was frozen: the mail that a run would hand over. False: as it was
   * before that edition, frozen or not: for changed preferences.
   */
  asFrozen: boolean;
}

/** Previews mails; keeps the days it has opened, a few at a time. */
export interface Previewer {
  /** `subscriber` may be as the ledger has them, or changed, or made up (`num` 0). Changes nothing. */
  preview: (
    parts: Parts,
    subscriber: Reachable,
    edition: CalendarDate,
    options: PreviewOptions,
  ) => Promise<Preview>;
}

/** Days that stay opened: whoever looks at mails goes back and forth between a few. */
const KEPT = 8;

export function openPreviewer(): Previewer {
  const days = keptDays();
  return {
    async preview(parts, subscriber, edition, { asFrozen }) {
      const { store } = parts;
      const day = await days(parts, subscriber, edition);
      const { frozen, earlier, known, later } = await historyOf(parts, subscriber, edition, asFrozen);
      const planned = frozen ? null : await planOne(parts, day, subscriber, asFrozen ? null : known);

      const found = frozen ? { ...frozen, selection: unpackSelection(frozen.papers) } : planned;
      const mail = found && 'selection' in found ? found : null;
      const why = whyEdition(
        {
          ranked: day.plan.rankedFor(newestOf(earlier)),
          papers: day.papers,
          sizes: day.plan.sizes,
          catalogue: parts.catalogue,
          aliases: day.aliases,
          leaning: leaningOf(
            (await store.signals.lessons([subscriber.num])).get(subscriber.num) ?? [],
            subscriber,
          ),
          past: pastDeliveries(known, day),
          later: pastDeliveries(later, day),
        },
        subscriber,
        mail?.selection ?? null,
      );
      const skips = await store.skips.ofSubscriber(subscriber.num, [edition]);
      return {
        edition,
        subscriber,
        outcome: mail
          ? {
              kind: 'delivery',
              state: frozen?.state ?? null,
              barred: frozen ? await barredFrom(parts, subscriber, frozen) : null,
              slot: mail.slot,
              message: await write(parts, day, subscriber, mail),
            }
          : { kind: 'skip', reason: planned?.kind === 'skip' ? planned.reason : 'not-due' },
        recorded: skips.get(edition) ?? null,
        why,
      };
    },
  };
}

/** What the ledger has of somebody, as far as an edition goes by it. */
interface History {
  /** That edition itself. */
  frozen: Row | undefined;
  /** The editions before it. */
  earlier: Row[];
  /** What was known, or is, where it is planned. */
  known: Row[];
  /** Of what is frozen, the editions after it: as a rule they had carried nothing yet. */
  later: Row[];
}

async function historyOf(
  { store }: Parts,
  { num }: Reachable,
  edition: CalendarDate,
  asFrozen: boolean,
): Promise<History> {
  const rows = num === MADE_UP ? [] : await store.deliveries.list({ subscriber: num });
  const earlier = rows.filter(row => row.edition < edition);
  const frozen = asFrozen ? rows.find(row => row.edition === edition) : undefined;
  return {
    frozen,
    earlier,
    known: frozen || !asFrozen ? earlier : rows,
    later: frozen ? rows.filter(row => row.edition > edition) : [],
  };
}

/** Opens days for one subscriber's wishes, and gives them again while nothing they were read from has changed. */
function keptDays() {
  const kept = new Map<string, { parts: Parts; day: EditionDay }>();
  let ground: { key: string; learn: Learn } | null = null;

  /** Whoever changes a wish looks at the same papers again: their words, and the topics they match, stay. */
  function learnOn(key: string, parts: Parts): Learn {
    if (ground?.key === key) return ground.learn;
    const learn = openLearner(parts);
    const found = nothingFound();
    ground = { key, learn: async queries => ({ ...(await learn(queries)), found }) };
    return ground.learn;
  }

  return async (
    parts: Parts,
    { queries, excluded }: Reachable,
    edition: CalendarDate,
  ): Promise<EditionDay> => {
    const { store, catalogue } = parts;
    // A capture date may be corrected: then there is no new snapshot, and yet other windows.
    const captures = (await store.snapshots.list()).map(({ num, capturedAt }) => `${num} ${capturedAt}`);
    const version = await store.papers.version();
    const read = [sha256(captures.join()), version, await store.editions.paperCount(edition)];
    const base = JSON.stringify([edition, ...read, digestOf(catalogue)]);
    const key = JSON.stringify([base, queries, excluded]);
    const known = kept.get(key);
    const some = { queries, exclusions: excluded, learn: learnOn(base, parts) };
    const opened = known ? inMailsOf(parts, known) : await openDay(parts, { edition, at: null }, some);
    const day = { ...opened, note: (await store.notes.current(edition))?.num ?? null };
    kept.delete(key);
    kept.set(key, { parts, day });
    for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
    return day;
  };
}

function inMailsOf(parts: Parts, kept: { parts: Parts; day: EditionDay }): EditionDay {
  return kept.parts === parts ? kept.day : withMail(parts, kept.day);
}

const digests = new WeakMap<Catalogue, string>();

/** Catalogues of equal content are read again and again while templates change. */
function digestOf(catalogue: Catalogue): string {
  const digest = digests.get(catalogue) ?? sha256(JSON.stringify(catalogue));
  digests.set(catalogue, digest);
  return digest;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Plans for one subscriber: with the whole ledger, as a run does, or with nothing but these deliveries of theirs. */
async function planOne(
  parts: Parts,
  day: EditionDay,
  subscriber: Reachable,
  past: readonly Row[] | null,
): Promise<Planned | null> {
  const { store } = parts;
  if (past === null) {
    const [row] = await planPage(store, day, [subscriber]);
    return row && row.planned.kind !== 'frozen' ? row.planned : null;
  }
  const rows = past.filter(isCarried);
  const missed = missedBy(rows, day.plan.edition, day.aliases);
  const named = (missed?.editions ?? []).flatMap(({ papers }) => papers);
  day.papers.add(await store.papers.byNums(day.papers.lacking(named)));
  const carried = carriedBy(rows, day.aliases);
  const lastEdition = newestOf(rows);
  const heard = await tastesOf(store, tasteDay(day), [subscriber], () => day.plan.rankedFor(lastEdition));
  const last = rows.find(({ edition }) => edition === lastEdition);
  const updates = await updatesFor(store, day, [subscriber], {
    editions: new Set(rows.map(({ edition }) => edition)),
    rows: new Map([[subscriber.num, rows]]),
    last: new Map(last && [[subscriber.num, last]]),
  });
  return planSubscriber(subscriber, day.plan, {
    lastEdition,
    carried: num => carried.has(num),
    missed,
    updates: updates.get(subscriber.num) ?? null,
    suppressed: (await suppressedAmong(store, [subscriber])).size > 0,
    leaning: heard.leanings.get(subscriber.num) ?? null,
    taste: heard.tastes.get(subscriber.num) ?? null,
  });
}

/** Why what is owed to somebody is not handed over as they stand by now. */
async function barredFrom(
  { store }: Parts,
  subscriber: Reachable,
  { edition, state }: Row,
): Promise<string | null> {
  if (!OPEN_STATES.includes(state)) return null;
  const suppressed = await suppressedAmong(store, [subscriber]);
  const admitted = admission(subscriber, edition, suppressed.has(subscriber.num));
  return admitted.kind === 'barred' ? admitted.reason : null;
}

type Row = Awaited<ReturnType<Parts['store']['deliveries']['list']>>[number];

function isCarried({ state }: Row): boolean {
  return !NOT_CARRIED.includes(state);
}

/** The newest edition that carried something. */
function newestOf(rows: readonly Row[]): CalendarDate | null {
  const editions = rows.filter(isCarried).map(({ edition }) => edition);
  return editions.sort().at(-1) ?? null;
}

function pastDeliveries(rows: readonly Row[], { aliases }: EditionDay): PastDelivery[] {
  return rows.filter(isCarried).map(row => ({ edition: row.edition, papers: carriedBy([row], aliases) }));
}

type Mail = Pick<Row, 'slot' | 'preface'> & {
  selection: Selection;
  name?: string | null;
  note?: number | null;
};

/** The message as a run writes and signs it. */
async function write(parts: Parts, day: EditionDay, subscriber: Reachable, mail: Mail): Promise<Message> {
  const { slot, preface, name = subscriber.name } = mail;
  const note = await notesOf(parts.store)(mail.note === undefined ? day.note : mail.note);
  const to = { edition: day.plan.edition, subscriber, slot, name, preface, note };
  return parts.sign(compose(parts, day.mail, to, mail.selection));
}
