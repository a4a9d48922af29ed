import type { Winners } from './cascade-declared.ts';
import { fontSizeOf, fontWeightOf, isNothing, MEDIUM, opacityOf } from './cascade-values.ts';
import { type Colour, colourOf, type Scheme, TRANSPARENT } from './contrast-colours.ts';

/** How an element looks, as far as it concerns text. */
export interface Style {
  colour: Colour;
  background: Colour;
  opacity: number;
  /** False: neither it nor what is in it is anywhere on the page. */
  shown: boolean;
  /** False: its own text is not seen, though what is in it may be. */
  visible: boolean;
  size: number;
  weight: number;
  /** Value of `color-scheme`, and what follows from it here. */
  schemes: string;
  scheme: Scheme;
  /** Values by the names that people made up for them. */
  custom: ReadonlyMap<string, string>;
  /** The next one outwards that changes what is seen through this one; null: there is none, not even the page. */
  behind: Style | null;
  /** True: nothing further out fades what is in here. */
  solid: boolean;
  page: Page;
}

/** What the whole page has in common. */
interface Page {
  /** The scheme that its reader prefers. */
  world: Scheme;
  /** What its `meta` element says of schemes. */
  schemes: string;
  rootSize: number;
}

/** What a page is before anything is said about it; its background is that of the window. */
export function pageStyle(world: Scheme, schemes: string): Style {
  const page = { world, schemes: schemes.toLowerCase().trim(), rootSize: MEDIUM };
  const style: Style = {
    colour: TRANSPARENT,
    background: TRANSPARENT,
    opacity: 1,
    shown: true,
    visible: true,
    size: MEDIUM,
    weight: 400,
    schemes: 'normal',
    scheme: schemeOf('normal', page),
    custom: new Map(),
    behind: null,
    solid: true,
    page,
  };
  return onCanvas(style, style.scheme);
}

/** The same with the colours of an empty window. */
function onCanvas(style: Style, scheme: Scheme): Style {
  const around = { current: TRANSPARENT, scheme };
  return {
    ...style,
    colour: colourOf('canvastext', around) ?? TRANSPARENT,
    background: colourOf('canvas', around) ?? TRANSPARENT,
  };
}

function schemeOf(value: string, page: Page): Scheme {
  const words = (value === 'normal' ? page.schemes : value).split(/\s+/);
  const [light, dark] = [words.includes('light'), words.includes('dark')];
  return dark && (page.world === 'dark' || !light) ? 'dark' : 'light';
}

/** How an element looks in its parent. */
export function styleOf(winners: Winners, outside: Style): Style {
  const isRoot = outside.behind === null;
  const custom = customOf(winners, outside.custom);
  const value = (property: string): string | null => said(property, winners, custom);
  const schemes = inherited(value('color-scheme'), outside.schemes, 'normal');
  const scheme = schemeOf(schemes, outside.page);
  // The window takes on the scheme of the outermost element.
  const parent = isRoot ? onCanvas(outside, scheme) : outside;
  const size = sizeOf(value('font-size'), parent);
  const page = isRoot ? { ...parent.page, rootSize: size } : parent.page;
  const colour = colourIn(value('color'), parent, scheme);
  const opacity = numberOf(value('opacity'), parent.opacity);
  const style: Style = {
    colour,
    background: backgroundIn(value('background-color'), parent, { current: colour, scheme }),
    opacity,
    shown: value('display') !== 'none' && !isShut(value),
    visible: inherited(value('visibility'), parent.visible ? 'visible' : 'hidden', 'visible') === 'visible',
    size,
    weight: weightIn(value('font-weight'), parent),
    schemes,
    scheme,
    custom,
    behind: paints(parent) ? parent : parent.behind,
    solid: parent.solid && parent.opacity === 1,
    page,
  };
  return style;
}

function paints({ background, opacity, behind }: Style): boolean {
  return background.alpha > 0 || opacity < 1 || behind === null;
}

/** True for what takes no room and hides what would stick out: the usual way to hide a preheader. */
function isShut(value: (property: string) => string | null): boolean {
  const hides = /hidden|clip/.test(value('overflow') ?? '');
  return hides && [value('height'), value('max-height')].some(length => length !== null && isNothing(length));
}

/** The value that holds, with its variables filled in; null where nothing is said or it comes to nothing. */
function said(property: string, { values, defaults }: Winners, custom: Style['custom']): string | null {
  const won = values.get(property) ?? null;
  if (won === null || won === 'unset') return null;
  if (won.startsWith('revert'))
    return defaults.findLast(declared => declared.property === property)?.value ?? null;
  return won.includes('var(') ? filledIn(won, custom, 0) : won;
}

const DEEPEST = 8;

/** `var(--ink, #000)` as the value of `--ink`, else as what stands behind the comma. */
function filledIn(value: string, custom: Style['custom'], depth: number): string | null {
  if (!value.includes('var(')) return value;
  const [call, name = '', instead] = /var\(\s*(--[\w-]+)\s*(?:,((?:[^()]|\([^()]*\))*))?\)/.exec(value) ?? [];
  if (call === undefined || depth > DEEPEST) return null;
  const meant = custom.get(name) ?? instead;
  return meant === undefined
    ? null
    : filledIn(
        value.replace(call, () => meant.trim()),
        custom,
        depth + 1,
      );
}

function customOf({ values }: Winners, outside: Style['custom']): Style['custom'] {
  let custom: Map<string, string> | undefined;
  for (const [name, value] of values) {
    if (!name.startsWith('--')) continue;
    custom ??= new Map(outside);
    custom.set(name, value);
  }
  return custom ?? outside;
}

function inherited(value: string | null, parent: string, initial: string): string {
  if (value === null || value === 'inherit') return parent;
  return value === 'initial' ? initial : value;
}

function sizeOf(value: string | null, parent: Style): number {
  const meant = inherited(value, '1em', 'medium');
  return fontSizeOf(meant, { parent: parent.size, root: parent.page.rootSize }) ?? parent.size;
}

function weightIn(value: string | null, parent: Style): number {
  return fontWeightOf(inherited(value, String(parent.weight), 'normal'), parent.weight) ?? parent.weight;
}

function colourIn(value: string | null, parent: Style, scheme: Scheme): Colour {
  const meant = inherited(value, 'currentcolor', 'canvastext');
  return colourOf(meant, { current: parent.colour, scheme }) ?? parent.colour;
}

function backgroundIn(
  value: string | null,
  parent: Style,
  around: { current: Colour; scheme: Scheme },
): Colour {
  if (value === 'inherit') return parent.behind === null ? TRANSPARENT : parent.background;
  return colourOf(value ?? 'transparent', around) ?? TRANSPARENT;
}

function numberOf(value: string | null, parent: number): number {
  if (value === 'inherit') return parent;
  return opacityOf(value ?? '1') ?? 1;
}
