import type { CalendarDate } from '../model/date.ts';
import { NOT_CARRIED } from '../model/delivery.ts';
import { type EditionState, type SelectedGroup, type SkipReason, updatesOf } from '../model/edition.ts';
import { unpackSelection } from '../model/packed-selection.ts';
import type { PaperUpdate } from '../model/paper.ts';
import type { Subscriber } from '../model/subscriber.ts';
import { isDueOn, slotInstant } from '../plan/calendar.ts';
import { windowOf } from '../plan/window.ts';
import type { Attempt } from '../store/attempts.ts';
import type { DeliveryRow } from '../store/deliveries.ts';
import type { Hold } from '../store/edition-holds.ts';
import type { Report } from '../store/reports.ts';
import { editionPapers } from './edition-papers.ts';
import { type Learned, learn } from './learn.ts';
import type { Learn } from './learner.ts';
import type { Parts } from './parts.ts';
import { type SourceStanding, sourcesBehind } from './source-standings.ts';

/** A paper as one mail carries it, and why. */
export interface ToldPaper {
  id: string;
  title: string;
  url: string | null;
  kind: SelectedGroup['kind'];
  /** Topic id, or the query as typed. */
  key: string;
  /** What matched, best first. */
  terms: string[];
}

/** A paper of an earlier mail, and what a mail told is new about it. */
export interface ToldUpdate extends Pick<ToldPaper, 'id' | 'title' | 'url'> {
  news: PaperUpdate[];
}

/** What became of one edition for one subscriber. Instants are milliseconds since the epoch. */
export interface Story {
  edition: CalendarDate;
  /** Null when there is no such edition yet. */
  state: EditionState | null;
  /** Somebody was planned in it already. */
  isPrepared: boolean;
  hold: Hold | null;
  /** When their hour comes or came; null when the day is none of theirs. */
  slot: number | null;
  delivery: DeliveryRow | null;
  skip: { reason: SkipReason; at: number } | null;
  /** How many papers there were to choose from when they were skipped. */
  candidates: number;
  papers: ToldPaper[];
  /** What it told of papers of earlier mails. */
  updates: ToldUpdate[];
  /** The sources that are why there was nothing new. */
  sources: SourceStanding[];
  /** Oldest first. */
  attempts: Attempt[];
  /** What came back later, oldest first. */
  reports: Report[];
}

type StoryParts = Pick<Parts, 'store' | 'catalogue' | 'timeZone'> & { learn?: Learn };

/** What became of these editions for one subscriber, in the order given. */
export async function storiesOf(
  parts: StoryParts,
  subscriber: Subscriber,
  editions: readonly CalendarDate[],
): Promise<Story[]> {
  const { store, timeZone } = parts;
  const { num } = subscriber;
  const deliveries = new Map(
    (await store.deliveries.list({ subscriber: num })).map(row => [row.edition, row] as const),
  );
  const skips = await store.skips.ofSubscriber(num, editions);
  const holds = await store.editions.holds(editions);
  const attempts = await store.attempts.of(num, editions);
  const reports = await store.reports.of(num);
  const learned = await (parts.learn?.(subscriber.queries) ?? learn(parts, subscriber.queries));
  const aliases = await store.papers.aliases();

  const stories: Story[] = [];
  for (const edition of editions) {
    const delivery = deliveries.get(edition) ?? null;
    // A skip from before somebody had their turn says nothing beside a delivery.
    const skip = delivery ? null : (skips.get(edition) ?? null);
    const [known] = await store.editions.newest(1, edition);
    const exists = known?.id === edition;
    const last = [...deliveries.values()].find(
      row => row.edition < edition && !NOT_CARRIED.includes(row.state),
    );
    stories.push({
      edition,
      state: exists ? known.state : null,
      isPrepared: exists && known.audience > 0,
      hold: holds.get(edition) ?? null,
      slot: delivery?.slot ?? slotOn(subscriber, edition, timeZone),
      delivery,
      skip,
      candidates: skip ? await candidatesAt(parts, edition, last?.edition ?? null, skip.at) : 0,
      ...(delivery ? await papersOf(parts, delivery, learned, aliases) : { papers: [], updates: [] }),
      sources: skip && isAbsence(skip.reason) ? await sourcesBehind(store, edition, skip.at) : [],
      attempts: attempts.filter(one => one.edition === edition),
      reports: reports.filter(one => one.edition === edition),
    });
  }
  return stories;
}

function isAbsence(reason: SkipReason): boolean {
  return reason === 'quiet' || reason === 'stale-source';
}

function slotOn(
  { cadence, hour, timezone }: Subscriber,
  edition: CalendarDate,
  timeZone: string,
): number | null {
  return isDueOn(cadence, edition) ? slotInstant(edition, hour, timezone ?? timeZone) : null;
}

/** How many papers their window held at `at`: what came in later had no say. */
async function candidatesAt(
  { store }: StoryParts,
  edition: CalendarDate,
  lastEdition: CalendarDate | null,
  at: number,
): Promise<number> {
  const captures = (await store.snapshots.list())
    .filter(({ storedAt }) => storedAt <= at)
    .map(({ num, capturedAt }) => ({ snapshot: num, capturedAt }));
  const holdings = await store.snapshots.holdings(windowOf(captures, edition, lastEdition)?.snapshots ?? []);
  return new Set([...holdings.values()].flat()).size;
}

async function papersOf(
  { store }: StoryParts,
  { edition, papers }: DeliveryRow,
  learned: Learned,
  aliases: ReadonlyMap<number, number>,
): Promise<Pick<Story, 'papers' | 'updates'>> {
  const selection = unpackSelection(papers);
  const { groups } = selection;
  const nums = groups.flatMap(group => group.papers.map(({ num }) => num));
  const frozen = await store.editions.shown(edition, [...nums, ...updatesOf(selection)]);
  const shown = editionPapers([], frozen, aliases, learned);
  const named = (num: number) => {
    const { id, title, url } = shown.paper(num);
    return { id, title, url };
  };
  return {
    papers: groups.flatMap(({ kind, key, papers: carried }) =>
      carried.map(
        ({ num }): ToldPaper => ({ ...named(num), kind, key, terms: shown.explain(num, { kind, key }) }),
      ),
    ),
    updates: (selection.updates?.papers ?? []).map(({ num, news }) => ({ ...named(num), news })),
  };
}
