import { textOf } from '../html-tree.ts';
import type { Finding } from '../inspection.ts';
import { emptyValues, leftoverIn } from '../leftovers.ts';
import type { Check, OpenMail } from '../open-mail.ts';
import { counted, fine, told, toldOf } from '../told.ts';

const LONGEST_LINE = 78;

/** The part in plain text, for those who read it and for filters that compare. */
export const checkText: Check = mail => {
  const { text, html } = mail;
  if (text === null || text.trim() === '') {
    return [
      told(
        'text',
        'fault',
        'There is no text part: some people and most filters read that one.',
        'Write the same in plain text, as the first part.',
      ),
    ];
  }
  const problems = [
    ...(html === null ? [] : ofAgreement(text, mail)),
    ...ofForm(text, mail),
    ...ofHtmlForm(mail),
  ];
  const lines = text.trimEnd().split('\n');
  const links = new Set(text.match(/https?:\/\/[^\s<>"]+/g));
  const figure = `The text part has ${counted(lines.length, 'line')} and ${counted(links.size, 'address', 'addresses')}${html === null ? '.' : ', and says what the HTML says.'}`;
  return problems.some(({ level }) => level !== 'hint') ? problems : [fine('text', figure), ...problems];
};

/** What the HTML has and the text has not. */
function ofAgreement(text: string, { links, tree }: OpenMail): Finding[] {
  const known = bare(text);
  const packed = text.replace(/\s+/g, '');
  const web = [...new Set(links.filter(({ href }) => /^https?:/i.test(href)).map(({ href }) => href))];
  const titles = tree.elements
    .filter(({ name, hidden }) => /^h[1-6]$/.test(name) && !hidden)
    .map(({ children }) => textOf(children));
  return [
    ...toldOf(
      'text',
      'warning',
      web.filter(href => !packed.includes(href.replace(/\s+/g, ''))),
      n =>
        `${counted(n, 'address', 'addresses')} of the HTML ${n === 1 ? 'is' : 'are'} missing from the text.`,
      'Write it there, too: both parts say the same.',
    ),
    ...toldOf(
      'text',
      'warning',
      titles.filter(title => !known.includes(bare(title))),
      n => `${counted(n, 'heading')} of the HTML ${n === 1 ? 'is' : 'are'} missing from the text.`,
      'Write it there, too: filters compare both parts.',
    ),
  ];
}

/** Letters and figures only: lines are broken elsewhere, and marks are set anew. */
function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

function ofForm(text: string, { visible }: OpenMail): Finding[] {
  const lines = text.split('\n');
  // An address cannot be broken.
  const long = lines.filter(
    line => line.trimEnd().length > LONGEST_LINE && !/https?:\/\/|^\S+$/.test(line.trim()),
  );
  // Titles may speak of tags and entities; then the HTML shows them, too.
  const foreign = (found: RegExp) =>
    [...new Set(text.match(found))].filter(piece => !visible.includes(piece));
  const tags = foreign(
    /<\/?(?:p|a|b|i|br|em|div|span|table|tr|td|strong|img|h[1-6]|sup|sub)(?:\s[^<>]{0,200})?\/?>/gi,
  );
  const entities = foreign(/&(?:amp|lt|gt|quot|nbsp|#\d{1,6}|#x[\da-f]{1,6});/gi);
  const left = [...lines.flatMap(line => leftoverIn(line) ?? []), ...emptyValues(text)];
  return [
    ...toldOf(
      'text',
      'fault',
      left,
      n => `${counted(n, 'value was', 'values were')} not filled in.`,
      'Give the value a name that the template knows.',
    ),
    ...toldOf(
      'text',
      'fault',
      tags,
      n => `The text holds ${counted(n, 'tag')} of HTML.`,
      'Take the tags out of the text template.',
    ),
    ...toldOf(
      'text',
      'warning',
      entities,
      n => `The text holds ${counted(n, 'entity', 'entities')} of HTML.`,
      'Write the characters themselves.',
    ),
    ...toldOf(
      'text',
      'hint',
      long,
      n => `${counted(n, 'line is', 'lines are')} longer than ${LONGEST_LINE} characters.`,
      'Break it between words.',
    ),
  ];
}

/** Of the HTML as it is written: values in it cannot look so. */
function ofHtmlForm({ html, visible }: OpenMail): Finding[] {
  if (html === null) return [];
  const left = [...(leftoverIn(html)?.split('\n') ?? []), ...emptyValues(visible)];
  const doubled = visible.match(/&(?:amp|lt|gt|quot|nbsp|#\d{1,6});/g) ?? [];
  return [
    ...toldOf(
      'text',
      'fault',
      left,
      () => 'The HTML holds a value that was not filled in.',
      'Give the value a name that the template knows.',
    ),
    ...toldOf(
      'text',
      'hint',
      doubled,
      n => `The HTML shows ${counted(n, 'entity', 'entities')} as text: something may be escaped twice.`,
      'Escape values once, where they enter the template.',
    ),
  ];
}
