import { literally } from './literally.ts';
import { parseJson } from './parse.ts';
import { endOfValue, LONGEST_VALUE } from './skip.ts';

/** What the elements of a list begin with, where that is known. */
type Signature = RegExp | null;

/** How much may still be looked through for the sake of what is broken, in characters. */
export interface Work {
  left: number;
}

/** What the object at this place begins with: programs write the names of all elements in one order. */
function signatureAt(text: string, at: number): Signature {
  const pattern = /\{\s{0,200}("(?:[^"\\]|\\.){1,80}")\s{0,200}:/y;
  pattern.lastIndex = at;
  const name = pattern.exec(text)?.[1];
  return name === undefined ? null : new RegExp(`\\{\\s{0,200}${literally(name)}\\s{0,200}:`, 'g');
}

const OBJECT = /\{\s{0,200}"/g;
/** So many objects are tried where no element tells what they begin with. */
const MOST_TRIED = 5000;

/** Where the elements of one list begin, as far as those before them tell. */
export interface Elements {
  /** Notes that an element begins here. */
  note: (at: number) => void;
  /** Where the next one after this place begins; null when there is none. Places are asked for in their order. */
  after: (at: number) => number | null;
}

export function elementsIn(text: string, isElement: (value: unknown) => boolean, work: Work): Elements {
  let signature: Signature = null;
  let known: { from: number; next: number | null } | null = null;
  const find = (at: number) => {
    if (signature !== null) {
      signature.lastIndex = at + 1;
      const found = signature.exec(text);
      if (found) return found.index;
    }
    return work.left > 0 ? elementAfter(text, at, isElement, work) : null;
  };
  return {
    note(at) {
      if (signature !== null) return;
      signature = signatureAt(text, at);
      known = null;
    },
    after(at) {
      // What is a long way off is looked for once.
      if (known === null || at < known.from || (known.next !== null && known.next <= at))
        known = { from: at, next: find(at) };
      return known.next;
    },
  };
}

/** The next object that can be read and is an element. */
export function elementAfter(
  text: string,
  at: number,
  isElement: (value: unknown) => boolean,
  work: Work,
): number | null {
  OBJECT.lastIndex = at + 1;
  for (let tried = 0; tried < MOST_TRIED && work.left > 0; tried++) {
    const found = OBJECT.exec(text)?.index;
    if (found === undefined) return null;
    const { lastIndex } = OBJECT;
    const limit = Math.min(text.length, found + LONGEST_VALUE);
    const end = endOfValue(text, found, limit);
    work.left -= (end ?? limit) - found;
    if (end !== null && isElement(parseJson(text.slice(found, end))?.value)) return found;
    OBJECT.lastIndex = lastIndex;
  }
  return null;
}
