import type { CheerioAPI } from 'cheerio';
import { defaultsOf, hintsOf, sheetsOf } from './cascade-defaults.ts';
import type { Element } from './cascade-elements.ts';
import { type Declared, declaredInline, type Effort, type Rule, rulesOf } from './cascade-sheets.ts';
import type { Scheme } from './contrast-colours.ts';

type CssTree = typeof import('css-tree');

/** What wins for an element, property by property. */
export interface Winners {
  values: ReadonlyMap<string, string>;
  /** What a browser would do without the mail's own styles. */
  defaults: readonly Declared[];
}
export type Cascaded = ReadonlyMap<Element, Readonly<Record<Scheme, Winners>>>;

interface Entry extends Declared {
  weight: number;
  schemes: readonly Scheme[];
}

const BOTH: readonly Scheme[] = ['light', 'dark'];
/** Attributes of old weigh nothing; a style attribute more than any selector. */
const [HINT, INLINE] = [-1, Number.MAX_SAFE_INTEGER];

/** Far beyond any mail: about ten seconds. Selectors can be written that take longer than anybody lives. */
const MOST_STEPS = 100_000_000;
/** What a declaration of an element takes, in steps. */
const KEEPING = 50;

/** Sorts out what browsers, attributes, style sheets and style attributes say about each element. Throws where that would take too long. */
export function cascadeOf($: CheerioAPI, css: CssTree, elements: Element[]): Cascaded {
  const rules = sheetsOf(elements).flatMap(({ text, media }) => rulesOf(css, text, media));
  const bySheet = matchedBy($, rules, extentOf(elements));
  const byStyle = new Map<string, Entry[]>();
  const winnersOf = (element: Element): Record<Scheme, Winners> => {
    const defaults = defaultsOf(element);
    const hints = hintsOf(element).map(declared => weighing(declared, HINT));
    const inline = inlineOf(css, element.attribs.style ?? '', byStyle);
    const own = [...hints, ...(bySheet.get(element) ?? []), ...inline];
    own.sort((a, b) => Number(a.important) - Number(b.important) || a.weight - b.weight);
    const light = { values: winning(defaults, own, 'light'), defaults };
    const isSame = own.every(({ schemes }) => schemes.length === BOTH.length);
    return { light, dark: isSame ? light : { values: winning(defaults, own, 'dark'), defaults } };
  };
  return new Map(elements.map(element => [element, winnersOf(element)]));
}

/** What a style attribute declares. Most elements of a mail share a few styles: each is read once. */
function inlineOf(css: CssTree, style: string, known: Map<string, Entry[]>): Entry[] {
  const found = known.get(style) ?? declaredInline(css, style).map(declared => weighing(declared, INLINE));
  known.set(style, found);
  return found;
}

function weighing(declared: Declared, weight: number): Entry {
  return { ...declared, weight, schemes: BOTH };
}

/** The last one wins. */
function winning(defaults: Declared[], own: Entry[], scheme: Scheme): Map<string, string> {
  const values = new Map<string, string>();
  for (const { property, value } of defaults) values.set(property, value);
  for (const { property, value, schemes } of own) {
    if (schemes.includes(scheme)) values.set(property, value);
  }
  return values;
}

/** How large a document is. */
interface Extent {
  elements: number;
  /** How many stand in each other, and beside each other, at most. */
  depth: number;
  width: number;
}

function extentOf(elements: readonly Element[]): Extent {
  const depths = new Map<unknown, number>();
  let [depth, width] = [0, 0];
  for (const element of elements) {
    const own = (depths.get(element.parent) ?? 0) + 1;
    depths.set(element, own);
    depth = Math.max(depth, own);
    width = Math.max(width, element.children.length);
  }
  return { elements: elements.length, depth, width };
}

/** About how many elements are looked at for a selector: one that looks further out tries every way, where it fails. */
function stepsOf($: CheerioAPI, { last, outwards, beside, inwards }: Effort, extent: Extent): number {
  const each = waysOf(extent.depth, outwards) * extent.width ** beside * extent.elements ** inwards;
  if (each <= extent.depth) return extent.elements;
  if (inwards > 0) return extent.elements * each;
  return extent.elements + $.root().find(last).length * each;
}

/** In how many ways so many can be chosen out of `all`. */
function waysOf(all: number, chosen: number): number {
  return Array.from({ length: chosen }, (_, at) => Math.max(1, all - at) / (at + 1)).reduce(
    (a, b) => a * b,
    1,
  );
}

/** What rules say about each element, in the order of the rules. */
function matchedBy($: CheerioAPI, rules: Rule[], extent: Extent): Map<Element, Entry[]> {
  const entries = new Map<Element, Entry[]>();
  let steps = 0;
  const spend = (more: number) => {
    steps += more;
    if (steps > MOST_STEPS) throw new Error('the style sheets of this mail take too long to follow');
  };
  for (const { selectors, schemes, declared } of rules) {
    for (const { effort } of selectors) spend(stepsOf($, effort, extent));
    const matched = matches($, selectors);
    spend(matched.size * declared.length * KEEPING);
    for (const [element, weight] of matched) {
      const list = entries.get(element) ?? [];
      list.push(...declared.map(one => ({ ...one, weight, schemes })));
      entries.set(element, list);
    }
  }
  return entries;
}

/** Elements that one of the selectors matches, with the weight of the heaviest that does. */
function matches($: CheerioAPI, selectors: Rule['selectors']): Map<Element, number> {
  const weights = new Map<Element, number>();
  try {
    for (const { text, weight } of selectors) {
      for (const element of $.root().find(text).toArray()) {
        weights.set(element, Math.max(weight, weights.get(element) ?? 0));
      }
    }
  } catch {
    return new Map(); // A selector that nobody knows makes its whole rule void.
  }
  return weights;
}
