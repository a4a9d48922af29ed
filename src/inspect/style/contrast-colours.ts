import type { ContrastPair } from '../inspection.ts';
import { namedColour } from './contrast-names.ts';

export type Scheme = ContrastPair['scheme'];

/** Red, green and blue from 0 to 255, how much it covers from 0 to 1. */
export interface Colour {
  red: number;
  green: number;
  blue: number;
  alpha: number;
}

export const TRANSPARENT: Colour = { red: 0, green: 0, blue: 0, alpha: 0 };

/** What `currentcolor` and the names of a browser's own colours stand for. */
export interface Surroundings {
  current: Colour;
  scheme: Scheme;
}

/** A colour as CSS writes it; null for what is none, or is written in a way that mails do not use. */
export function colourOf(written: string, around: Surroundings): Colour | null {
  const text = written.trim().toLowerCase();
  if (text === 'transparent') return TRANSPARENT;
  if (text === 'currentcolor') return around.current;
  if (text.startsWith('#')) return hex(text.slice(1));
  const call = /^(rgba?|hsla?|hwb|light-dark)\((.*)\)$/s.exec(text);
  if (!call) return hex(namedColour(text, around.scheme) ?? '');
  const [, name = '', inside = ''] = call;
  if (name === 'light-dark') return lightDark(inside, around);
  const [first, second, third, alpha = '1', ...rest] = inside.split(/[\s,/]+/).filter(part => part !== '');
  if (first === undefined || second === undefined || third === undefined || rest.length > 0) return null;
  const make = name.startsWith('rgb') ? rgb : name === 'hwb' ? hwb : hsl;
  const [red, green, blue] = make(first, second, third);
  const colour = { red, green, blue, alpha: clamp(numeric(alpha, 1), 1) };
  return Object.values(colour).every(Number.isFinite) ? colour : null;
}

function hex(digits: string): Colour | null {
  if (!/^([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/.test(digits)) return null;
  const long = digits.length < 6 ? digits.replace(/./g, '$&$&') : digits;
  const [red, green, blue, alpha] = [0, 2, 4, 6].map(at =>
    Number.parseInt(long.slice(at, at + 2) || 'ff', 16),
  );
  return { red: red ?? 0, green: green ?? 0, blue: blue ?? 0, alpha: (alpha ?? 255) / 255 };
}

type Channels = readonly [red: number, green: number, blue: number];

function rgb(...written: [string, string, string]): Channels {
  const [red, green, blue] = written.map(part => clamp(numeric(part, 255), 255));
  return [red ?? 0, green ?? 0, blue ?? 0];
}

function hsl(hue: string, saturation: string, lightness: string): Channels {
  const [s, l] = [share(saturation), share(lightness)];
  const reach = s * Math.min(l, 1 - l);
  const turn = degrees(hue) / 30;
  const channel = (offset: number): number => {
    const at = (offset + turn) % 12;
    return 255 * (l - reach * Math.max(-1, Math.min(at - 3, 9 - at, 1)));
  };
  return [channel(0), channel(8), channel(4)];
}

function hwb(hue: string, whiteness: string, blackness: string): Channels {
  const [white, black] = [share(whiteness), share(blackness)];
  const room = 1 - white - black;
  if (room <= 0) {
    const grey = (255 * white) / (white + black);
    return [grey, grey, grey];
  }
  const [red, green, blue] = hsl(hue, '100%', '50%');
  return [red * room + 255 * white, green * room + 255 * white, blue * room + 255 * white];
}

function lightDark(inside: string, around: Surroundings): Colour | null {
  const [light, dark] = topLevel(inside, ',');
  if (light === undefined || dark === undefined) return null;
  return colourOf(around.scheme === 'light' ? light : dark, around);
}

/** Pieces of a value between separators that stand in no brackets. */
export function topLevel(text: string, separator: ',' | ' '): string[] {
  const pieces = [''];
  let depth = 0;
  for (const char of text) {
    if (char === '(') depth++;
    if (char === ')') depth--;
    const parts = depth === 0 && (separator === ',' ? char === ',' : /\s/.test(char));
    if (parts) pieces.push('');
    else pieces[pieces.length - 1] += char;
  }
  return pieces.map(piece => piece.trim()).filter(piece => piece !== '');
}

/** A number, or a percentage of `whole`; `none` is nothing. */
function numeric(text: string, whole: number): number {
  if (text === 'none') return 0;
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?%?$/.test(text)) return Number.NaN;
  return text.endsWith('%') ? (Number.parseFloat(text) / 100) * whole : Number.parseFloat(text);
}

/** `50%`, or `50` as the newer way of writing has it. */
function share(text: string): number {
  return clamp(numeric(text.replace(/%$/, ''), 100) / 100, 1);
}

function degrees(text: string): number {
  const [, number = '', unit = 'deg'] = /^(.*?)(deg|grad|rad|turn)?$/.exec(text) ?? [];
  const turns = numeric(number, 1) / ({ deg: 360, grad: 400, rad: 2 * Math.PI, turn: 1 }[unit] ?? 360);
  return (turns - Math.floor(turns)) * 360;
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}

/** What is seen where `front` lies on `back`. */
export function over(front: Colour, back: Colour): Colour {
  const alpha = front.alpha + back.alpha * (1 - front.alpha);
  if (alpha === 0) return TRANSPARENT;
  const mix = (one: number, other: number): number =>
    (one * front.alpha + other * back.alpha * (1 - front.alpha)) / alpha;
  return {
    red: mix(front.red, back.red),
    green: mix(front.green, back.green),
    blue: mix(front.blue, back.blue),
    alpha,
  };
}

/** `#rrggbb`, without what shines through. */
export function hexOf({ red, green, blue }: Colour): string {
  return `#${[red, green, blue].map(part => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}
