/** A mistake in a text: where, and what. */
export interface Flaw {
  at: number;
  message: string;
}

export interface Attribute {
  name: string;
  at: number;
  /** As written, without quotes; null where there is none. */
  value: string | null;
  valueAt: number;
  isQuoted: boolean;
  /** The branches of Handlebars it stands in, from the outside in: `12:0 40:1` is the first of one and the second of another. */
  branch: string;
}

export interface OpenTag {
  kind: 'open';
  /** In small letters. */
  name: string;
  at: number;
  end: number;
  attributes: Attribute[];
  /** Ends with `/>`. */
  isClosed: boolean;
}

/** What markup is made of; `inner` of a Handlebars tag is without its braces. */
export type Token =
  | OpenTag
  | { kind: 'close'; name: string; at: number; end: number }
  | { kind: 'handlebars'; inner: string; at: number; end: number }
  | { kind: 'text'; at: number; end: number };

const HANDLEBARS = /\{\{!--[\s\S]*?--~?\}\}|\{\{\{?(?:(?!\{\{)[\s\S])*?\}\}\}?/y;
/** The same, anywhere in a text. */
export const HANDLEBARS_TAGS = /\{\{(?:(?!\{\{)[\s\S])*?\}\}/g;
const NAME = /[a-z][^\s/>"'<={}]*/iy;
const ATTRIBUTE = /[^\s/>"'<={}]+/y;
/** A comment by itself, which shows what follows to all but Outlook: `<!--[if !mso]><!-->`. */
const REVEALS = /<!--\[if\s[^\]]*\]>(?:<!-->|(?:<!--)?\s*-->)/iy;

/** Their content is no markup. */
export function isStyleSheet({ name }: OpenTag): boolean {
  return name === 'mj-style' || name === 'style';
}

/** What stands in these is no HTML, but a language of its own. */
export function isForeign({ name }: { name: string }): boolean {
  return name === 'svg' || name === 'math';
}

/** Reads MJML, with HTML and Handlebars in it; comments are left out. Whatever it cannot follow is a flaw, and reading goes on behind it. */
export function readMarkup(source: string): { tokens: Token[]; flaws: Flaw[] } {
  const tokens: Token[] = [];
  const flaws: Flaw[] = [];
  let at = 0;
  let textFrom = 0;

  const match = (pattern: RegExp, from: number): string | null => {
    pattern.lastIndex = from;
    return pattern.exec(source)?.[0] ?? null;
  };
  const wrong = (where: number, message: string) => flaws.push({ at: where, message });
  const push = (token: Token) => {
    endText(token.at);
    tokens.push(token);
    at = token.end;
    textFrom = at;
  };
  const endText = (end: number) => {
    if (textFrom < end) tokens.push({ kind: 'text', at: textFrom, end });
    textFrom = end;
  };
  const passOver = (end: number) => {
    endText(at);
    at = end;
    textFrom = end;
  };

  while (at < source.length) {
    const handlebars = source.startsWith('{{', at) ? match(HANDLEBARS, at) : null;
    if (handlebars !== null)
      push({ kind: 'handlebars', inner: innerOf(handlebars), at, end: at + handlebars.length });
    else if (source[at] !== '<') at++;
    else if (source.startsWith('<!--', at)) comment();
    else if (/[!?]/.test(source[at + 1] ?? '')) passOver(endOf('>', at));
    else if (source[at + 1] === '/') closeTag();
    else if (match(NAME, at + 1) !== null) openTag();
    else wrong(at++, 'a < that begins no tag: write &lt;');
  }
  endText(source.length);
  return { tokens, flaws };

  function endOf(text: string, from: number): number {
    const found = source.indexOf(text, from);
    return found < 0 ? source.length : found + text.length;
  }

  function comment(): void {
    const reveals = match(REVEALS, at);
    if (reveals !== null) {
      passOver(at + reveals.length);
      return;
    }
    const end = source.indexOf('-->', at);
    const next = source.indexOf('<!--', at + 4);
    // What a comment has swallowed is not what anybody meant: nothing more can be told.
    if (end < 0 || (next >= 0 && next < end)) {
      const flaw = { at, message: 'this comment is never closed: expected --> where it ends' };
      passOver(source.length);
      tokens.length = 0;
      flaws.splice(0, flaws.length, flaw);
    } else passOver(end + 3);
  }

  function closeTag(): void {
    const name = match(NAME, at + 2) ?? '';
    const end = match(/[^<>]*>/y, at + 2 + name.length);
    if (end === null) wrong(at, `</${name} is never closed: expected </${name}>`);
    push({
      kind: 'close',
      name: name.toLowerCase(),
      at,
      end: at + 2 + name.length + (end?.length ?? 0),
    });
  }

  function openTag(): void {
    const name = match(NAME, at + 1) ?? '';
    const tag: OpenTag = {
      kind: 'open',
      name: name.toLowerCase(),
      at,
      end: at,
      attributes: [],
      isClosed: false,
    };
    const branch: string[] = [];
    let here = at + 1 + name.length;
    for (;;) {
      here += match(/\s*/y, here)?.length ?? 0;
      const part = source.startsWith('{{', here) ? match(HANDLEBARS, here) : null;
      if (part !== null) {
        followBranch(innerOf(part), here, branch);
        here += part.length;
      } else if (source.startsWith('/>', here) || source[here] === '>') {
        tag.isClosed = source[here] === '/';
        tag.end = here + (tag.isClosed ? 2 : 1);
        break;
      } else if (here >= source.length || source[here] === '<') {
        wrong(at, `<${name} is never closed: expected > at the end of the tag`);
        tag.end = here;
        break;
      } else here = attribute(tag, here, branch.join(' '));
    }
    push(tag);
    if (isStyleSheet(tag) && !tag.isClosed) at = endOfSheet(tag);
  }

  /** Reads an attribute, or passes over what is none; returns where it ends. */
  function attribute(tag: OpenTag, from: number, branch: string): number {
    const name = match(ATTRIBUTE, from);
    if (name === null) {
      wrong(from, `${source[from]} has no place in a tag: expected name="value"`);
      return from + 1;
    }
    const sign = match(/\s*=\s*/y, from + name.length);
    const valueAt = from + name.length + (sign?.length ?? 0);
    const found = { name, at: from, branch };
    const quote = source[valueAt];
    if (sign === null) {
      tag.attributes.push({ ...found, value: null, valueAt, isQuoted: false });
      return from + name.length;
    }
    if (quote !== '"' && quote !== "'") {
      const value = match(/(?:\{\{(?:(?!\{\{)[\s\S])*?\}\}|[^\s>"'<])*/y, valueAt) ?? '';
      tag.attributes.push({ ...found, value, valueAt, isQuoted: false });
      return valueAt + value.length;
    }
    const value =
      match(
        quote === '"'
          ? /(?:\{\{(?:(?!\{\{)[\s\S])*?\}\}|[^"<]|<(?![a-z/!?]))*/iy
          : /(?:\{\{(?:(?!\{\{)[\s\S])*?\}\}|[^'<]|<(?![a-z/!?]))*/iy,
        valueAt + 1,
      ) ?? '';
    const end = valueAt + 1 + value.length;
    const swallowed = /\s+[\w-]+=$/.exec(value)?.[0];
    if (source[end] === quote && !(swallowed && /[^\s/>]/.test(source[end + 1] ?? ''))) {
      tag.attributes.push({ ...found, value, valueAt: valueAt + 1, isQuoted: true });
      return end + 1;
    }
    wrong(valueAt, `the quote of ${name} is never closed: expected ${quote} at the end of its value`);
    return swallowed
      ? end - swallowed.length
      : Math.max(valueAt + 1, Math.min(end, valueAt + 1 + Math.max(0, value.search(/>|\n/))));
  }

  function endOfSheet(tag: OpenTag): number {
    const end = source.slice(tag.end).search(new RegExp(`</${tag.name}\\b`, 'i'));
    return end < 0 ? source.length : tag.end + end;
  }
}

function innerOf(tag: string): string {
  return tag.replace(/^\{+~?\s*|\s*~?\}+$/g, '');
}

/** Takes in a tag of Handlebars: which branch follows it. */
export function followBranch(inner: string, at: number, branch: string[]): void {
  if (/^[#^]./.test(inner)) branch.push(`${at}:0`);
  else if (inner.startsWith('/')) branch.pop();
  else if (/^else\b|^\^$/.test(inner)) {
    const [id, number] = (branch.pop() ?? `${at}:0`).split(':');
    branch.push(`${id}:${Number(number) + 1}`);
  }
}
