import type { SelectedPaper, SizeTable } from '../model/edition.ts';
import type { Taste } from '../model/signal.ts';
import { addBit, type Bits, emptyBits, hasBit, removeBit } from './bits.ts';
import type { RankedGroup, RankedGroups } from './rank.ts';

/** Papers shown as cards even where that leaves fewer lines. */
export const LEADS = 3;

/** A followed group while the groups draw in turn. */
interface Hand {
  group: RankedGroup;
  /** Its ranking as this subscriber has it. */
  positions: ArrayLike<number>;
  strengths: ArrayLike<number>;
  /** Index into the ranking: everything before it is drawn, or has no room. */
  next: number;
  papers: SelectedPaper[];
  /** Positions that had no room under this heading: they never will. */
  tooLarge: Set<number> | null;
  /** Turns it may draw before the others do. */
  turnsAhead: number;
  /** What it would draw now, how strong that counts, and whether it says what is said already. */
  choice: 'open' | 'made' | 'none';
  position: number;
  strength: number;
  waits: boolean;
}

/** A mail while it is filled. */
export interface Deal {
  ranked: RankedGroups;
  sizes: SizeTable;
  /** Positions that may be drawn. */
  open: Bits;
  hands: Hand[];
  /** The hands that drew something, in the order in which they began. */
  opened: Hand[];
  /** All papers in the order drawn. */
  papers: SelectedPaper[];
  /** Bytes of the mail so far. */
  bytes: number;
  /** Positions that say what one in this mail says, or one carried before. */
  waiting: Bits | null;
  /** Papers drawn of each circle. */
  drawnOf: Map<number, number> | null;
}

/** Papers of one organisation, or one author, that stand in a mail before others that are nearly as strong go first. */
const MOST_OF_CIRCLE = 2;
/** What nearly as strong is: this part of a strength. */
const NEARLY = 0.8;
const NONE: readonly number[] = [];
/** Papers of a heading looked at for one that is nearly as strong. */
const LOOK_AHEAD = 24;

/** The beginning of a mail: nothing is drawn yet. */
export function dealTo(
  groups: readonly RankedGroup[],
  turnsAhead: (group: RankedGroup) => number,
  { open, ranked, sizes, taste }: Pick<Deal, 'open' | 'ranked' | 'sizes'> & { taste: Taste | null },
): Deal {
  const hands = groups.map((group): Hand => {
    const { positions, strengths } = taste ? personalRanking(group, open, ranked, taste) : group;
    return {
      group,
      positions,
      strengths,
      next: 0,
      papers: [],
      tooLarge: null,
      turnsAhead: turnsAhead(group),
      choice: 'open',
      position: 0,
      strength: 0,
      waits: false,
    };
  });
  return {
    ranked,
    sizes,
    open,
    hands,
    opened: [],
    papers: [],
    bytes: sizes.frame,
    waiting: null,
    drawnOf: null,
  };
}

/** The open papers of a group in the order in which this subscriber would read them. */
function personalRanking(
  group: RankedGroup,
  open: Bits,
  ranked: RankedGroups,
  taste: Taste,
): { positions: number[]; strengths: number[] } {
  const leaned: { position: number; strength: number }[] = [];
  group.positions.forEach((position, at) => {
    if (!hasBit(open, position)) return;
    const lean = taste.lean(group, ranked.nums[position] ?? 0);
    leaned.push({ position, strength: (group.strengths[at] ?? 0) * lean });
  });
  leaned.sort((a, b) => b.strength - a.strength || a.position - b.position);
  return {
    positions: leaned.map(({ position }) => position),
    strengths: leaned.map(({ strength }) => strength),
  };
}

/**
 * Draws until `max` papers are drawn, or none is left that has room: always the group with the fewest papers, of those the one
 * whose next paper is strongest; one that they asked more of goes a turn or two ahead, one they asked less of behind.
 *
 * A group draws its best paper, with two exceptions. One that says what a paper drawn or carried before says waits until the others
 * of its heading had their turn. And where an organisation, or an author, has two papers in the mail, another paper of the
 * heading that is nearly as strong goes first. Both come later then, none is lost, and no heading loses a turn.
 */
