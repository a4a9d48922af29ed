import { endOfValue } from './skip.ts';

/** Where a text stops being JSON, and what stands there. */
export interface Fault {
  offset: number;
  what: string;
}

const SPACE = /[ \n\r\t]*/y;
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const ATOM = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;
const MAX_DEPTH = 100;
const CUT = 'it ends in the middle';

type State = 'value' | 'first' | 'name' | 'first name' | 'colon' | 'after';
type Token = '{' | '[' | '}' | ']' | ':' | ',' | 'text' | 'atom';

const VALUES = { '{': 'first name', '[': 'first', text: 'after', atom: 'after' } as const;
/** What may follow, and what is expected then. After a comma it depends on what is open. */
const NEXT: Readonly<Record<State, Partial<Record<Token, State>>>> = {
  value: VALUES,
  first: { ...VALUES, ']': 'after' },
  name: { text: 'colon' },
  'first name': { text: 'colon', '}': 'after' },
  colon: { ':': 'value' },
  after: { ',': 'value', '}': 'after', ']': 'after' },
};

const EXPECTED: Readonly<Record<State, string>> = {
  value: 'a value',
  first: 'a value or "]"',
  name: 'a name in quotes',
  'first name': 'a name in quotes or "}"',
  colon: 'a colon',
  after: 'a comma or the end of the list',
};

/** The first fault of the value that begins at `from`; null when it has none before `to`. */
export function faultIn(text: string, from: number, to: number): Fault | null {
  const open: string[] = [];
  let state: State = 'value';
  let at = from;
  do {
    at = after(SPACE, text, at) ?? at;
    if (at >= to) return { offset: to, what: CUT };
    const { token, end } = tokenAt(text, at);
    const next: State | undefined = token === null ? undefined : NEXT[state][token];
    if (!next || !pairs(open, token)) return fault(text, at, to, state);
    if (open.length > MAX_DEPTH) return { offset: at, what: `nested more than ${MAX_DEPTH} deep` };
    state = token === ',' && open.at(-1) === '}' ? 'name' : next;
    at = end;
  } while (open.length > 0);
  return null;
}

/** Notes what a bracket opens or closes; false for a closing one that does not fit. `open` holds what closes them. */
function pairs(open: string[], token: Token | null): boolean {
  if (token === '{') open.push('}');
  else if (token === '[') open.push(']');
  else if (token === '}' || token === ']') return open.pop() === token;
  return true;
}

function tokenAt(text: string, at: number): { token: Token | null; end: number } {
  const char = text[at];
  if (char === '{' || char === '[' || char === '}' || char === ']' || char === ':' || char === ',')
    return { token: char, end: at + 1 };
  const end = after(char === '"' ? STRING : ATOM, text, at);
  return end === null ? { token: null, end: at } : { token: char === '"' ? 'text' : 'atom', end };
}

function after(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

function fault(text: string, at: number, to: number, state: State): Fault {
  if (text[at] === '"' && NEXT[state].text) {
    if (to === text.length && endOfValue(text, at, to) === null) return { offset: to, what: CUT };
    return { offset: at, what: 'a text that does not end, or holds what a text may not' };
  }
  const found = JSON.stringify(text.slice(at, Math.min(to, at + 12)));
  return { offset: at, what: `expected ${EXPECTED[state]}, found ${found}` };
}
