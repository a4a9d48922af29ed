import { addDays, type CalendarDate, daysBetween, weekdayOf } from '../model/date.ts';
import { papersOf } from '../model/edition.ts';
import { CHECK, editionIncident, LEFT_OUT } from '../model/incident.ts';
import { unpackSelection } from '../model/packed-selection.ts';
import type { Paper } from '../model/paper.ts';
import { faultOf } from '../plan/check-paper.ts';
import { absurdVolume, type Volume } from '../plan/check-volume.ts';
import { cleanText } from '../render/clean-text.ts';
import { clipText } from '../render/clip.ts';
import { FOUND } from '../store/skips.ts';
import type { Store } from '../store/store.ts';
import type { PlannedRow } from './plan-page.ts';

/** A paper that cannot be shown, and why. */
export interface LeftOut {
  paper: Paper;
  why: string;
}

/** Mails of an edition that are counted: the first by number of the reader, and as many out of stretches of all numbers. */
const COUNTED = 200;
const STRETCHES = 20;
/** Editions of so many days back are what is usual. */
const HISTORY_DAYS = 31;
const NEWEST = 10;
const NEWEST_OF_A_KIND = 7;
/** Readers with a longer gap have more to choose from: they tell nothing about a day. */
const REGULAR_DAYS = 7;
/** Papers named in one incident. */
const NAMED = 5;
const LONGEST_NAME = 80;

/** The papers that can be shown, and those that cannot. */
export function sortOut(papers: readonly Paper[]): { sound: Paper[]; leftOut: LeftOut[] } {
  const sound: Paper[] = [];
  const leftOut: LeftOut[] = [];
  for (const paper of papers) {
    const why = faultOf({ ...paper, title: cleanText(paper.title) });
    if (why === null) sound.push(paper);
    else leftOut.push({ paper, why });
  }
  return { sound, leftOut };
}

/** Puts on record which papers editions go without, or that there are none any more. */
export async function noteLeftOut(
  { incidents }: Pick<Store, 'incidents'>,
  leftOut: readonly LeftOut[],
  now: number,
): Promise<void> {
  if (leftOut.length === 0) return incidents.close(LEFT_OUT, now);
  const named = leftOut.slice(0, NAMED).map(({ paper, why }) => {
    const title = clipText(cleanText(paper.title), LONGEST_NAME);
    return `${paper.id}${title ? ` (${title})` : ''}: ${why}`;
  });
  const more = leftOut.length > NAMED ? [`and ${leftOut.length - NAMED} more`] : [];
  return incidents.open(LEFT_OUT, `left out of editions: ${[...named, ...more].join('; ')}`, now);
}

/** Tells, page by page, whether an edition carries absurdly much. Adding gives a new one: a page may be planned twice. */
export interface VolumeCheck {
  with: (rows: readonly PlannedRow[], papers: readonly Paper[]) => VolumeCheck;
  /** In words; null when it does not. Asked in the transaction that has just written the page. */
  absurd: (tx: Store) => Promise<string | null>;
}

/** What an edition came to, counted in one way or more: they are the same while its audience is small. */
type Counts = { first: Volume; spread: Volume };

/** Opens the check of an edition, with what was usual before. */
export async function openVolumeCheck(store: Store, edition: CalendarDate): Promise<VolumeCheck> {
  const nothing = { edition, mails: 0, matching: 0, readers: 0, papers: 0, bare: 0 };
  return checkOf(nothing, await usualBefore(store, edition));
}

/** Who came later may wish for other things: it is absurd only by either count, or a large import would be so for weeks. */
function absurd(now: Counts, before: readonly Counts[], enough?: number): string | null {
  const of = (count: keyof Counts) =>
    absurdVolume(
      now[count],
      before.map(one => one[count]),
      enough,
    );
  return of('spread') === null ? null : of('first');
}

function checkOf(volume: Volume, before: readonly Counts[]): VolumeCheck {
  return {
    async absurd(tx) {
      const now = { first: volume, spread: volume };
      const found = absurd(now, before);
      if (found !== null || absurd(now, before, 1) === null) return found;
      // Too few of this hour to tell: what was frozen for earlier ones is counted with them.
      return absurd(await countsOf(tx, volume.edition), before);
    },
    with(rows, papers) {
      const sum = { ...volume, papers: volume.papers + papers.length };
      sum.bare += papers.filter(({ abstract }) => abstract === null).length;
      for (const { planned, lastEdition } of rows) {
        // What waits for a newcomer, or for who was away, is no measure of the day.
        if (lastEdition === null || daysBetween(lastEdition, volume.edition) > REGULAR_DAYS) continue;
        if (planned.kind === 'delivery') {
          sum.mails++;
          sum.readers++;
          sum.matching += papersOf(planned.selection).length + planned.selection.more;
        } else if (planned.kind === 'skip' && FOUND.includes(planned.reason)) sum.readers++;
      }
      return checkOf(sum, before);
    },
  };
}

