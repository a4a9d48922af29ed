import type { CheerioAPI } from 'cheerio';
import { defaultsOf, hintsOf, sheetsOf } from './cascade-defaults.ts';
import type { Element } from './cascade-elements.ts';
import { type Declared, declaredInline, type Rule, rulesOf } from './cascade-sheets.ts';
import type { Scheme } from './contrast-colours.ts';

type CssTree = typeof import('css-tree');

/** What wins for an element, property by property; `byBrowser` is what it would be without the mail's own styles. */
export interface Winners {
  values: ReadonlyMap<string, string>;
  byBrowser: ReadonlyMap<string, string>;
}
export type Cascaded = (element: Element, scheme: Scheme) => Winners;

interface Entry extends Declared {
  weight: number;
  schemes: readonly Scheme[];
}

const BOTH: readonly Scheme[] = ['light', 'dark'];
/** Attributes of old weigh nothing; a style attribute more than any selector. */
const [HINT, INLINE] = [-1, Number.MAX_SAFE_INTEGER];

/** Sorts out what browsers, attributes, style sheets and style attributes say about each element. */
export function cascadeOf($: CheerioAPI, css: CssTree, elements: Element[]): Cascaded {
  const bySheet = matchedBy(
    $,
    sheetsOf(elements).flatMap(({ text, media }) => rulesOf(css, text, media)),
  );
  const parsed = new Map<string, Declared[]>();
  const inline = (text: string): Declared[] => {
    const known = parsed.get(text);
    if (known) return known;
    const declared = declaredInline(css, text);
    parsed.set(text, declared);
    return declared;
  };
  return (element, scheme) => {
    const own = [
      ...hintsOf(element).map(declared => ({ ...declared, weight: HINT, schemes: BOTH })),
      ...(bySheet.get(element) ?? []),
      ...inline(element.attribs.style ?? '').map(declared => ({
        ...declared,
        weight: INLINE,
        schemes: BOTH,
      })),
    ];
    const inOrder = own
      .filter(entry => entry.schemes.includes(scheme))
      .sort((a, b) => Number(a.important) - Number(b.important) || a.weight - b.weight);
    const defaults = defaultsOf(element);
    return { values: asMap([...defaults, ...inOrder]), byBrowser: asMap(defaults) };
  };
}

function asMap(declared: Declared[]): Map<string, string> {
  return new Map(declared.map(({ property, value }) => [property, value]));
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
