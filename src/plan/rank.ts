import { type CalendarDate, daysBetween } from '../model/date.ts';
import type { FollowedGroup } from '../model/edition.ts';
import { addBit, type Bits, emptyBits } from './bits.ts';
import { type Kinship, NO_KIN } from './similar.ts';

/** What ranking reads of a paper. */
export interface Candidate {
  num: number;
  firstSeen: CalendarDate;
  comments: number | null;
  upvotes: number | null;
}

/** The papers that a topic or a query matched; papers that are no candidates are ignored. */
export interface GroupMatches {
  kind: FollowedGroup['kind'];
  key: string;
  /** The score from which on a match is decided. */
  threshold: number;
  matches: readonly { num: number; score: number; decided: boolean }[];
}

/** The candidates under one topic or query, best first. */
export interface RankedGroup {
  kind: FollowedGroup['kind'];
  key: string;
  /** Positions in `RankedGroups.nums`. */
  positions: Uint32Array;
  /** Strength of each, falling; comparable between groups. */
  strengths: Float64Array;
  /** The same positions as a set. */
  members: Bits;
}

/** The candidates of one window, ranked once and then shared by every subscriber of that window. */
export interface RankedGroups {
  /** Paper numbers, rising. */
  nums: Uint32Array;
  /** By topic id; topics without a candidate are left out. */
  topics: ReadonlyMap<string, RankedGroup>;
  /** By query as typed; queries without a candidate are left out. */
  queries: ReadonlyMap<string, RankedGroup>;
  /** The candidates that hold these words, by words as typed; words in none are left out. */
  excluded: ReadonlyMap<string, Bits>;
  /** Positions of those that many people spoke of, the most first, whatever their topics. */
  famed: Uint32Array;
  /** Of each that says nearly what another says: the positions of these. */
  alike: ReadonlyMap<number, readonly number[]>;
  /** Of each who stands behind it and others, as numbers. */
  circles: ReadonlyMap<number, readonly number[]>;
}

/** Voices from which on many read a paper. */
const MANY = 10;
/** Of those that many read, the most that are kept for whoever wants one from outside of their topics. */
const MOST_FAMED = 200;

/**
 * Ranks the candidates of a window within every topic and query. Relevance decides: of two papers
 * in a window the one that is twice as relevant comes first, whatever else is known of them. Near
 * that, the fresher and the more discussed win. Ties go by paper number, so the order is total.
 */
export function rank(
  candidates: readonly Candidate[],
  groups: Iterable<GroupMatches>,
  exclusions: readonly { words: string; nums: readonly number[] }[] = [],
  kinship: Kinship = NO_KIN,
): RankedGroups {
  const papers = candidates.toSorted((a, b) => a.num - b.num);
  const newest = papers.reduce((latest, paper) => (paper.firstSeen > latest ? paper.firstSeen : latest), '');
  const places = new Map(
    papers.map((paper, position): [number, Place] => [
      paper.num,
      { position, weight: freshness(paper, newest) * fame(paper) },
    ]),
  );

  const topics = new Map<string, RankedGroup>();
  const queries = new Map<string, RankedGroup>();
  for (const group of groups) {
    const ranked = rankGroup(group, places);
    if (ranked.positions.length > 0) (group.kind === 'topic' ? topics : queries).set(group.key, ranked);
  }
  const excluded = new Map(
    exclusions.flatMap(({ words, nums }) => {
      const positions = nums.flatMap(num => places.get(num)?.position ?? []);
      return positions.length > 0 ? [[words, bitsOf(positions, papers.length)] as const] : [];
    }),
  );
  return {
    nums: Uint32Array.from(papers, paper => paper.num),
    topics,
    queries,
    excluded,
    famed: famedAmong(papers),
    ...kinAmong(kinship, places),
  };
}

function famedAmong(papers: readonly Candidate[]): Uint32Array {
  const famed = papers
    .map((paper, position) => ({ position, voices: voicesOf(paper) }))
    .filter(({ voices }) => voices >= MANY)
    .sort((a, b) => b.voices - a.voices || a.position - b.position);
  return Uint32Array.from(famed.slice(0, MOST_FAMED), ({ position }) => position);
}

/** What candidates have in common, by position instead of number. */
function kinAmong(
  { alike, circles }: Kinship,
  places: ReadonlyMap<number, Place>,
): Pick<RankedGroups, 'alike' | 'circles'> {
  const positionsOf = (nums: readonly number[]) => nums.flatMap(num => places.get(num)?.position ?? []);
  const here = [...places].map(([num, { position }]) => ({ num, position }));
  return {
    alike: new Map(
      here.flatMap(({ num, position }) => {
        const others = positionsOf(alike.get(num) ?? []);
        return others.length > 0 ? [[position, others] as const] : [];
      }),
    ),
    circles: new Map(
      here.flatMap(({ num, position }) => {
        const own = circles.get(num);
        return own ? [[position, own] as const] : [];
      }),
    ),
  };
}

function bitsOf(positions: readonly number[], size: number): Bits {
  const bits = emptyBits(size);
  for (const position of positions) addBit(bits, position);
  return bits;
}

/** Where a candidate stands, and what its relevance is multiplied by. */
interface Place {
  position: number;
  weight: number;
}

function rankGroup(group: GroupMatches, places: ReadonlyMap<number, Place>): RankedGroup {
  const ranked: { position: number; strength: number }[] = [];
  for (const { num, score, decided } of group.matches) {
    const place = decided ? places.get(num) : undefined;
    if (!place) continue;
    ranked.push({ position: place.position, strength: relevance(score, group.threshold) * place.weight });
  }
  ranked.sort((a, b) => b.strength - a.strength || a.position - b.position);
  const members = bitsOf(
    ranked.map(({ position }) => position),
    places.size,
  );
  return {
    kind: group.kind,
    key: group.key,
    positions: Uint32Array.from(ranked, paper => paper.position),
    strengths: Float64Array.from(ranked, paper => paper.strength),
    members,
  };
}

/** How far a score passes the threshold, from 1 on: only so do scores compare between topics. */
function relevance(score: number, threshold: number): number {
  return threshold > 0 ? score / threshold : 1 + score - threshold;
}

/** 1 for the newest papers, 2/3 for those of a month before. */
function freshness(paper: Candidate, newest: CalendarDate): number {
  return 60 / (60 + Math.min(30, daysBetween(paper.firstSeen, newest)));
}

/** 1 for a paper nobody spoke of, or of which nothing is known; 1.1 from a thousand voices on. */
function fame(paper: Candidate): number {
  return 1 + Math.min(3, Math.log10(1 + voicesOf(paper))) / 30;
}

function voicesOf({ comments, upvotes }: Candidate): number {
  return Math.max(0, (comments ?? 0) + (upvotes ?? 0));
}
