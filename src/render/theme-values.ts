import { z } from 'zod';
import { nearest } from '../model/nearest.ts';

/**
 * What the values of a theme may be. They are put into style sheets and attributes as they are, so that none may hold a quote that is
 * not ours, a bracket, a semicolon or a backslash: each is built from pieces that are named here.
 */

/** An object of these keys and no others. */
export function keysOf<Shape extends z.ZodRawShape>(what: string, shape: Shape) {
  const names = Object.keys(shape);
  return z.strictObject(shape, {
    error: issue => {
      if (issue.code === 'unrecognized_keys') return unknownKeys(issue.keys ?? [], names);
      return `expected ${what} by name: ${names.join(', ')}`;
    },
  });
}

function unknownKeys(keys: readonly string[], names: readonly string[]): string {
  const told = keys.map(key => {
    const [meant] = nearest(key, names);
    return meant === undefined
      ? `${key} means nothing here`
      : `${key} means nothing here: did you mean ${meant}?`;
  });
  return `${told.join('; ')} (expected ${names.join(', ')})`;
}

const HEX = /^#[0-9a-f]{6}$/i;
const COLOUR = { error: 'expected a colour as # and six digits, in quotes, like "#8c2f20"' };

export const colour = z
  .string(COLOUR)
  .regex(HEX, COLOUR)
  .transform(value => value.toLowerCase());

export function isColour(value: unknown): value is string {
  return typeof value === 'string' && HEX.test(value);
}

export function pixels(least: number, most: number, example: number) {
  const error = `expected a length from ${least}px to ${most}px, like ${example}px`;
  return z
    .string({ error })
    .refine(value => /^-?\d{1,4}(\.\d)?px$/.test(value) && within(Number.parseFloat(value), least, most), {
      error,
    });
}

function within(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

export function oneOf<const Words extends readonly [string, ...string[]]>(...words: Words) {
  return z.enum(words, { error: `expected ${words.slice(0, -1).join(', ')} or ${words.at(-1)}` });
}

/** A line as CSS writes it without its colour. */
export const line = z
  .string({ error: 'expected a line such as 1px solid or 3px double, or none' })
  .regex(/^(none|[1-8]px (solid|double|dashed|dotted))$/, {
    error: 'expected none, or 1px to 8px and solid, double, dashed or dotted, like 3px double',
  })
  .transform(value => (value === 'none' ? '0 solid' : value));

const GENERIC = ['serif', 'sans-serif', 'monospace'];
/** They mean something else to CSS than a font of that name. */
const TAKEN = ['inherit', 'initial', 'unset', 'revert', 'revert-layer', 'default', 'none'];
const STACK =
  'expected names of fonts, the first that is installed is taken, and serif, sans-serif or monospace last';

/** A stack of fonts as CSS writes it, in single quotes: it stands in attributes. */
export const fonts = z
  .string({ error: `${STACK}, like Georgia, Times New Roman, serif` })
  .max(200, { error: 'expected at most 200 characters' })
  .transform((value, context) => {
    const names = value.split(',').map(unquoted);
    const wrong = names.find(name => !/^-?[a-z][a-z0-9 -]{0,39}$/i.test(name) || isTaken(name));
    if (wrong !== undefined) {
      context.addIssue({
        code: 'custom',
        message: `"${wrong}" is no name of a font: use letters, digits, spaces and dashes`,
      });
      return z.NEVER;
    }
    if (!GENERIC.includes(names.at(-1) ?? '')) {
      context.addIssue({ code: 'custom', message: `${STACK}, like ${value}, serif` });
      return z.NEVER;
    }
    return names.map(name => (name.includes(' ') ? `'${name}'` : name)).join(',');
  });

function unquoted(name: string): string {
  const bare = name.trim();
  return /^(["']).*\1$/.test(bare) ? bare.slice(1, -1).trim() : bare;
}

function isTaken(name: string): boolean {
  return TAKEN.includes(name.toLowerCase());
}

export const themeName = z
  .string({ error: 'expected a name, like Broadsheet' })
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} -]{0,39}$/u, {
    error: 'expected at most 40 letters, digits, spaces and dashes, like Lab notebook',
  });
