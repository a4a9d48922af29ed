import { z } from 'zod';
import { nearest } from '../../model/nearest.ts';
import type { JsonMapping } from '../../model/source.ts';
import { parsePath } from '../formats/json-mapping/path.ts';
import { readDays } from './publishing.ts';

/** A source as `sources.yaml` writes it, checked. */
export type WrittenSource = z.infer<ReturnType<typeof entrySchema>>;

/** What `sources.yaml` may say; `formats` are the names there are. */
export function sourcesSchema(formats: readonly string[]) {
  return keysOf('the sources', {
    sources: z
      .array(entrySchema(formats), {
        error: 'expected a list of sources, each with a name and a location',
      })
      .superRefine(tellRepeatedNames, { when: ({ value }) => Array.isArray(value) })
      .nullable()
      .default([]),
  });
}

function entrySchema(formats: readonly string[]) {
  return keysOf('a source', {
    name: line('expected a name, like "arXiv cs.CL"')
      .max(80, { error: 'expected a name of at most 80 characters' })
      .refine(name => name !== '-' && !/^[a-z][a-z0-9+.-]*:\/\//i.test(name), {
        error: 'expected a name, not an address',
      }),
    location: line('expected a folder, a file or an http(s) address').refine(isPlace, {
      error: 'expected a folder, a file or an http(s) address',
    }),
    format: z
      .string({ error: `expected the name of a format: ${formats.join(', ')}` })
      .superRefine((name, context) => {
        if (!formats.includes(name)) context.addIssue({ code: 'custom', message: noFormat(name, formats) });
      })
      .nullable()
      .default(null),
    mapping: mapping.nullable().default(null),
    publishes: days.optional(),
    private: z.boolean({ error: 'expected true or false' }).default(false),
  }).superRefine(
    (source, context) => {
      if (!source.format || !source.mapping) return;
      const message = 'a source has a format or a mapping, not both: with a mapping, leave format out';
      context.addIssue({ code: 'custom', path: ['format'], message });
    },
    { when: ({ value }) => typeof value === 'object' && value !== null },
  );
}

const field = line('expected a path, like meta.title').refine(path => parsePath(path) !== null, {
  error: 'this is no path: write names with points between, like meta.title, links[0].href or authors[].name',
});
const optional = field.nullable().default(null);

/** Where the fields stand. Only the title has to be told. */
const mapping = keysOf('fields', {
  items: z
    .string({ error: 'expected the path of the list, or nothing where the document is the list' })
    .refine(path => parsePath(path) !== null, { error: 'this is no path, like data.items' })
    .default(''),
  title: field,
  abstract: optional,
  url: optional,
  arxiv: optional,
  doi: optional,
  authors: optional,
  published: optional,
  organisation: optional,
  keywords: optional,
  code: optional,
  project: optional,
  upvotes: optional,
  comments: optional,
  venue: optional,
}) satisfies z.ZodType<JsonMapping>;

const days = z
  .union([z.string(), z.array(z.string())], { error: 'expected daily, weekdays, or days such as mon,thu' })
  .transform((written, context) => {
    const read = readDays([written].flat().join(','));
    if (read !== null) return read;
    context.addIssue({ code: 'custom', message: 'expected daily, weekdays, or days such as mon,thu' });
    return z.NEVER;
  });

function line(error: string) {
  return z
    .string({ error })
    .trim()
    .min(1, { error })
    .refine(text => !/\p{Cc}/u.test(text), { error: 'expected one line' });
}

/** True for a path, and for an address that can be asked. */
function isPlace(location: string): boolean {
  if (location === '-') return false;
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(location)) return true;
  return /^https?:/i.test(location) && URL.canParse(location);
}

function noFormat(name: string, formats: readonly string[]): string {
  const [meant] = nearest(name, formats);
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
  return `there is no format ${JSON.stringify(name.slice(0, 40))}${hint} (formats: ${formats.join(', ')})`;
}

function tellRepeatedNames(sources: readonly { name?: unknown }[], context: z.core.$RefinementCtx): void {
  const names = new Set<string>();
  for (const [index, source] of sources.entries()) {
    const name = typeof source?.name === 'string' ? source.name.trim().toLowerCase() : '';
    if (name !== '' && names.has(name)) {
      const message = `${JSON.stringify(source.name)} is already a source above`;
      context.addIssue({ code: 'custom', path: [index, 'name'], message });
    }
    names.add(name);
  }
}

/** An object of these names and no others. */
function keysOf<Shape extends z.ZodRawShape>(what: string, shape: Shape) {
  const names = Object.keys(shape);
  return z.strictObject(shape, {
    error: issue => {
      if (issue.code === 'unrecognized_keys') return strangers(issue.keys ?? [], names);
      return `expected ${what} by name: ${names.join(', ')}`;
    },
  });
}

function strangers(keys: readonly string[], names: readonly string[]): string {
  const told = keys.map(key => {
    const [meant] = nearest(key, names);
    const shown = key.slice(0, 40);
    return meant === undefined
      ? `${shown} means nothing here`
      : `${shown} means nothing here: did you mean ${meant}?`;
  });
  return `${told.join('; ')} (expected ${names.join(', ')})`;
}
