import { nearest } from '../../model/nearest.ts';
import { ENDED_BY, ENDS_PARAGRAPH, HTML_ELEMENTS, VOID_ELEMENTS } from './html-words.ts';
import { type Flaw, isForeign, type OpenTag, type Token } from './markup.ts';
import { ELEMENTS, HEAD_ONLY, HOLD_TEXT } from './mjml-words.ts';

interface Open {
  name: string;
  at: number;
}

/** A block of Handlebars: what was open when it began, and at the end of its first branch. */
interface Branching {
  before: Open[];
  first: Open[] | null;
}

/**
 * Tags that are not closed, close nothing or stand where they are taken for something else, and text that MJML drops. What a branch of
 * Handlebars opens may be closed by another one further on: branches are alternatives, not levels.
 */
export function nestingFlaws(tokens: readonly Token[], source: string): Flaw[] {
  const flaws = new Map<number, string>();
  const branchings: Branching[] = [];
  /** Names of what was taken as closed where it had to be: its own end tag, further on, is no second mistake. */
  const forced: string[] = [];
  let open: Open[] = [];
  const wrong = (at: number, message: string) => {
    if (!flaws.has(at)) flaws.set(at, message);
  };

  for (const token of tokens) {
    if (token.kind === 'open') openTag(token);
    else if (token.kind === 'close') closeTag(token.name, token.at);
    else if (token.kind === 'text') text(token.at, source.slice(token.at, token.end));
    else handlebars(token.inner, token.at);
  }
  for (const left of open) neverClosed(left, 'the end of the file');
  return [...flaws].map(([at, message]) => ({ at, message }));

  function openTag(tag: OpenTag): void {
    const { name, at, isClosed } = tag;
    const isHtml = !isMjml(name) && !sinceMjml().some(isForeign);
    const holder = open.findLast(one => isMjml(one.name));
    if (isHtml) html(name, at);
    else if (isMjml(name) && holder && HOLD_TEXT.includes(holder.name)) {
      neverClosed(holder, `this <${name}>`);
      endUpTo(holder);
    }
    mjml(tag);
    if (isHtml && isClosed && !VOID_ELEMENTS.includes(name) && !isForeign(tag))
      wrong(at, `<${name}/> does not close itself in HTML: write <${name}></${name}>`);
    else if (!isClosed && !VOID_ELEMENTS.includes(name)) open.push({ name, at });
  }

  function mjml({ name, at, attributes }: OpenTag): void {
    if (HEAD_ONLY.includes(name) && open.some(one => one.name === 'mj-body'))
      wrong(at, `<${name}> has no place in <mj-body>: put it into <mj-head>`);
    if (name === 'mj-include') wrong(at, '<mj-include> is not followed: put the text itself here');
    // For both, MJML reads the mail as a page, and tags of Handlebars come out of it as something else.
    if (name === 'mj-html-attributes')
      wrong(at, '<mj-html-attributes> breaks what is filled in: write the attributes on their elements');
    if (name === 'mj-style' && attributes.some(one => one.name === 'inline'))
      wrong(at, '<mj-style inline="inline"> breaks what is filled in: write the styles on their elements');
  }

  function html(name: string, at: number): void {
    if (!HTML_ELEMENTS.includes(name) && !/[-:]/.test(name)) {
      const [meant] = name.length > 1 ? nearest(name, HTML_ELEMENTS) : [];
      wrong(at, `there is no <${name}> in HTML${meant === undefined ? '' : `: did you mean <${meant}>?`}`);
    }
    while (ENDED_BY.get(open.at(-1)?.name ?? '')?.includes(name)) open = open.slice(0, -1);
    const around = sinceMjml().map(one => one.name);
    if (name === 'a' && around.includes('a'))
      wrong(at, 'a link cannot stand in a link: close the first <a> before');
    const paragraph = ENDS_PARAGRAPH.includes(name) && sinceMjml().findLast(one => one.name === 'p');
    if (paragraph) {
      wrong(at, `<${name}> ends the <p> it stands in: close that first, or make it a <div>`);
      endUpTo(paragraph);
    }
  }

  /** Tags of HTML that are open in this element of MJML; mj-raw only passes on what it holds. */
  function sinceMjml(): Open[] {
    const barrier = open.findLastIndex(({ name }) => isMjml(name) && name !== 'mj-raw');
    return open.slice(barrier + 1).filter(({ name }) => name !== 'mj-raw');
  }

  function closeTag(name: string, at: number): void {
    const reach = isMjml(name) ? open : sinceMjml();
    const closed = reach.findLast(one => one.name === name);
    if (!closed) {
      closesNothing(name, at, reach.at(-1));
      return;
    }
    const depth = open.indexOf(closed);
    // What mj-raw opens may be closed by another mj-raw.
    const kept = open.slice(depth + 1).filter(one => name === 'mj-raw' || one.name === 'mj-raw');
    for (const left of open.slice(depth + 1)) {
      if (kept.includes(left)) continue;
      forced.push(left.name);
      neverClosed(left, `</${name}>`);
    }
    open = [...open.slice(0, depth), ...kept];
  }

  function closesNothing(name: string, at: number, last: Open | undefined): void {
    const again = forced.lastIndexOf(name);
    const isTypo =
      last && (/^h\d$/.test(last.name) ? /^h\d$/.test(name) : !isKnown(last.name) || !isKnown(name));
    if (again >= 0) forced.splice(again, 1);
    else if (VOID_ELEMENTS.includes(name)) wrong(at, `</${name}> closes nothing: write <${name}>`);
    else if (!isTypo) wrong(at, `</${name}> closes nothing: no <${name}> is open here`);
    else {
      if (isKnown(last.name))
        wrong(at, `</${name}> stands where <${last.name}> has to be closed: write </${last.name}>`);
      open = open.filter(one => one !== last);
    }
  }

  /** Takes it as closed, with all that was opened in it. */
  function endUpTo(ended: Open): void {
    const depth = open.indexOf(ended);
    forced.push(...open.slice(depth).map(({ name }) => name));
    open = open.slice(0, depth);
  }

  function neverClosed({ name, at }: Open, before: string): void {
    if (ENDED_BY.has(name)) return;
    wrong(at, `<${name}> is never closed: expected </${name}> before ${before}`);
  }

  function text(at: number, content: string): void {
    const start = content.search(/\S/);
    if (start >= 0) dropped(at + start);
  }

  function dropped(at: number): void {
    const holder = open.at(-1)?.name;
    // Of one that is misspelt, MJML says so.
    if (holder === undefined || (ELEMENTS.includes(holder) && !HOLD_TEXT.includes(holder)))
      wrong(
        at,
        `MJML drops what stands ${holder === undefined ? 'outside of <mjml>' : `directly in <${holder}>`}: put it into <mj-text> or <mj-raw>`,
      );
  }

  function handlebars(inner: string, at: number): void {
    if (/^(!|theme\b)/.test(inner)) return;
    dropped(at);
    const last = branchings.at(-1);
    if (/^[#^]./.test(inner)) branchings.push({ before: [...open], first: null });
    else if (inner.startsWith('/')) {
      branchings.pop();
      if (last?.first && last.first.length > open.length) open = last.first;
    } else if (/^else\b|^\^$/.test(inner) && last) {
      last.first ??= open;
      open = [...last.before];
    }
  }
}

/** An element of HTML or of MJML, or of somebody else. */
function isKnown(name: string): boolean {
  return /[-:]/.test(name) || HTML_ELEMENTS.includes(name);
}

function isMjml(name: string): boolean {
  return name === 'mjml' || name.startsWith('mj-');
}
