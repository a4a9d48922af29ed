import type { HtmlElement, HtmlNode } from '../html-tree.ts';
import type { Check } from '../open-mail.ts';
import { counted, fine, told, toldOf } from '../told.ts';

/** A language tag (RFC 5646), as far as its form goes. */
const LANGUAGE = /^[a-z]{2,3}(?:-[a-z0-9]{1,8})*$/i;
/** Letters of scripts that run from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** In which language, and which direction, the mail is read out and set. */
export const checkLanguage: Check = ({ html, tree }) => {
  if (html === null) return [fine('language', 'The mail is plain text, which names no language.')];
  const root = tree.elements.find(({ name }) => name === 'html');
  const body = tree.elements.find(({ name }) => name === 'body');
  const lang = root?.attributes.get('lang') ?? '';
  const dir = root?.attributes.get('dir') ?? '';
  const within = body?.children.find(
    (child): child is HtmlElement => child.kind === 'element' && !child.hidden,
  );
  const foreign = rightToLeft(tree.elements).filter(
    ({ inherited }) => inherited !== 'auto' && inherited !== 'rtl',
  );
  const problems = [
    ...(lang === '' || lang.toLowerCase() === 'und'
      ? [
          told(
            'language',
            'fault',
            'The HTML names no language: screen readers read it in that of their own.',
            'Write lang="en", or what it is, on the html element.',
          ),
        ]
      : []),
    ...(lang !== '' && !LANGUAGE.test(lang)
      ? [told('language', 'fault', `“${lang}” is no language tag.`, 'Write one such as en or pt-BR.', lang)]
      : []),
    ...(/^(?:ltr|rtl|auto)$/i.test(dir)
      ? []
      : [
          told('language', 'warning', 'The HTML names no direction.', 'Write dir="ltr" on the html element.'),
        ]),
    ...(within && !within.attributes.has('lang')
      ? [
          told(
            'language',
            'hint',
            'Some mail programs take the html element away, and the language with it.',
            'Write lang and dir on the first element of the body, too.',
          ),
        ]
      : []),
    ...toldOf(
      'language',
      'hint',
      foreign.map(({ text }) => text),
      n =>
        `${counted(n, 'piece')} of text from right to left ${n === 1 ? 'stands' : 'stand'} in text from left to right: marks at its end change sides.`,
      'Write dir="auto" on the element around it.',
    ),
  ];
  return problems.some(({ level }) => level !== 'hint')
    ? problems
    : [
        fine(
          'language',
          `The mail is in ${languageName(lang)} (${lang}), ${dir.toLowerCase() === 'rtl' ? 'from right to left' : 'from left to right'}.`,
        ),
        ...problems,
      ];
};

/** Texts in letters from right to left, and the direction that is said of them. */
function rightToLeft(elements: readonly HtmlElement[]): { text: string; inherited: string }[] {
  const directions = new Map<HtmlElement, string>();
  return elements.flatMap(element => {
    const around = element.parent ? (directions.get(element.parent) ?? '') : '';
    const inherited = (element.attributes.get('dir') ?? around).toLowerCase();
    directions.set(element, inherited);
    if (element.hidden) return [];
    return element.children.filter(isForeign).map(text => ({ text: text.text, inherited }));
  });
}

function isForeign(node: HtmlNode): node is Extract<HtmlNode, { kind: 'text' }> {
  return node.kind === 'text' && RIGHT_TO_LEFT.test(node.text);
}

function languageName(lang: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(lang) ?? lang;
  } catch {
    return lang;
  }
}
