import type { Mistake } from '../mistake.ts';
import { nearest } from '../model/nearest.ts';
import { placeOf } from './place.ts';

/** What opens a block of text in a template, and what gives a value besides names. */
export const BLOCK_HELPERS = ['if', 'unless', 'each', 'with'];

/** A tag of a template: `{{#if link}}`. */
interface Tag {
  at: number;
  /** As it is written. */
  text: string;
  /** What stands between the braces, without `~`. */
  inner: string;
}

interface Open {
  tag: Tag;
  name: string;
}

/**
 * What is wrong with how tags are written and nested in `source`, each in its place; `parse` is of Handlebars, which tells of the first mistake
 * only, and of that by its line.
 */
export function structureMistakes(source: string, file: string, parse: (text: string) => unknown): Mistake[] {
  const mistakes: Mistake[] = [];
  const wrong = ({ at }: Tag, message: string) => mistakes.push({ file, ...placeOf(source, at), message });
  const open: Open[] = [];
  for (const tag of tagsIn(source)) {
    const name = /^[#^/]\s*[>*]?\s*([^\s|]*)/.exec(tag.inner)?.[1] ?? '';
    const end = tag.inner.startsWith('!--') ? '--}}' : '}}';
    if (!tag.text.replace(/~\}\}$/, '}}').endsWith(end))
      wrong(tag, `${shown(tag.text)} is never closed: expected ${end}`);
    else if (tag.inner.startsWith('!')) continue;
    else if (/^else\b|^\^$/.test(tag.inner)) {
      if (open.length === 0) wrong(tag, `${tag.text} stands in no {{#if}}, {{#unless}} or {{#each}}`);
    } else if (/^[#^]/.test(tag.inner)) {
      const ends = `{{/${name}}}`;
      if (!reads(parse, tag.text + ends)) wrong(tag, unreadable(tag));
      open.push({ tag, name });
    } else if (tag.inner.startsWith('/')) close(tag, name);
    else if (!reads(parse, tag.text)) wrong(tag, unreadable(tag));
  }
  for (const left of open) wrong(left.tag, neverClosed(left));
  return mistakes;

  function close(tag: Tag, name: string): void {
    const depth = open.findLastIndex(one => one.name === name);
    if (depth < 0) {
      wrong(tag, `${tag.text} closes nothing: no {{#${name}}} is open here${meantInstead(name, open)}`);
      return;
    }
    for (const left of open.splice(depth).slice(1)) wrong(left.tag, neverClosed(left));
  }
}

/** Tags in their order; one that is never closed ends with its line. */
function tagsIn(source: string): Tag[] {
  const found = source.matchAll(/\{\{!--[\s\S]*?--~?\}\}|\{\{\{?(?:(?!\{\{)[\s\S])*?\}\}\}?|\{\{[^\n]*/g);
  return [...found].map(({ 0: text, index }) => ({
    at: index,
    text,
    inner: text.replace(/^\{+~?\s*|\s*~?\}+$/g, ''),
  }));
}

function reads(parse: (text: string) => unknown, text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}

function unreadable({ text }: Tag): string {
  return `${shown(text)} cannot be read: expected a name as in {{title}}, or {{#if title}}, {{#each papers}}, {{else}}, {{/if}}`;
}

function neverClosed({ tag, name }: Open): string {
  return `${tag.text} is never closed: put {{/${name}}} where it ends, within the same block of the template`;
}

function meantInstead(name: string, open: readonly Open[]): string {
  const [meant] = nearest(
    name,
    open.map(one => one.name),
  );
  const last = meant ?? open.at(-1)?.name;
  return last === undefined ? '' : `; did you mean {{/${last}}}?`;
}

function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
