import { type HtmlElement, textOf } from '../html-tree.ts';
import type { Check } from '../open-mail.ts';
import { counted, fine, told, toldOf } from '../told.ts';

/** Headings, by which screen readers go through a mail, and its title. */
export const checkHeadings: Check = ({ html, tree }) => {
  if (html === null) return [fine('headings', 'The mail is plain text, which has no headings.')];
  const headings = tree.elements.filter(({ name, hidden }) => /^h[1-6]$/.test(name) && !hidden);
  const first = headings.filter(({ name }) => name === 'h1');
  const title = tree.elements.find(({ name, parent }) => name === 'title' && parent?.name === 'head');
  const tables = tree.elements.filter(({ name }) => name === 'table');
  const bare = tables.filter(
    ({ attributes }) =>
      !/^(?:presentation|none)$/.test(attributes.get('role') ?? '') && !attributes.has('summary'),
  );
  const problems = [
    ...(first.length === 0
      ? [
          told(
            'headings',
            'warning',
            'No heading of the first level says what this mail is.',
            'Make its name or title an h1.',
          ),
        ]
      : []),
    ...toldOf(
      'headings',
      'warning',
      first.slice(1).map(shown),
      n => `${counted(n + 1, 'heading')} of the first level: a mail is one thing.`,
      'Keep the first, and make the others h2.',
    ),
    ...toldOf(
      'headings',
      'warning',
      jumps(headings),
      n => `${counted(n, 'heading skips', 'headings skip')} a level, as if something were missing.`,
      'Use the next level below the heading before it.',
    ),
    ...toldOf(
      'headings',
      'warning',
      headings.filter(heading => textOf(heading.children) === '').map(({ name }) => `<${name}>`),
      n => `${counted(n, 'heading is', 'headings are')} empty.`,
      'Give it words, or take it out.',
    ),
    ...(title && textOf([title], { all: true }) !== ''
      ? []
      : [
          told(
            'headings',
            'warning',
            'The HTML has no title: screen readers and browsers name the mail by it.',
            'Put the subject into <title>.',
          ),
        ]),
    ...toldOf(
      'headings',
      'hint',
      bare.filter(table => !hasHeads(table)).map(() => '<table>'),
      n => `${counted(n, 'table is', 'tables are')} read out as data, with rows and columns.`,
      'Write role="presentation" on each table that only places things.',
    ),
  ];
  const levels = [1, 2, 3, 4, 5, 6].map(level => headings.filter(({ name }) => name === `h${level}`).length);
  const figure = levels.flatMap((count, at) => (count > 0 ? [`${count} h${at + 1}`] : [])).join(', ');
  return problems.some(({ level }) => level !== 'hint')
    ? problems
    : [fine('headings', `${counted(headings.length, 'heading')} in order: ${figure}.`), ...problems];
};

function jumps(headings: readonly HtmlElement[]): string[] {
  let before = 0;
  return headings.flatMap(heading => {
    const level = Number(heading.name[1]);
    const isJump = before > 0 && level > before + 1;
    before = level;
    return isJump ? [shown(heading)] : [];
  });
}

function hasHeads({ children }: HtmlElement): boolean {
  return children.some(child => child.kind === 'element' && /^(?:thead|caption)$/.test(child.name));
}

function shown({ name, children }: HtmlElement): string {
  return `${name}: ${textOf(children)}`;
}
