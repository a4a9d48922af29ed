import { evidenceOfTerm, mostOf } from './match-query.ts';
import { fileTerms, type Terms } from './percolate-terms.ts';
import type { Query, QueryTerm } from './query.ts';
import { lengthOf, scoreOf } from './score.ts';
import type { Statistics } from './statistics.ts';
import type { TokenizedPaper } from './tokenize.ts';

// Many queries and many papers: instead of asking every query of every paper, the queries are filed by the terms they
// need, and each paper is walked once. It then costs about as much as it has terms and queries match it.

/** The queries that a paper matches: places in the list the percolator was made of, in no order, and their scores. */
export interface Hits {
  queries: Uint32Array;
  scores: Float64Array;
}

/** Finds the queries that a paper matches: those that `matchQuery` says, with its scores. */
export type Percolator = (paper: TokenizedPaper) => Hits;

/**
 * Of a term, what a query asks of a paper: that it stand anywhere, or in the title. The number of the term, and one bit. The
 * rarest come first.
 */
type Demand = number;

/** Queries by the demands they need: whoever gets to a node has met all of those on the way. */
interface Node {
  queries: number[];
  next: Map<Demand, Node> | null;
}

/** A query with its terms as demands. */
interface Filed {
  /** All the terms looked for, in order. */
  wanted: Demand[];
  /** What the way to it does not prove: groups of which one must be met. */
  open: Demand[][];
  excluded: Demand[];
  /** The most that its terms could say. */
  whole: number;
}

/** A query with alternatives is filed once for each choice among them, up to so many; what is left is looked at one by one. */
const MOST_CHOICES = 8;
const NONE: never[] = [];

/** Files queries for good; takes about as long as reading them. */
export function createPercolator(queries: readonly Query[], statistics: Statistics): Percolator {
  const terms = fileTerms(termsOf(queries), statistics);
  const { root, filed } = fileQueries(queries, terms);

  /** Where a demand stands in `met`, and what it says for a query; -1: the paper does not meet it. */
  const placeOf = new Int32Array(terms.size * 2).fill(-1);
  const says = new Float64Array(terms.size * 2);
  const isMet = (demand: Demand) => (placeOf[demand] ?? -1) >= 0;
  /** The paper at which a query was last decided on: several choices may lead to it. */
  const decidedAt = new Uint32Array(queries.length);
  let papers = 0;

  return paper => {
    papers++;
    const met = demandsMet(terms, paper);
    for (const [place, demand] of met.entries()) {
      placeOf[demand] = place;
      says[demand] = evidenceOf(terms, demand);
    }
    const length = lengthOf(paper.title.length, paper.abstract.length);
    const found: number[] = [];
    const scores: number[] = [];

    function visit({ queries: here, next }: Node, from: number): void {
      for (const query of here) decide(query);
      if (!next) return;
      // Whichever are fewer: the ways on from here, or the demands that are met.
      if (next.size < met.length - from) eachWay(next, from);
      else eachDemand(next, from);
    }

    function eachWay(next: ReadonlyMap<Demand, Node>, from: number): void {
      for (const [demand, node] of next) {
        const place = placeOf[demand] ?? -1;
        if (place >= from) visit(node, place + 1);
      }
    }

    function eachDemand(next: ReadonlyMap<Demand, Node>, from: number): void {
      for (let place = from; place < met.length; place++) {
        const node = next.get(met[place] ?? -1);
        if (node) visit(node, place + 1);
      }
    }

    function decide(query: number): void {
      const one = filed[query];
      if (!one || decidedAt[query] === papers) return;
      decidedAt[query] = papers;
      if (one.excluded !== NONE && one.excluded.some(isMet)) return;
      if (one.open !== NONE && !one.open.every(group => group.some(isMet))) return;
      // In the order of `matchQuery`, so that scores are the same to the last digit.
      let evidence = 0;
      for (const demand of one.wanted) if (isMet(demand)) evidence += says[demand] ?? 0;
      found.push(query);
      scores.push(scoreOf(evidence, one.whole, length));
    }

    visit(root, 0);
    for (const demand of met) placeOf[demand] = -1;
    return { queries: Uint32Array.from(found), scores: Float64Array.from(scores) };
  };
}

function* termsOf(queries: readonly Query[]): Generator<QueryTerm> {
  for (const { needed, excluded } of queries) {
    for (const group of needed) yield* group;
    yield* excluded;
  }
}

/** What a paper meets, rising. */
function demandsMet(terms: Terms, paper: TokenizedPaper): number[] {
  const met: number[] = [];
  for (const num of terms.find(paper)) {
    if ((terms.inTitle[num] ?? 0) > 0) met.push(num * 2);
    met.push(num * 2 + 1);
  }
  return met;
}

/** What a demand that is met says for a query. */
function evidenceOf({ rarity, inTitle, inAbstract }: Terms, demand: Demand): number {
  const num = demand >> 1;
  return evidenceOfTerm(rarity[num] ?? 0, inTitle[num] ?? 0, demand & 1 ? (inAbstract[num] ?? 0) : 0);
}

function fileQueries(queries: readonly Query[], { numbers, rarity }: Terms): { root: Node; filed: Filed[] } {
  const root = newNode();
  let at = 0;
  const demandOf = ({ field }: QueryTerm): Demand => (numbers[at++] ?? 0) * 2 + (field === 'title' ? 0 : 1);
  const filed = queries.map((query, place) => {
    const groups = query.needed.map(group => group.map(demandOf));
    const excluded = query.excluded.map(demandOf);
    const { choices, open } = choicesOf(groups);
    for (const choice of choices) nodeOf(root, choice).queries.push(place);
    const wanted = groups.flat();
    let squares = 0;
    for (const demand of wanted) squares += mostOf(rarity[demand >> 1] ?? 0);
    return { wanted, open, excluded: excluded.length > 0 ? excluded : NONE, whole: Math.sqrt(squares) };
  });
  return { root, filed };
}

/** Lists of demands of which one must be met as a whole, and the groups that none of them speaks of. */
function choicesOf(groups: Demand[][]): { choices: Demand[][]; open: Demand[][] } {
  const alternatives = groups.filter(group => group.length > 1).sort((a, b) => a.length - b.length);
  let choices = [groups.flatMap(group => (group.length === 1 ? group : []))];
  const open: Demand[][] = [];
  for (const group of alternatives) {
    const isNothingNeeded = choices[0]?.length === 0;
    if (choices.length * group.length > MOST_CHOICES && !isNothingNeeded) open.push(group);
    else choices = choices.flatMap(choice => group.map(demand => [...choice, demand]));
  }
  return { choices, open: open.length > 0 ? open : NONE };
}

function nodeOf(root: Node, choice: readonly Demand[]): Node {
  let node = root;
  for (const demand of [...new Set(choice)].sort((a, b) => a - b)) {
    node.next ??= new Map();
    let next = node.next.get(demand);
    if (!next) {
      next = newNode();
      node.next.set(demand, next);
    }
    node = next;
  }
  return node;
}

function newNode(): Node {
  return { queries: [], next: null };
}
