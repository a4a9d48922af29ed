import type { CheerioAPI } from 'cheerio';
import { type Cascaded, cascadeOf } from './cascade-declared.ts';
import { type Element, elementsOf, ownText } from './cascade-elements.ts';
import { pageStyle, type Style, styleOf } from './cascade-style.ts';
import { type Colour, over, type Scheme, TRANSPARENT } from './contrast-colours.ts';

/** A piece of text as it is seen. */
export interface SeenText {
  text: string;
  /** Number of its element among all of the document, in their order. */
  element: number;
  /** With everything behind it mixed in: both cover what is below. */
  colour: Colour;
  background: Colour;
  /** Pixels. */
  size: number;
  /** 1 to 1000, 400 is usual. */
  weight: number;
}

/**
 * Every piece of text that is shown, element by element, as a browser computes its looks for a window of 640 pixels
 * in either scheme. Pictures behind text are left out: many readers do not load them. Throws where
 * style sheets are written so that following them would take too long.
 */
export async function seenTexts(html: string): Promise<Record<Scheme, SeenText[]>> {
  const [{ load }, css] = await Promise.all([import('cheerio'), import('css-tree')]);
  const $ = load(html);
  const elements = [...elementsOf($)];
  const cascaded = cascadeOf($, css, elements);
  return { light: seen($, elements, cascaded, 'light'), dark: seen($, elements, cascaded, 'dark') };
}

function seen($: CheerioAPI, elements: Element[], cascaded: Cascaded, world: Scheme): SeenText[] {
  const page = pageStyle(world, $('meta[name="color-scheme" i]').attr('content') ?? '');
  const styles = new Map<Element, Style>();
  const texts: SeenText[] = [];
  for (const [number, element] of elements.entries()) {
    const parent =
      element.parent === null || !('attribs' in element.parent) ? page : styles.get(element.parent);
    if (parent === undefined) continue; // Stands in something that is not shown.
    const winners = cascaded.get(element)?.[world];
    const style = winners && styleOf(winners, parent);
    if (!style?.shown) continue;
    styles.set(element, style);
    const text = ownText(element);
    if (style.visible && style.size > 0 && style.colour.alpha > 0 && /\S/.test(text)) {
      texts.push({ text, element: number, ...painted(style), size: style.size, weight: style.weight });
    }
  }
  return texts;
}

/** A point of the letters, and one beside it, through all that lies behind. */
function painted(style: Style): { colour: Colour; background: Colour } {
  let [colour, background] = [style.colour, TRANSPARENT];
  for (let layer: Style | null = style; layer !== null; layer = layer.behind) {
    colour = faded(over(colour, layer.background), layer.opacity);
    background = faded(over(background, layer.background), layer.opacity);
    // Nothing shines through, and nothing further out fades all of it.
    if (background.alpha === 1 && layer.solid) break;
  }
  return { colour: rounded(colour), background: rounded(background) };
}

/** As a screen has it. */
function rounded({ red, green, blue, alpha }: Colour): Colour {
  return { red: Math.round(red), green: Math.round(green), blue: Math.round(blue), alpha };
}

function faded(colour: Colour, opacity: number): Colour {
  return { ...colour, alpha: colour.alpha * opacity };
}
