import type { Again, SelectedPaper, Selection, SizeTable } from '../model/edition.ts';
import { headingKey, type Leaning } from '../model/signal.ts';
import { showAgain } from './again.ts';
import { addBits, type Bits, emptyBits, filterBits, hasBit, removeBit, removeBits } from './bits.ts';
import type { RankedGroup, RankedGroups } from './rank.ts';

/** What a subscriber follows, and the most papers they want. */
export interface Wish {
  topics: readonly string[];
  queries: readonly string[];
  /** Words and phrases whose papers are not wanted. */
  excluded: readonly string[];
  max: number;
}

/** What is known of them that the selection goes by. */
export interface Known {
  carried: (num: number) => boolean;
  /** What they may have missed; null when it is no question. */
  missed?: Again | null;
  leaning?: Leaning | null;
}

/** A followed group while the groups draw in turn. */
interface Hand {
  group: RankedGroup;
  /** Index into the group's ranking of the paper it draws next. */
  next: number;
  papers: SelectedPaper[];
  /** Turns it may draw before the others do. */
  headStart: number;
}

/** Papers shown as cards even where that leaves fewer lines. */
const LEADS = 3;

/**
 * Selects the papers of one subscriber, or null when there is none left to select.
 *
 * The followed groups draw in turn: always the one with the fewest papers, of those the one whose
 * next paper is strongest; one that they asked more of goes a turn or two ahead, one they asked less of behind. So each gets a fair share, a paper stands once, under the group that
 * drew it, and both the groups and the papers in them begin with their best: the mail opens with
 * the paper its subject names. The first three drawn are cards, since a mail of bare titles has no
 * story; every other has room as a line, and then, in the order drawn, lines become cards until the
 * first that has no room. What they may have missed comes before that, and after all that is new: it
 * costs a card its form, never a paper its place.
 *
 * Costs O(groups × (candidates / 32 + max) + candidates that match).
 */
export function select(
  wish: Wish,
  ranked: RankedGroups,
  { carried, missed = null, leaning = null }: Known,
  sizes: SizeTable,
): Selection | null {
  const groups = followedGroups(wish, ranked);
  const open = wanted(wish, ranked, groups);
  const matching = filterBits(open, position => !carried(numAt(ranked, position)));

  const hands = groups.map(
    (group): Hand => ({ group, next: 0, papers: [], headStart: turnsAhead(group, leaning) }),
  );
  const { opened, papers, bytes } = draw(hands, open, ranked, wish.max, sizes);
  const best = papers[0];
  if (!best) return null;
  const nums = papers.map(paper => paper.num);
  const shown = missed && showAgain(missed, nums, sizes.again, sizes.limit - bytes);
  growIntoCards(papers, sizes, bytes + (shown?.bytes ?? 0));
  return {
    groups: opened.map(hand => ({ kind: hand.group.kind, key: hand.group.key, papers: hand.papers })),
    best: best.num,
    more: matching - papers.length,
    again: shown?.again ?? null,
  };
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
export function turnsAhead(group: Pick<RankedGroup, 'kind' | 'key'>, leaning: Leaning | null): number {
  const said = leaning?.get(headingKey(group)) ?? 0;
  return Math.max(-MOST_AHEAD, Math.min(MOST_AHEAD, said));
}

/** Draws up to `max` open papers; the hands that got some, all papers, in the order drawn, and the bytes so far. */
function draw(
  hands: readonly Hand[],
  open: Bits,
  ranked: RankedGroups,
  max: number,
  sizes: SizeTable,
): { opened: Hand[]; papers: SelectedPaper[]; bytes: number } {
  const opened: Hand[] = [];
  const papers: SelectedPaper[] = [];
  let bytes = sizes.frame;
  while (papers.length < max) {
    const hand = nextHand(hands, open);
    if (!hand) break;
    const position = hand.group.positions[hand.next++] ?? 0;
    const num = numAt(ranked, position);
    const isFirst = hand.papers.length === 0;
    const room = sizes.limit - bytes - (isFirst ? sizes.group(hand.group.key) : 0);
    if (sizes.line(num) > room) continue;
    const leads = papers.length < LEADS && papers.every(paper => paper.form === 'card');
    const isLead = leads && sizes.card(num) <= room;
    bytes = sizes.limit - room + (isLead ? sizes.card(num) : sizes.line(num));
    removeBit(open, position);
    const paper: SelectedPaper = { num, form: isLead ? 'card' : 'line' };
    hand.papers.push(paper);
    papers.push(paper);
    if (isFirst) opened.push(hand);
  }
  return { opened, papers, bytes };
}

/** The hand whose turn it is, moved on to its best paper that is still open; null when all are done. */
function nextHand(hands: readonly Hand[], open: Bits): Hand | null {
  let turn: Hand | null = null;
  let strongest = 0;
  for (const hand of hands) {
    const { positions, strengths } = hand.group;
    while (hand.next < positions.length && !hasBit(open, positions[hand.next] ?? 0)) hand.next++;
    const strength = strengths[hand.next];
    if (strength === undefined) continue;
    const fewer = turn ? drawn(turn) - drawn(hand) : 1;
    if (fewer > 0 || (fewer === 0 && strength > strongest)) {
      turn = hand;
      strongest = strength;
    }
  }
  return turn;
}

function drawn({ papers, headStart }: Hand): number {
  return papers.length - headStart;
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
