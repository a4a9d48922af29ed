import type { CheerioAPI } from 'cheerio';
import { defaultsOf, hintsOf, sheetsOf } from './cascade-defaults.ts';
import type { Element } from './cascade-elements.ts';
import { type Declared, declaredInline, type Rule, rulesOf } from './cascade-sheets.ts';
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

/** Sorts out what browsers, attributes, style sheets and style attributes say about each element. */
export function cascadeOf($: CheerioAPI, css: CssTree, elements: Element[]): Cascaded {
  const rules = sheetsOf(elements).flatMap(({ text, media }) => rulesOf(css, text, media));
  const bySheet = matchedBy($, rules);
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

/** What rules say about each element, in the order of the rules. */
function matchedBy($: CheerioAPI, rules: Rule[]): Map<Element, Entry[]> {
  const entries = new Map<Element, Entry[]>();
  for (const { selectors, schemes, declared } of rules) {
    for (const [element, weight] of matches($, selectors)) {
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
