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
  /** What leads on from here, and where to. */
  demands: Demand[];
  nodes: Node[];
  /** Their places in these lists; null while there are only a few. */
  places: Map<Demand, number> | null;
}

/** So many ways are looked through faster than looked up. */
const FEW = 12;

/** Queries with their terms as demands; in columns, for very many are looked at in no order. */
interface Filed {
  root: Node;
  /** All the terms that each looks for, in order: those of query `n` stand from `starts[n]` up to `starts[n + 1]`. */
  wanted: Uint32Array;
  starts: Uint32Array;
  /** The most that the terms of each could say. */
  whole: Float64Array;
  /** 1 for those that need a second look: when their node is reached, nothing is decided. */
  isOpen: Uint8Array;
  open: ReadonlyMap<number, Open>;
}

/** What the way to a query does not prove. */
interface Open {
  /** Groups of which one must be met. */
  groups: Demand[][];
  excluded: Demand[];
}

/** A query with alternatives is filed once for each choice among them, up to so many; what is left is looked at one by one. */
const MOST_CHOICES = 8;

/** Filed under so many of its demands, a query is met seldom enough; to file it under hundreds would take room for each. */
const DEEPEST = 8;

/** Files queries for good; takes about as long as reading them. */
export function createPercolator(queries: readonly Query[], statistics: Statistics): Percolator {
  const terms = fileTerms(termsOf(queries), statistics);
  const { root, wanted, starts, whole, isOpen, open } = fileQueries(queries, terms);

  /** Where a demand stands in `met`, and what it says for a query; -1: the paper does not meet it. */
  const placeOf = new Int32Array(terms.size * 2).fill(-1);
  const says = new Float64Array(terms.size * 2);
  /** The paper at which a query that needs a second look had it last. */
  const decidedAt = new Uint32Array(queries.length);
  const found = new Uint32Array(queries.length);
  const scores = new Float64Array(queries.length);
  let papers = 0;
  let met: Demand[] = [];
  let length = 0;
  let hits = 0;

  function visit(node: Node, from: number): void {
    for (const query of node.queries) decide(query);
    const { demands, nodes } = node;
    // Whichever are fewer: the ways on from here, or the demands that are met.
    if (demands.length < met.length - from) {
      for (let at = 0; at < demands.length; at++) {
        const place = placeOf[demands[at] ?? 0] ?? -1;
        const next = nodes[at];
        if (place >= from && next) visit(next, place + 1);
      }
      return;
    }
    for (let place = from; place < met.length; place++) {
      const next = nextOf(node, met[place] ?? 0);
      if (next) visit(next, place + 1);
    }
  }

  function decide(query: number): void {
    if (isOpen[query] === 1 && !passes(query)) return;
    // In the order of `matchQuery`, so that scores are the same to the last digit.
    let evidence = 0;
    const end = starts[query + 1] ?? 0;
    for (let at = starts[query] ?? 0; at < end; at++) {
      const demand = wanted[at] ?? 0;
      if ((placeOf[demand] ?? -1) >= 0) evidence += says[demand] ?? 0;
    }
    found[hits] = query;
    scores[hits] = scoreOf(evidence, whole[query] ?? 0, length);
    hits++;
  }

  /** Once a paper: several choices may lead to a query. */
  function passes(query: number): boolean {
    if (decidedAt[query] === papers) return false;
    decidedAt[query] = papers;
    const look = open.get(query);
    return !look || (!isAnyMet(look.excluded) && look.groups.every(isAnyMet));
  }

  function isAnyMet(demands: readonly Demand[]): boolean {
    for (const demand of demands) if ((placeOf[demand] ?? -1) >= 0) return true;
    return false;
  }

  return paper => {
    papers++;
    hits = 0;
    met = demandsMet(terms, paper);
    length = lengthOf(paper.title.length, paper.abstract.length);
    for (const [place, demand] of met.entries()) {
      placeOf[demand] = place;
      says[demand] = evidenceOf(terms, demand);
    }
    visit(root, 0);
    for (const demand of met) placeOf[demand] = -1;
    return { queries: found.slice(0, hits), scores: scores.slice(0, hits) };
  };
}

function termsOf(queries: readonly Query[]): QueryTerm[] {
  const terms: QueryTerm[] = [];
  for (const { needed, excluded } of queries) {
    for (const group of needed) for (const term of group) terms.push(term);
    for (const term of excluded) terms.push(term);
  }
  return terms;
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

function fileQueries(queries: readonly Query[], { numbers, rarity }: Terms): Filed {
  const root = newNode();
  const wanted: Demand[] = [];
  const starts = new Uint32Array(queries.length + 1);
  const whole = new Float64Array(queries.length);
  const isOpen = new Uint8Array(queries.length);
  const open = new Map<number, Open>();
  let read = 0;
  const demandOf = ({ field }: QueryTerm): Demand => (numbers[read++] ?? 0) * 2 + (field === 'title' ? 0 : 1);
  for (const [place, query] of queries.entries()) {
    const needed = query.needed.map(group => group.map(demandOf));
    const excluded = query.excluded.map(demandOf);
    const { choices, groups } = choicesOf(needed);
    for (const choice of choices) nodeOf(root, choice).queries.push(place);
    if (choices.length > 1 || groups.length > 0 || excluded.length > 0) {
      isOpen[place] = 1;
      open.set(place, { groups, excluded });
    }
    let squares = 0;
    for (const demand of needed.flat()) {
      wanted.push(demand);
      squares += mostOf(rarity[demand >> 1] ?? 0);
    }
    whole[place] = Math.sqrt(squares);
    starts[place + 1] = wanted.length;
  }
  return { root, wanted: Uint32Array.from(wanted), starts, whole, isOpen, open };
}

/** Lists of demands, rising, of which one must be met as a whole, and the groups that remain to be looked at then. */
function choicesOf(needed: Demand[][]): { choices: Demand[][]; groups: Demand[][] } {
  const single = needed.flatMap(group => (group.length === 1 ? group : []));
  const alternatives = needed.filter(group => group.length > 1).sort((a, b) => a.length - b.length);
  const groups: Demand[][] = [];
  let choices = [single];
  for (const group of alternatives) {
    const isNothingNeeded = choices[0]?.length === 0;
    if (choices.length * group.length > MOST_CHOICES && !isNothingNeeded) groups.push(group);
    else choices = choices.flatMap(choice => group.map(demand => [...choice, demand]));
  }
  const rising = choices.map(choice => [...new Set(choice)].sort((a, b) => a - b));
  if (rising.every(choice => choice.length <= DEEPEST)) return { choices: rising, groups };
  return { choices: rising.map(choice => choice.slice(0, DEEPEST)), groups: needed };
}

function nodeOf(root: Node, choice: readonly Demand[]): Node {
  let node = root;
  for (const demand of choice) node = nextOf(node, demand) ?? addNode(node, demand);
  return node;
}

function nextOf({ demands, nodes, places }: Node, demand: Demand): Node | undefined {
  const at = places ? places.get(demand) : demands.indexOf(demand);
  return at === undefined ? undefined : nodes[at];
}

function addNode(node: Node, demand: Demand): Node {
  const added = newNode();
  const at = node.demands.push(demand) - 1;
  node.nodes.push(added);
  if (node.places) node.places.set(demand, at);
  else if (at >= FEW) node.places = new Map(node.demands.map((known, place) => [known, place]));
  return added;
}

function newNode(): Node {
  return { queries: [], demands: [], nodes: [], places: null };
}
