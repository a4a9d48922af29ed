import { type HtmlElement, textOf } from '../html-tree.ts';
import type { Finding } from '../inspection.ts';
import type { OpenMail } from '../open-mail.ts';
import { counted, toldOf } from '../told.ts';

/** Below it text is there for filters, not for readers. */
const TINY = 9;
/** A preheader is hidden in any mail; more is not. */
const MOST_HIDDEN = 400;
/** Elements that mail programs take away, and filters count. */
const ACTIVE = /^(?:script|iframe|object|embed|applet|frame|frameset)$/;
const spam = 'spam' as const;

/** Text that readers do not see. */
export function hiddenProblems({ tree, preheader, visible }: OpenMail): Finding[] {
  const roots = tree.elements.filter(
    ({ hidden, parent, name }) =>
      hidden &&
      parent?.hidden === false &&
      !/^(?:head|script|style|title|template|noscript|meta|link)$/.test(name),
  );
  const texts = roots.map(root => textOf([root], { all: true }));
  const more = texts.filter(
    (text, at) => text !== '' && !(at === 0 && preheader.isHidden && text.length <= MOST_HIDDEN),
  );
  const small = tree.elements.filter(
    element => !element.hidden && hasText(element) && sizeOf(element) < TINY,
  );
  const drawn = tree.elements.filter(element => !element.hidden && hasText(element) && isDrawnAside(element));
  const joined =
    visible.match(/\p{L}[\u200b-\u200d\u2060\ufeff\u00ad]\p{L}[\u200b-\u200d\u2060\ufeff\u00ad]\p{L}/gu) ??
    [];
  return [
    ...toldOf(
      spam,
      'warning',
      more,
      n =>
        `${counted(n, 'piece')} of text ${n === 1 ? 'is' : 'are'} hidden, besides the line for the list of mails.`,
      'Show it, or take it out.',
    ),
    ...toldOf(
      spam,
      'warning',
      small.map(shown),
      n => `${counted(n, 'piece')} of text ${n === 1 ? 'is' : 'are'} smaller than ${TINY} px.`,
      'Make it 12 px at least.',
    ),
    ...toldOf(
      spam,
      'warning',
      drawn.map(shown),
      n => `${counted(n, 'piece')} of text ${n === 1 ? 'stands' : 'stand'} out of sight.`,
      'Show it, or take it out.',
    ),
    ...toldOf(
      spam,
      'hint',
      joined.length > 3 ? joined : [],
      n => `${counted(n, 'word is', 'words are')} broken by signs that cannot be seen.`,
      'Take them out, unless the language needs them.',
    ),
  ];
}

/** What runs, asks or loads. */
export function codeProblems({ tree }: OpenMail): Finding[] {
  const names = (is: (element: HtmlElement) => boolean) =>
    tree.elements.filter(is).map(({ name }) => `<${name}>`);
  const handlers = tree.elements.flatMap(({ attributes, name }) =>
    [...attributes.keys()].filter(key => /^on[a-z]+$/.test(key)).map(key => `<${name} ${key}>`),
  );
  return [
    ...toldOf(
      spam,
      'fault',
      names(({ name }) => ACTIVE.test(name)),
      n =>
        `${counted(n, 'element brings', 'elements bring')} a program along: mail programs take it away, filters mind.`,
      'Take it out; a mail is read, not run.',
    ),
    ...toldOf(
      spam,
      'fault',
      handlers,
      n => `${counted(n, 'attribute runs', 'attributes run')} code.`,
      'Take it out; a mail is read, not run.',
    ),
    ...toldOf(
      spam,
      'warning',
      names(({ name }) => /^(?:form|input|textarea|select|button)$/.test(name)),
      n =>
        `${counted(n, 'element belongs', 'elements belong')} to a form: many programs do not show it, and phishing has some.`,
      'Link to a page with the form.',
    ),
    ...toldOf(
      spam,
      'warning',
      names(
        ({ name, attributes }) => name === 'meta' && /^refresh$/i.test(attributes.get('http-equiv') ?? ''),
      ),
      () => 'The mail leads readers away by itself.',
      'Take the refresh out, and link to the page.',
    ),
    ...toldOf(
      spam,
      'warning',
      names(({ name, attributes }) => name === 'link' && /stylesheet/i.test(attributes.get('rel') ?? '')),
      () => 'The mail loads a style from elsewhere; hardly any program does.',
      'Put the style into the mail.',
    ),
  ];
}

function hasText({ children }: HtmlElement): boolean {
  return children.some(child => child.kind === 'text' && child.text.trim() !== '');
}

/** The size that it says itself, in px; what says none is taken as large enough. */
function sizeOf({ attributes }: HtmlElement): number {
  const style = attributes.get('style') ?? '';
  const [, number, unit] = /(?:font-size\s*:\s*|font\s*:[^;]{0,60}?\s)(\d*\.?\d+)(px|pt)/i.exec(style) ?? [];
  if (number === undefined) return /font-size\s*:\s*0(?![.\d])/i.test(style) ? 0 : TINY;
  return Number(number) * (unit?.toLowerCase() === 'pt' ? 4 / 3 : 1);
}

function isDrawnAside({ attributes }: HtmlElement): boolean {
  const style = attributes.get('style') ?? '';
  return /text-indent\s*:\s*-\d{3,}|(?:left|top)\s*:\s*-\d{3,}|opacity\s*:\s*0(?![.\d])/i.test(style);
}

function shown({ children }: HtmlElement): string {
  return textOf(children);
}
