import type { Again, SelectedGroup, SelectedPaper, Selection, SizeTable, Updates } from '../model/edition.ts';
import { headingKey, type Leaning, type Taste } from '../model/signal.ts';
import { showAgain } from './again.ts';
import { addBits, type Bits, emptyBits, filterBits, hasBit, removeBits } from './bits.ts';
import { type Deal, dealTo, drawUpTo, isWaiting, LEADS, seen } from './draw.ts';
import type { RankedGroup, RankedGroups } from './rank.ts';
import { showUpdates } from './updates.ts';

/** What a subscriber follows, and the most papers they want. */
export interface Wish {
  topics: readonly string[];
  queries: readonly string[];
  /** Words and phrases whose papers are not wanted. */
  excluded: readonly string[];
  max: number;
  /** One paper from outside of all that, which many read. */
  outside?: boolean;
}

/** What is known of them that the selection goes by. */
export interface Known {
  carried: (num: number) => boolean;
  /** What they may have missed; null when it is no question. */
  missed?: Again | null;
  /** All that is new about what they were carried; null when they do not wish it. */
  updates?: Updates | null;
  leaning?: Leaning | null;
  /** Which papers they would rather read; null: only what others would is known. */
  taste?: Taste | null;
}

/**
 * Selects the papers of one subscriber, or null when there is none left to select.
 *
 * The followed groups draw in turn (`draw.ts`): so each gets a fair share, a paper stands once, under the group that
 * drew it, and the mail opens with the paper its subject names. Whoever wishes for a paper from outside of
 * all they follow gets it last, within their maximum, and never alone. The first three drawn are cards, since a mail of
 * bare titles has no story; every other has room as a line, and then, in the order drawn, lines become cards until the
 * first that has no room. What they may have missed comes before that, and after all that is new, and then what is new about
 * papers of before: they cost a card its form, never a paper its place.
 *
 * Costs O(groups × (candidates / 32 + max) + candidates that match), and for whoever has a taste a sorting of these.
 */
export function select(
  wish: Wish,
  ranked: RankedGroups,
  { carried, missed = null, updates = null, leaning = null, taste = null }: Known,
  sizes: SizeTable,
): Selection | null {
  const groups = followedGroups(wish, ranked);
  const open = wanted(wish, ranked, groups);
  const before: number[] = [];
  const matching = filterBits(open, position => {
    const isNew = !carried(numAt(ranked, position));
    if (!isNew && ranked.alike.has(position)) before.push(position);
    return isNew;
  });

  const deal = dealTo(groups, group => turnsAhead(group, leaning), { open, ranked, sizes, taste });
  for (const position of before) seen(deal, position);
  const isOutside = wish.outside ? outsiderOf(wish, ranked, groups, { carried, leaning }) : null;
  drawUpTo(deal, isOutside ? wish.max - 1 : wish.max);
  const outside = isOutside && drawOutside(deal, isOutside);
  if (isOutside && !outside) drawUpTo(deal, wish.max);
  const best = deal.papers[0];
  if (!best) return null;

  const papers = outside ? [...deal.papers, ...outside] : deal.papers;
  const nums = papers.map(paper => paper.num);
  const shown = missed && showAgain(missed, nums, sizes.again, sizes.limit - deal.bytes);
  const bytes = deal.bytes + (shown?.bytes ?? 0);
  const named = [...nums, ...(shown?.again?.editions ?? []).flatMap(one => one.papers)];
  const told = updates && showUpdates(updates, named, sizes.updates, sizes.limit - bytes);
  growIntoCards(papers, sizes, bytes + (told?.bytes ?? 0));
  const own = deal.opened.map(({ group: { kind, key }, papers }) => ({ kind, key, papers }));
  return {
    groups: outside ? [...own, { kind: 'outside', key: '', papers: outside }] : own,
    best: best.num,
    more: matching - deal.papers.length,
    again: shown?.again ?? null,
    updates: told?.updates ?? null,
  };
}

/**
 * Tells which candidates are from outside of all that somebody follows: not under a heading of theirs, nor under one they
 * want less of, without a word they exclude, and never carried. Null where none is that many read, or where it would stand alone.
 */
