import { type Items, readItems } from './items.ts';
import { literally } from './literally.ts';
import { parseJson } from './parse.ts';
import { type Place, placesIn } from './place.ts';
import { endOfValue, skipSeparators } from './skip.ts';

/** A JSON text, whole or broken, of which parts are read. */
export interface JsonDocument {
  /** The names of its members; empty for a list. */
  names: readonly string[];
  /** The value of a member; undefined when there is none, or when it cannot be read. */
  member(name: string): unknown;
  /** The elements of the list that is the value of this member; null when there is no such list. */
  list(path: readonly string[], most?: number): Items | null;
  /** Its own elements: of a list, or of objects one after another. */
  items(most?: number): Items;
  isList: boolean;
  placeOf(offset: number): Place;
}

interface Member {
  name: string;
  from: number;
  /** Null when it is cut or broken: nothing is known of what comes after it. */
  end: number | null;
}

/** More names than any document has around its list. */
const MOST_MEMBERS = 1000;

/** Opens a text that begins like JSON; null for any other. Never throws. */
export function openJson(text: string): JsonDocument | null {
  const start = skipSeparators(text, 0);
  const isList = text[start] === '[';
  if (!isList && text[start] !== '{') return null;
  const placeOf = lazily(() => placesIn(text));
  const members = lazily(() => (isList ? [] : membersAt(text, start).members));
  const found = (name: string) => members().find(member => member.name === name);
  const readFrom = (at: number, most?: number) => readItems(text, at, offset => placeOf()(offset), most);
  return {
    isList,
    get names() {
      return members().map(({ name }) => name);
    },
    member(name) {
      const member = found(name);
      return member?.end == null ? undefined : parseJson(text.slice(member.from, member.end))?.value;
    },
    list(path, most) {
      const at = listAt(text, start, path);
      return at === null ? null : readFrom(at + 1, most);
    },
    items(most) {
      if (isList) return readFrom(start + 1, most);
      const { items } = readFrom(start, most);
      return { items, closed: items.at(-1)?.fault === null };
    },
    placeOf: offset => placeOf()(offset),
  };
}

/** Where the list behind a path begins. Where the way there is broken, the first list of that name is taken. */
function listAt(text: string, start: number, path: readonly string[]): number | null {
  let at: number | null = start;
  for (const name of path) {
    if (at === null || text[at] !== '{') return null;
    const { members, whole } = membersAt(text, at);
    at = members.find(member => member.name === name)?.from ?? (whole ? null : listNamed(text, name));
  }
  return at !== null && text[at] === '[' ? at : null;
}

function listNamed(text: string, name: string): number | null {
  const found = new RegExp(`${literally(JSON.stringify(name))}\\s{0,200}:\\s{0,200}(?=\\[)`).exec(text);
  return found ? found.index + found[0].length : null;
}

/** The members of the object that begins at `from`, up to the first that is broken. */
function membersAt(text: string, from: number): { members: Member[]; whole: boolean } {
  const members: Member[] = [];
  let at = skipSeparators(text, from + 1);
  while (text[at] === '"' && members.length < MOST_MEMBERS) {
    const nameEnd = endOfValue(text, at, text.length);
    const name = nameEnd === null ? null : parseJson(text.slice(at, nameEnd))?.value;
    if (nameEnd === null || typeof name !== 'string') break;
    const colon = skipSeparators(text, nameEnd);
    if (text[colon] !== ':') break;
    const value = skipSeparators(text, colon + 1);
    const end = endOfValue(text, value, text.length);
    members.push({ name, from: value, end });
    if (end === null) break;
    at = skipSeparators(text, end);
  }
  return { members, whole: text[at] === '}' };
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
