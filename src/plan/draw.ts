import type { SelectedPaper, SizeTable } from '../model/edition.ts';
import type { Taste } from '../model/signal.ts';
import { type Bits, hasBit, removeBit } from './bits.ts';
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
  tooLarge: Set<number>;
  /** Turns it may draw before the others do. */
  turnsAhead: number;
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
  waiting: Set<number>;
  /** Papers drawn of each circle. */
  drawnOf: Map<number, number>;
}

/** What a hand would draw. */
interface Choice {
  position: number;
  /** As it counts by now. */
  strength: number;
  waits: boolean;
}

/** Papers of one organisation, or one author, that stand in a mail before others that are nearly as strong go first. */
const MOST_OF_CIRCLE = 2;
/** What nearly as strong is: this part of a strength. */
const NEARLY = 0.8;
/** Papers of a heading looked at for one that is nearly as strong. */
const LOOK_AHEAD = 24;

/** The beginning of a mail: nothing is drawn yet. */
export function dealTo(
  groups: readonly { group: RankedGroup; turnsAhead: number }[],
  { open, ranked, sizes, taste }: Pick<Deal, 'open' | 'ranked' | 'sizes'> & { taste: Taste | null },
): Deal {
  const hands = groups.map(
    ({ group, turnsAhead }): Hand => ({
      group,
      ...(taste ? personalRanking(group, open, ranked, taste) : group),
      next: 0,
      papers: [],
      tooLarge: new Set(),
      turnsAhead,
    }),
  );
  return {
    ranked,
    sizes,
    open,
    hands,
    opened: [],
    papers: [],
    bytes: sizes.frame,
    waiting: new Set(),
    drawnOf: new Map(),
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
    const turn = nextTurn(deal);
    if (!turn) return;
    const { hand, position } = turn;
    const num = ranked.nums[position] ?? 0;
    const isFirst = hand.papers.length === 0;
    const room = sizes.limit - deal.bytes - (isFirst ? sizes.group(hand.group.key) : 0);
    if (sizes.line(num) > room) {
      hand.tooLarge.add(position);
      continue;
    }
    const leads = papers.length < LEADS && papers.every(paper => paper.form === 'card');
    const isLead = leads && sizes.card(num) <= room;
    deal.bytes = sizes.limit - room + (isLead ? sizes.card(num) : sizes.line(num));
    removeBit(open, position);
    seen(deal, position);
    for (const circle of ranked.circles.get(position) ?? []) {
      deal.drawnOf.set(circle, (deal.drawnOf.get(circle) ?? 0) + 1);
    }
    const paper: SelectedPaper = { num, form: isLead ? 'card' : 'line' };
    hand.papers.push(paper);
    papers.push(paper);
    if (isFirst) deal.opened.push(hand);
  }
}

/** What says the same as this paper waits from now on. */
export function seen({ ranked, waiting }: Deal, position: number): void {
  for (const other of ranked.alike.get(position) ?? []) waiting.add(other);
}

/** The hand whose turn it is and what it draws; null when all are done. */
function nextTurn(deal: Deal): (Choice & { hand: Hand }) | null {
  let turn: (Choice & { hand: Hand }) | null = null;
  for (const hand of deal.hands) {
    const choice = choose(hand, deal);
    if (choice && (!turn || isBefore({ ...choice, hand }, turn))) turn = { ...choice, hand };
  }
  return turn;
}

function isBefore(one: Choice & { hand: Hand }, other: Choice & { hand: Hand }): boolean {
  const fewer = drawn(other.hand) - drawn(one.hand);
  if (fewer !== 0) return fewer > 0;
  if (one.waits !== other.waits) return other.waits;
  return one.strength > other.strength;
}

function drawn({ papers, turnsAhead }: Hand): number {
  return papers.length - turnsAhead;
}

/** The paper that a hand would draw now; null when it has none left. */
function choose(hand: Hand, deal: Deal): Choice | null {
  const { positions, strengths } = hand;
  const isGone = (position: number) => !hasBit(deal.open, position) || hand.tooLarge.has(position);
  while (hand.next < positions.length && isGone(positions[hand.next] ?? 0)) hand.next++;
  let best: Choice | null = null;
  let waiting: Choice | null = null;
  for (let at = hand.next, looked = 0; at < positions.length && looked < LOOK_AHEAD; at++) {
    const position = positions[at] ?? 0;
    const strength = strengths[at] ?? 0;
    if (best && !(strength > best.strength)) break;
    if (at > hand.next && isGone(position)) continue;
    if (deal.waiting.has(position)) {
      waiting ??= { position, strength, waits: true };
      continue;
    }
    looked++;
    const counts = strength * (isCrowded(position, deal) ? NEARLY : 1);
    if (!best || counts > best.strength) best = { position, strength: counts, waits: false };
  }
  return best ?? waiting;
}

/** True when enough papers of an organisation or author behind it stand in the mail. */
function isCrowded(position: number, { ranked, drawnOf }: Deal): boolean {
  if (drawnOf.size === 0) return false;
  const circles = ranked.circles.get(position) ?? [];
  return circles.some(circle => (drawnOf.get(circle) ?? 0) >= MOST_OF_CIRCLE);
}