export function drawUpTo(deal: Deal, max: number): void {
  const { ranked, sizes, open, papers } = deal;
  while (papers.length < max) {
    const hand = nextTurn(deal);
    if (!hand) return;
    const { position } = hand;
    const num = ranked.nums[position] ?? 0;
    const isFirst = hand.papers.length === 0;
    const room = sizes.limit - deal.bytes - (isFirst ? sizes.group(hand.group.key) : 0);
    if (sizes.line(num) > room) {
      hand.tooLarge ??= new Set();
      hand.tooLarge.add(position);
      hand.choice = 'open';
      continue;
    }
    const leads = papers.length < LEADS && papers.every(paper => paper.form === 'card');
    const isLead = leads && sizes.card(num) <= room;
    deal.bytes = sizes.limit - room + (isLead ? sizes.card(num) : sizes.line(num));
    removeBit(open, position);
    hand.choice = 'open';
    seen(deal, position);
    crowd(deal, position);
    const paper: SelectedPaper = { num, form: isLead ? 'card' : 'line' };
    hand.papers.push(paper);
    papers.push(paper);
    if (isFirst) deal.opened.push(hand);
  }
}

/** What says the same as this paper waits from now on. */
export function seen(deal: Deal, position: number): void {
  const others = deal.ranked.alike.get(position);
  if (!others) return;
  deal.waiting ??= emptyBits(deal.ranked.nums.length);
  for (const other of others) addBit(deal.waiting, other);
  chooseAnew(deal);
}

/** Counts a paper drawn for whoever stands behind it. */
function crowd(deal: Deal, position: number): void {
  const circles = deal.ranked.circles.get(position);
  if (!circles) return;
  deal.drawnOf ??= new Map();
  for (const circle of circles) {
    const drawn = (deal.drawnOf.get(circle) ?? 0) + 1;
    deal.drawnOf.set(circle, drawn);
    if (drawn === MOST_OF_CIRCLE) chooseAnew(deal);
  }
}

/** Something counts for less from now on. */
function chooseAnew({ hands }: Deal): void {
  for (const hand of hands) if (hand.choice === 'made') hand.choice = 'open';
}

// What follows runs for every paper of every subscriber: it makes no objects, and chooses again only where something changed.

/** The hand whose turn it is; null when all are done. */
function nextTurn(deal: Deal): Hand | null {
  let turn: Hand | null = null;
  for (const hand of deal.hands) {
    // Another hand may have drawn what this one would.
    if (hand.choice === 'open' || (hand.choice === 'made' && !hasBit(deal.open, hand.position))) {
      hand.choice = choose(hand, deal) ? 'made' : 'none';
    }
    if (hand.choice === 'made' && (turn === null || isBefore(hand, turn))) turn = hand;
  }
  return turn;
}

function isBefore(one: Hand, other: Hand): boolean {
  const fewer = drawn(other) - drawn(one);
  if (fewer !== 0) return fewer > 0;
  if (one.waits !== other.waits) return other.waits;
  return one.strength > other.strength;
}

function drawn({ papers, turnsAhead }: Hand): number {
  return papers.length - turnsAhead;
}

/** Chooses the paper that a hand would draw now; false when it has none left. */
function choose(hand: Hand, deal: Deal): boolean {
  const { positions, strengths } = hand;
  moveOn(hand, deal);
  let found = false;
  let waiting = -1;
  for (let at = hand.next, looked = 0; at < positions.length && looked < LOOK_AHEAD; at++) {
    const position = positions[at] ?? 0;
    const strength = strengths[at] ?? 0;
    if (found && !(strength > hand.strength)) return true;
    if (at > hand.next && isGone(position, hand, deal)) continue;
    if (isWaiting(deal, position)) {
      waiting = waiting < 0 ? at : waiting;
      continue;
    }
    looked++;
    const counts = isCrowded(position, deal) ? strength * NEARLY : strength;
    if (found && !(counts > hand.strength)) continue;
    found = true;
    take(hand, position, counts, false);
  }
  if (found || waiting < 0) return found;
  take(hand, positions[waiting] ?? 0, strengths[waiting] ?? 0, true);
  return true;
}

/** True for a paper that says what one in this mail says, or one carried before. */
export function isWaiting({ waiting }: Deal, position: number): boolean {
  return waiting !== null && hasBit(waiting, position);
}

/** Past what is gone for good. */
function moveOn(hand: Hand, deal: Deal): void {
  const { positions } = hand;
  while (hand.next < positions.length && isGone(positions[hand.next] ?? 0, hand, deal)) hand.next++;
}

function take(hand: Hand, position: number, strength: number, waits: boolean): void {
  hand.position = position;
  hand.strength = strength;
  hand.waits = waits;
}

function isGone(position: number, { tooLarge }: Hand, { open }: Deal): boolean {
  return !hasBit(open, position) || tooLarge?.has(position) === true;
}

/** True when enough papers of an organisation or author behind it stand in the mail. */
function isCrowded(position: number, { ranked, drawnOf }: Deal): boolean {
  if (drawnOf === null) return false;
  for (const circle of ranked.circles.get(position) ?? NONE) {
    if ((drawnOf.get(circle) ?? 0) >= MOST_OF_CIRCLE) return true;
  }
  return false;
}
