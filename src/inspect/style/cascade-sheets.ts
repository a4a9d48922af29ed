import type { Atrule, CssNode, Declaration, Rule as RuleNode, Selector } from 'css-tree';
import { schemesOf } from './cascade-media.ts';
import {
  fontSizeOf,
  fontWeightOf,
  GENERAL,
  isProperty,
  isValid,
  MEDIUM,
  propertyNames,
} from './cascade-values.ts';
import type { Scheme } from './contrast-colours.ts';

type CssTree = typeof import('css-tree');

/** One property of a rule, longhand, its value in small letters. */
export interface Declared {
  property: string;
  value: string;
  important: boolean;
}

/** What finding the elements of a selector takes, besides looking at each. */
export interface Effort {
  /** Its last part, without `:not()` and the like: only where that matches, the others are looked at. */
  last: string;
  /** How often it looks for one further out. */
  outwards: number;
  /** How often it goes through all that stands beside an element. */
  beside: number;
  /** How often it goes through all that stands in one. */
  inwards: number;
}

export interface Rule {
  /** Those that can match an element as it lies there; a browser knows all of them, or the rule is void. */
  selectors: { text: string; weight: number; effort: Effort }[];
  schemes: Scheme[];
  declared: Declared[];
}

/** Rules of a style sheet that can apply where mails are read, in their order. Never throws. */
export function rulesOf(css: CssTree, sheet: string, media = ''): Rule[] {
  try {
    const list = media === '' ? null : css.parse(media, { context: 'mediaQueryList' });
    const schemes: Scheme[] = list === null ? ['light', 'dark'] : schemesOf(list);
    const rules: Rule[] = [];
    collect(css, css.parse(sheet, { parseCustomProperty: false }), schemes, rules);
    return rules;
  } catch {
    return []; // Brackets in brackets without end: nothing that a browser would follow, either.
  }
}

function collect(css: CssTree, node: CssNode, schemes: Scheme[], rules: Rule[]): void {
  if (schemes.length === 0 || !('children' in node) || node.children === null) return;
  for (const child of node.children.toArray()) {
    if (child.type === 'Rule') {
      const selectors = selectorsOf(css, child);
      const declared = child.block.children.toArray().flatMap(part => declaredBy(css, part));
      if (selectors.length > 0 && declared.length > 0) rules.push({ selectors, schemes, declared });
    } else if (child.type === 'Atrule' && child.block !== null) {
      collect(css, child.block, within(child, schemes), rules);
    }
  }
}

/** Schemes, of those given, in which rules inside an at-rule apply. */
function within({ name, prelude }: Atrule, schemes: Scheme[]): Scheme[] {
  switch (name.toLowerCase()) {
    case 'media': {
      const applies = schemesOf(prelude);
      return schemes.filter(scheme => applies.includes(scheme));
    }
    case 'supports':
      return startsWithNot(prelude) ? [] : schemes;
    case 'layer':
      return schemes;
    default:
      return [];
  }
}

/** Today's browsers support what mails ask for: only `not` asks for something else. */
function startsWithNot(prelude: CssNode | null): boolean {
  const condition = prelude?.type === 'AtrulePrelude' ? prelude.children.first : null;
  const first = condition?.type === 'Condition' ? condition.children.first : null;
  return first?.type === 'Identifier' && first.name.toLowerCase() === 'not';
}

/** States in which nothing is while a mail is only read, and what is no element. */
const ELSEWHERE = /^(hover|active|focus|focus-within|focus-visible|visited|target|before|after|first-l\w+)$/;

function selectorsOf(css: CssTree, { prelude }: RuleNode): Rule['selectors'] {
  if (prelude.type !== 'SelectorList') return [];
  const selectors = prelude.children.toArray().filter(node => node.type === 'Selector');
  return selectors
    .filter(selector => !selector.children.some(part => isElsewhere(part)))
    .map(selector => ({
      text: css.generate(selector),
      weight: weightOf(selector),
      effort: effortOf(css, selector),
    }));
}

