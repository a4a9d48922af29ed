import { colourOf, TRANSPARENT } from './contrast-colours.ts';

/** Size of text that nobody styled, in pixels. */
export const MEDIUM = 16;
/** Longer values are none that people write, and would only take time. */
const LONGEST = 500;

/** Sizes by name, in pixels. */
const SIZES: Readonly<Record<string, number>> = {
  'xx-small': 9,
  'x-small': 10,
  small: 13,
  medium: MEDIUM,
  large: 18,
  'x-large': 24,
  'xx-large': 32,
  'xxx-large': 48,
};
const LENGTHS: Readonly<Record<string, number>> = {
  px: 1,
  pt: 4 / 3,
  pc: 16,
  in: 96,
  cm: 96 / 2.54,
  mm: 96 / 25.4,
  q: 96 / 101.6,
};

/** Text sizes that a value may refer to, in pixels. */
export interface Sizes {
  parent: number;
  root: number;
}

/** Size of text in pixels; null for what is none, or depends on the window. */
export function fontSizeOf(value: string, { parent, root }: Sizes): number | null {
  const named = Object.hasOwn(SIZES, value) ? SIZES[value] : undefined;
  if (named !== undefined) return named;
  if (value === 'smaller') return parent / 1.2;
  if (value === 'larger') return parent * 1.2;
  const [, digits = '', unit = ''] = /^\+?(\d+\.?\d*|\.\d+)(%|[a-z]*)$/.exec(value) ?? [];
  const number = Number(digits);
  if (digits === '') return null;
  if (unit === '') return number === 0 ? 0 : null;
  if (unit === '%') return (number / 100) * parent;
  if (unit === 'em') return number * parent;
  if (unit === 'rem') return number * root;
  if (unit === 'ex' || unit === 'ch') return (number * parent) / 2;
  const length = Object.hasOwn(LENGTHS, unit) ? LENGTHS[unit] : undefined;
  return length === undefined ? null : number * length;
}

/** 1 to 1000; null for what is no weight. */
export function fontWeightOf(value: string, parent: number): number | null {
  if (value === 'normal') return 400;
  if (value === 'bold') return 700;
  if (value === 'bolder') return parent < 350 ? 400 : parent < 550 ? 700 : Math.max(parent, 900);
  if (value === 'lighter') return parent < 550 ? Math.min(parent, 100) : parent < 750 ? 400 : 700;
  const number = /^\d{1,4}(\.\d+)?$/.test(value) ? Number(value) : 0;
  return number >= 1 && number <= 1000 ? number : null;
}

/** 0 to 1; null for what is none. */
export function opacityOf(value: string): number | null {
  if (!/^[-+]?(\d+\.?\d*|\.\d+)%?$/.test(value)) return null;
  const share = Number.parseFloat(value) / (value.endsWith('%') ? 100 : 1);
  return Math.max(0, Math.min(share, 1));
}

/** True for a length that leaves no room: `0`, `0px`. */
export function isNothing(value: string): boolean {
  return /^0+(\.0+)?(%|[a-z]*)$/.test(value);
}

const ANY_SIZES = { parent: MEDIUM, root: MEDIUM };
const isColour = (value: string): boolean =>
  colourOf(value, { current: TRANSPARENT, scheme: 'light' }) !== null;
const isWords = (value: string): boolean => /^[a-z-]+( [a-z-]+)*$/.test(value);
const isLength = (value: string): boolean => isWords(value) || /^(0|\d*\.?\d+(%|[a-z]+))$/.test(value);

/** The properties that say how text looks, and whether a value is one of theirs. */
const PROPERTIES: ReadonlyMap<string, (value: string) => boolean> = new Map([
  ['color', isColour],
  ['background-color', isColour],
  ['font-size', value => fontSizeOf(value, ANY_SIZES) !== null],
  ['font-weight', value => fontWeightOf(value, 400) !== null],
  ['opacity', value => opacityOf(value) !== null],
  ['display', isWords],
  ['visibility', value => ['visible', 'hidden', 'collapse'].includes(value)],
  ['color-scheme', isWords],
  ['overflow', isWords],
  ['height', isLength],
  ['max-height', isLength],
]);
/** Values that every property takes. */
export const GENERAL = ['inherit', 'initial', 'unset', 'revert', 'revert-layer'];

/** The properties of text, by name: what `all` stands for here. */
export function propertyNames(): string[] {
  return [...PROPERTIES.keys()];
}

/** True for a property of text, and for names that people make up for values. */
export function isProperty(name: string): boolean {
  return PROPERTIES.has(name) || name.startsWith('--');
}

/** False: a browser passes over this declaration, and an earlier one holds. */
export function isValid(property: string, value: string): boolean {
  if (value.length > LONGEST) return false;
  if (property.startsWith('--') || GENERAL.includes(value) || value.includes('var(')) return true;
  return PROPERTIES.get(property)?.(value) ?? false;
}
