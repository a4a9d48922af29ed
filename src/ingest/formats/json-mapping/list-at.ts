import type { JsonDocument } from '../json/document.ts';
import { isObject, kindOf } from '../json/fields.ts';
import type { Items, Wanted } from '../json/items.ts';
import { parseJson } from '../json/parse.ts';
import { parsePath, type Step, valuesAt } from './path.ts';

const MOST_NAMES = 20;

/** The list at a path of a document, or in words why there is none and what stands there instead. */
export function listAt(
  text: string,
  document: JsonDocument,
  path: string,
  wanted: Wanted,
): Items | { refusal: string } {
  const steps = parsePath(path);
  if (steps === null) return { refusal: `line 1: "${path}" is no path` };
  if (steps.length === 0) return document.items(wanted);
  const names = steps.flatMap(step => (step !== 'each' && 'name' in step ? [step.name] : []));
  const found = names.length === steps.length ? document.list(names, wanted) : null;
  if (found) return found;
  const whole = parseJson(text);
  if (!whole) return { refusal: `line 1: no list at "${path}", and the document is no whole JSON` };
  const values = valuesAt(whole.value, steps);
  // A path that ends in `[]` means the elements themselves.
  const elements = steps.at(-1) === 'each' ? values : values.filter(Array.isArray).flat();
  if (elements.length > 0 || values.some(Array.isArray)) {
    return {
      items: elements.map(value => ({ line: 1, value, fault: null, mended: whole.mended })),
      closed: true,
    };
  }
  return { refusal: `line 1: no list at "${path}": ${instead(whole.value, steps)}` };
}

/** How far the path leads, and what is there. */
function instead(value: unknown, steps: readonly Step[]): string {
  let inside = value;
  let way = 'the document';
  for (const step of steps) {
    const [next] = valuesAt(inside, [step]);
    if (next === undefined) break;
    inside = next;
    way = step !== 'each' && 'name' in step ? `"${step.name}"` : way;
  }
  if (!isObject(inside)) return `${way} is ${kindOf(inside)}`;
  const names = Object.keys(inside);
  const lists = names.filter(name => Array.isArray(inside[name]));
  const shown = (some: readonly string[]) =>
    some
      .slice(0, MOST_NAMES)
      .map(name => name.slice(0, 40))
      .join(', ');
  const hint = lists.length > 0 ? `; of these, lists are ${shown(lists)}` : '';
  return `${way} has ${shown(names) || 'nothing'}${hint}`;
}