function outsiderOf(
  wish: Wish,
  ranked: RankedGroups,
  followed: readonly RankedGroup[],
  { carried, leaning }: Required<Pick<Known, 'carried' | 'leaning'>>,
): ((position: number) => boolean) | null {
  const unwelcome = followed.map(({ members }) => members);
  if (leaning) {
    for (const group of ranked.topics.values())
      if (turnsAhead(group, leaning) < 0) unwelcome.push(group.members);
  }
  for (const words of wish.excluded) {
    const holders = ranked.excluded.get(words);
    if (holders) unwelcome.push(holders);
  }
  const isOutside = (position: number) =>
    !unwelcome.some(bits => hasBit(bits, position)) && !carried(numAt(ranked, position));
  return wish.max > 1 && ranked.famed.some(isOutside) ? isOutside : null;
}

/** The paper that most read of those from outside which has room and says what no other in the mail says; null without one. */
function drawOutside(deal: Deal, isOutside: (position: number) => boolean): SelectedPaper[] | null {
  const { ranked, sizes } = deal;
  if (deal.papers.length === 0) return null;
  for (const position of ranked.famed) {
    const num = numAt(ranked, position);
    const bytes = deal.bytes + sizes.group('') + sizes.line(num);
    if (!isOutside(position) || isWaiting(deal, position) || bytes > sizes.limit) continue;
    deal.bytes = bytes;
    return [{ num, form: 'line' }];
  }
  return null;
}

/** The groups a subscriber follows that have candidates, topics first, each in the order chosen. */
export function followedGroups(wish: Wish, ranked: RankedGroups): RankedGroup[] {
  const topics = wish.topics.map(id => ranked.topics.get(id));
  const queries = wish.queries.map(query => ranked.queries.get(query));
  return [...new Set([...topics, ...queries])].filter(group => group !== undefined);
}

/** True when some candidate is under a followed heading and holds no excluded word. */
export function isAnyMatched(wish: Wish, ranked: RankedGroups): boolean {
  return filterBits(wanted(wish, ranked, followedGroups(wish, ranked)), () => true) > 0;
}

/** The candidates of these groups without those that hold an excluded word. */
function wanted(wish: Wish, ranked: RankedGroups, groups: readonly RankedGroup[]): Bits {
  const open = emptyBits(ranked.nums.length);
  for (const group of groups) addBits(open, group.members);
  for (const words of wish.excluded) {
    const unwanted = ranked.excluded.get(words);
    if (unwanted) removeBits(open, unwanted);
  }
  return open;
}

/** Most turns that a heading is ahead, or behind, for what was said of it. */
const MOST_AHEAD = 2;

/** Turns that a heading is ahead of the others: below 0 for one they want less of. */
export function turnsAhead(group: Pick<SelectedGroup, 'kind' | 'key'>, leaning: Leaning | null): number {
  if (!leaning) return 0;
  const said = leaning.get(headingKey(group)) ?? 0;
  return Math.max(-MOST_AHEAD, Math.min(MOST_AHEAD, said));
}

/**
 * Tells whether one more paper would have been drawn into a selection, or into none yet. Where it says so, there was room for sure: of what was
 * drawn, the longest are taken to have been the cards.
 */
export function roomAfter(selection: Selection | null, sizes: SizeTable) {
  const groups = selection?.groups ?? [];
  const papers = groups.flatMap(group => group.papers);
  const lines = papers.map(({ num }) => sizes.line(num));
  const growth = papers
    .filter(({ form }) => form === 'card')
    .map(({ num }) => sizes.card(num) - sizes.line(num));
  const cards = growth.sort((a, b) => b - a).slice(0, LEADS);
  const headings = groups.map(({ key }) => sizes.group(key));
  const bytes = [sizes.frame, ...headings, ...lines, ...cards].reduce((sum, one) => sum + one, 0);
  return (num: number, { kind, key }: Pick<RankedGroup, 'kind' | 'key'>): boolean => {
    const isOpen = groups.some(group => group.kind === kind && group.key === key);
    return bytes + (isOpen ? 0 : sizes.group(key)) + sizes.line(num) <= sizes.limit;
  };
}

function growIntoCards(papers: readonly SelectedPaper[], sizes: SizeTable, bytesSoFar: number): void {
  let bytes = bytesSoFar;
  for (const paper of papers) {
    if (paper.form === 'card') continue;
    bytes += sizes.card(paper.num) - sizes.line(paper.num);
    if (bytes > sizes.limit) return;
    paper.form = 'card';
  }
}

function numAt(ranked: RankedGroups, position: number): number {
  return ranked.nums[position] ?? 0;
}
