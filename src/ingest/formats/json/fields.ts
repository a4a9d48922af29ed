import { z } from 'zod';

/** A text that has to be one where it is there at all. */
export const text = z.string().nullish();

/** A text, or nothing for whatever else stands there. */
export const looseText = z.string().nullish().catch(null);

/** Whatever stands there, if anything does. */
export const anything = z.unknown().optional();

/** A list, whatever it holds. */
export const list = z.array(z.unknown()).nullish();

export const looseList = z.array(z.unknown()).nullish().catch(null);

/** A number of votes or comments; nothing for whatever else stands there. */
export const count = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .pipe(z.number().int().min(0).max(1_000_000_000))
  .nullish()
  .catch(null);

const named = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]);

/** The names in a list of texts, or of objects with a `name`; what is neither is passed over. */
export function namesIn(values: readonly unknown[] | null | undefined): string[] {
  return (values ?? []).flatMap(value => {
    const read = named.safeParse(value);
    return read.success && read.data.trim() !== '' ? [read.data] : [];
  });
}

/** What is wrong with a value, in words: `title: expected a text, found a number`. */
export function wrongIn(error: z.ZodError, value: unknown): string {
  const [issue] = error.issues;
  const path = issue?.path ?? [];
  const found = path.reduce<unknown>(
    (inside, name) => (typeof inside === 'object' && inside !== null ? Reflect.get(inside, name) : undefined),
    value,
  );
  const expected =
    issue?.code === 'invalid_type' ? (KINDS[issue.expected] ?? issue.expected) : 'another value';
  const where = path.length > 0 ? `${path.join('.')}: ` : '';
  return `${where}expected ${expected}, found ${kindOf(found)}`;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  array: 'a list',
  object: 'an object',
};

/** What a value is, in words. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return KINDS[typeof value] ?? `a ${typeof value}`;
}

/** The first of these texts that is more than white space. */
export function firstText(...texts: readonly (string | null | undefined)[]): string | null {
  return texts.find(one => one !== null && one !== undefined && one.trim() !== '') ?? null;
}

/** True for a value with members. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const CATEGORY =
  /^(?:(?:astro-ph|cond-mat|cs|econ|eess|math|nlin|physics|q-bio|q-fin|stat)\.[A-Za-z][a-z-]{0,9}[A-Za-z]|(?:hep|nucl)-(?:ex|lat|ph|th)|gr-qc|math-ph|quant-ph)$/;

/** A tag of a source as a hint: one that names a category of arXiv is one. */
export function asHint(tag: string): string {
  return CATEGORY.test(tag.trim()) ? `arxiv:${tag.trim()}` : `keyword:${tag}`;
}
