import type { Mistake } from '../mistake.ts';
import { nearest } from '../model/nearest.ts';
import { placeOf } from './place.ts';
import { structureMistakes } from './tag-structure.ts';

const PARTIAL = /\{\{#?>\s*([\w-]+)/g;

/**
 * What is wrong with the tags of a page template, each in its place: tags that do not pair up or cannot be read, and parts that are none of
 * `partials`. What it names is looked up when it is shown.
 */
export async function pageMistakes(
  source: string,
  file: string,
  partials: readonly string[],
): Promise<Mistake[]> {
  const { default: handlebars } = await import('handlebars');
  const unknown = [...source.matchAll(PARTIAL)]
    .filter(([, name = '']) => !partials.includes(name))
    .map(({ 1: name = '', index }) => {
      const [meant] = nearest(name, partials);
      const way = meant === undefined ? `expected one of ${partials.join(', ')}` : `did you mean ${meant}?`;
      return { file, ...placeOf(source, index), message: `there is no part ${name}: ${way}` };
    });
  try {
    handlebars.precompile(source, { strict: true, knownHelpersOnly: true });
    return unknown;
  } catch (error) {
    const found = structureMistakes(source, file, text => handlebars.parse(text));
    return [...(found.length > 0 ? found : [asTold(error as Error, file)]), ...unknown];
  }
}

/** What Handlebars says, which ends with the place in one way or begins with it in another. */
function asTold({ message }: Error, file: string): Mistake {
  const [, text = message, line = null, column = null] = /^([\s\S]*) - (\d+):(\d+)$/.exec(message) ?? [];
  const told = line ?? /on line (\d+)/.exec(message)?.[1] ?? null;
  return {
    file,
    line: told === null ? null : Number(told),
    column: column === null ? null : Number(column) + 1,
    message: text,
  };
}
