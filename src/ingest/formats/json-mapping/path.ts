/** One step into a JSON value: a member, an element, or every element. */
export type Step = { name: string } | { at: number } | 'each';

const STEP = /\.?([^.[\]"\s][^.[\]"]*)|\[(\d{1,6})\]|\[\]|\["((?:[^"\\]|\\.)*)"\]/y;
const MOST_STEPS = 30;

/**
 * A path as people write it: `meta.title`, `links[0].href`, `authors[].name`, `["dc.title"]` where a name has dots. The empty one
 * is the value itself. Null for what is no path.
 */
export function parsePath(path: string): Step[] | null {
  const steps: Step[] = [];
  let at = 0;
  while (at < path.length) {
    STEP.lastIndex = at;
    const found = STEP.exec(path);
    if (!found || steps.length === MOST_STEPS) return null;
    const [whole, name, index, quoted] = found;
    if (whole.startsWith('.') && at === 0) return null;
    at = STEP.lastIndex;
    if (name !== undefined) steps.push({ name: name.trim() });
    else if (index !== undefined) steps.push({ at: Number(index) });
    else steps.push(quoted === undefined ? 'each' : { name: quoted.replace(/\\(.)/g, '$1') });
  }
  return steps;
}

/** What stands at a path: nothing, one value, or with `[]` several. `null` counts as nothing. */
export function valuesAt(value: unknown, steps: readonly Step[]): unknown[] {
  let values: unknown[] = [value];
  for (const step of steps) values = values.flatMap(one => stepInto(one, step));
  return values.filter(one => one !== null && one !== undefined);
}

function stepInto(value: unknown, step: Step): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (step === 'each') return Array.isArray(value) ? value : [];
  if ('at' in step) return Array.isArray(value) && step.at < value.length ? [value[step.at]] : [];
  return Object.hasOwn(value, step.name) ? [Reflect.get(value, step.name)] : [];
}