/** What editions came to that nobody is frozen in any more, by store: of each it is read once. */
const settled = new WeakMap<Store, Map<CalendarDate, Counts>>();
/** After so many days no hour of an edition is still to come, anywhere. */
const SETTLED_DAYS = 2;

async function usualBefore(store: Store, edition: CalendarDate): Promise<Counts[]> {
  const between = await store.editions.between(addDays(edition, -HISTORY_DAYS), edition);
  // What was held, or stopped for good, is no measure: the same fault may come again tomorrow.
  const held = await store.editions.holds([...between]);
  const ids = [...between]
    .filter(id => !held.has(id))
    .sort()
    .reverse();
  const weekend = (id: CalendarDate) => weekdayOf(id) % 6 === 0;
  const alike = ids.filter(id => weekend(id) === weekend(edition)).slice(0, NEWEST_OF_A_KIND);
  const known = settled.get(store) ?? new Map<CalendarDate, Counts>();
  const kept = new Map<CalendarDate, Counts>();
  const volumes: Counts[] = [];
  for (const id of new Set([...alike, ...ids.slice(0, NEWEST)])) {
    const volume = known.get(id) ?? (await countsOf(store, id));
    volumes.push(volume);
    if (daysBetween(id, edition) > SETTLED_DAYS) kept.set(id, volume);
  }
  settled.set(store, kept);
  return volumes;
}

async function countsOf({ volumes }: Store, edition: CalendarDate): Promise<Counts> {
  const { papers, bare } = await volumes.abstracts(edition);
  const last = await volumes.last(edition);
  const volume = (counted: Counted) => ({ edition, ...counted, papers, bare });
  const first = await countOf(volumes, edition, COUNTED, { from: 0, to: last });
  if (first.mails < COUNTED) return { first: volume(first), spread: volume(first) };
  const spread = { mails: 0, matching: 0, readers: 0 };
  const edge = (stretch: number) => Math.floor((stretch * last) / STRETCHES);
  for (let n = 0; n < STRETCHES; n++) {
    const some = { from: edge(n) + 1, to: edge(n + 1) };
    const { mails, matching, readers } = await countOf(volumes, edition, COUNTED / STRETCHES, some);
    spread.mails += mails;
    spread.matching += matching;
    spread.readers += readers;
  }
  return { first: volume(first), spread: volume(spread) };
}

type Counted = Pick<Volume, 'mails' | 'matching' | 'readers'>;

/** Counts up to `most` mails to readers of these numbers. */
async function countOf(
  volumes: Store['volumes'],
  edition: CalendarDate,
  most: number,
  { from, to }: { from: number; to: number },
): Promise<Counted> {
  const mails = (await volumes.first(edition, most, from)).filter(({ subscriber }) => subscriber <= to);
  const matching = mails.reduce((sum, { papers }) => {
    const selection = unpackSelection(papers);
    return sum + papersOf(selection).length + selection.more;
  }, 0);
  const end = mails.length < most ? to : (mails.at(-1)?.subscriber ?? to);
  const nothing = await volumes.skipped(edition, FOUND, { from, to: end });
  return { mails: mails.length, matching, readers: mails.length + nothing };
}

/**
 * Holds an edition for what its check found, unless an operator has approved of it; in the transaction that froze the page. Who
 * paused it before is told all the same: they have not seen this.
 */
export async function holdByCheck(tx: Store, edition: CalendarDate, why: string, now: number): Promise<void> {
  const approved = (await tx.editions.standings([edition])).get(edition)?.approvedAt ?? null;
  if (approved !== null) return;
  const key = editionIncident(edition, 'check');
  if (!(await tx.editions.pause(edition, `${CHECK}${why}`, now))) {
    const isCancelled = (await tx.editions.holds([edition])).get(edition)?.cancelled ?? false;
    const known = await tx.incidents.find(key);
    if (isCancelled || (known !== null && known.closedAt === null)) return;
  }
  await tx.incidents.open(key, `held before it goes: ${why}`, now);
}
