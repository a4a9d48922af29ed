import { type Colour, contrastRatio, hexOf } from './contrast-colours.ts';

/** A colour of text that can be read, and which way it lies from the one that cannot. */
export interface Better {
  colour: string;
  way: 'darker' | 'lighter';
}

const BLACK: Colour = { red: 0, green: 0, blue: 0, alpha: 1 };
const WHITE: Colour = { red: 255, green: 255, blue: 255, alpha: 1 };
const STEPS = 255;

/** The colour nearest to `text` that has the contrast needed; between black and white there is always one. */
export function betterColour(text: string, background: string, needed: number): Better {
  const [front, back] = [read(text), read(background)];
  const darker = towards(front, BLACK, back, needed);
  const lighter = towards(front, WHITE, back, needed);
  const way = darker.steps < lighter.steps ? 'darker' : 'lighter';
  return { colour: hexOf((way === 'darker' ? darker : lighter).colour), way };
}

function towards(from: Colour, end: Colour, background: Colour, needed: number) {
  for (let steps = 0; steps <= STEPS; steps++) {
    const colour = between(from, end, steps / STEPS);
    if (contrastRatio(colour, background) >= needed) return { colour, steps };
  }
  return { colour: end, steps: Number.POSITIVE_INFINITY };
}

function between(from: Colour, end: Colour, share: number): Colour {
  const mix = (one: number, other: number): number => Math.round(one + (other - one) * share);
  return {
    red: mix(from.red, end.red),
    green: mix(from.green, end.green),
    blue: mix(from.blue, end.blue),
    alpha: 1,
  };
}

/** `#rrggbb` */
function read(hex: string): Colour {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => Number.parseInt(hex.slice(at, at + 2), 16));
  return { red, green, blue, alpha: 1 };
}
