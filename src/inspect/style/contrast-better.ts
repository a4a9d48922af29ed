import { contrastRatio } from '../../model/contrast.ts';

/** A colour of text that can be read, and which way it lies from the one that cannot. */
export interface Better {
  colour: string;
  way: 'darker' | 'lighter';
}

const [BLACK, WHITE] = ['#000000', '#ffffff'];
const STEPS = 255;

/** The colour nearest to `text` that has the contrast needed; between black and white there is always one. */
export function betterColour(text: string, background: string, needed: number): Better {
  const darker = towards(BLACK, text, background, needed);
  const lighter = towards(WHITE, text, background, needed);
  return darker.steps < lighter.steps
    ? { colour: darker.colour, way: 'darker' }
    : { colour: lighter.colour, way: 'lighter' };
}

function towards(end: string, text: string, background: string, needed: number) {
  for (let steps = 0; steps <= STEPS; steps++) {
    const colour = between(text, end, steps / STEPS);
    if (contrastRatio(colour, background) >= needed) return { colour, steps };
  }
  return { colour: end, steps: Number.POSITIVE_INFINITY };
}

/** `share` of the way from one colour to another. */
function between(from: string, to: string, share: number): string {
  const mixed = [1, 3, 5].map(at => {
    const [one = 0, other = 0] = [from, to].map(hex => Number.parseInt(hex.slice(at, at + 2), 16));
    return Math.round(one + (other - one) * share);
  });
  return `#${mixed.map(part => part.toString(16).padStart(2, '0')).join('')}`;
}