function effortOf(css: CssTree, selector: Selector): Effort {
  const parts = selector.children.toArray();
  const last = parts.slice(parts.findLastIndex(({ type }) => type === 'Combinator') + 1);
  const named = last.filter(({ type }) => type !== 'PseudoClassSelector').map(part => css.generate(part));
  const effort = { last: named.join('') || '*', outwards: 0, beside: 0, inwards: 0 };
  css.walk(selector, node => {
    if (node.type === 'Combinator' && node.name === ' ') effort.outwards += 1;
    if (node.type === 'Combinator' && node.name === '~') effort.beside += 1;
    if (node.type === 'PseudoClassSelector' && /^nth-|-of-type$/i.test(node.name)) effort.beside += 1;
    if (node.type === 'PseudoClassSelector' && /^(?:has|contains|icontains)$/i.test(node.name))
      effort.inwards += 1;
  });
  return effort;
}

function isElsewhere(part: CssNode): boolean {
  if (part.type === 'PseudoElementSelector') return true;
  return part.type === 'PseudoClassSelector' && ELSEWHERE.test(part.name.toLowerCase());
}

/** Specificity as one number: ids, then classes and their like, then elements. */
function weightOf(selector: Selector): number {
  return selector.children.toArray().reduce((sum, part) => sum + weightOfPart(part), 0);
}

const [ID, CLASS, ELEMENT] = [1_000_000, 1000, 1];

function weightOfPart(part: CssNode): number {
  switch (part.type) {
    case 'IdSelector':
      return ID;
    case 'ClassSelector':
    case 'AttributeSelector':
      return CLASS;
    case 'TypeSelector':
      return part.name.endsWith('*') ? 0 : ELEMENT;
    case 'PseudoElementSelector':
      return ELEMENT;
    case 'PseudoClassSelector':
      if (part.name === 'where') return 0;
      return ['is', 'not', 'has', 'matches'].includes(part.name) ? heaviest(part) : CLASS;
    default:
      return 0;
  }
}

function heaviest(part: CssNode): number {
  if (part.type === 'Selector') return weightOf(part);
  if (!('children' in part) || part.children === null) return 0;
  return Math.max(0, ...part.children.toArray().map(heaviest));
}

/** What a `style` attribute declares. Never throws. */
export function declaredInline(css: CssTree, text: string): Declared[] {
  try {
    const list = css.parse(text, { context: 'declarationList', parseCustomProperty: false });
    return list.type === 'DeclarationList'
      ? list.children.toArray().flatMap(part => declaredBy(css, part))
      : [];
  } catch {
    return [];
  }
}

/** Nothing of what is no declaration, does not concern text, or has a value that browsers pass over. */
function declaredBy(css: CssTree, node: CssNode): Declared[] {
  if (node.type !== 'Declaration' || typeof node.important !== 'boolean') return [];
  const { important } = node;
  return longhands(css, node)
    .filter(([property, value]) => isProperty(property) && isValid(property, value))
    .map(([property, value]) => ({ property, value, important }));
}

function longhands(css: CssTree, { property, value }: Declaration): [property: string, value: string][] {
  if (property.startsWith('--')) return [[property, css.generate(value).trim()]];
  const name = property.toLowerCase();
  const whole = css.generate(value).toLowerCase().trim();
  if (name === 'all') return GENERAL.includes(whole) ? propertyNames().map(each => [each, whole]) : [];
  if (name !== 'background' && name !== 'font') return [[name, whole]];
  const parts = value.type === 'Value' ? value.children.toArray() : [];
  const words = parts.map(part => css.generate(part).toLowerCase());
  return name === 'font' ? ofFont(words) : [['background-color', ofBackground(words)]];
}

/** The colour of the last layer; none is transparent. A value for everything, such as `inherit`, is meant as it is. */
function ofBackground(words: string[]): string {
  const last = words.slice(words.lastIndexOf(',') + 1);
  const colours = last.filter(word => isValid('background-color', word));
  return colours[0] ?? 'transparent';
}

/** `italic bold 20px/1.3 Georgia`; what has no size and family is no font. */
function ofFont(words: string[]): [property: string, value: string][] {
  const [first = ''] = words;
  if (words.length === 1 && isValid('font-size', first) && fontSizeOf(first, ONE) === null) {
    return [
      ['font-size', first],
      ['font-weight', first],
    ];
  }
  const at = words.findIndex(word => fontSizeOf(word, ONE) !== null);
  const size = words[at];
  if (size === undefined || at === words.length - 1) return [];
  const weight = words.slice(0, at).find(word => word !== 'normal' && fontWeightOf(word, 400) !== null);
  return [
    ['font-size', size],
    ['font-weight', weight ?? 'normal'],
  ];
}

const ONE = { parent: MEDIUM, root: MEDIUM };
