import { join } from 'node:path';
import { together } from '../mistake.ts';
import type { Letter } from '../model/letter.ts';
import type { Message } from '../model/message.ts';
import { cleanText } from './clean-text.ts';
import { escapeHtml, escapePlain, escapeView } from './escape.ts';
import { headerDate } from './header-date.ts';
import { mailboxField, phraseField, plainField, textField } from './headers.ts';
import { keepLast } from './keep-last.ts';
import { type LetterWords, letterWords } from './letter-words.ts';
import { tagOf } from './message-id.ts';
import { composeAlternative } from './mime.ts';
import { compileMjml, tagsOfMjml } from './mjml-document.ts';
import { encodeQuotedPrintable } from './quoted-printable.ts';
import { readTemplate } from './read-template.ts';
import { checkWhole, compileWhole } from './template-blocks.ts';
import { fillTheme, readTheme, type Theme, themeFile } from './theme.ts';
import { wrapText } from './wrap-text.ts';

/** What all letters share. */
export interface LetterContext {
  /** Our name and address: never a reader's. */
  from: { name: string; address: string };
  replyTo: string | null;
  /** RFC 2919 list identifier without angle brackets, `daily.example.org`. */
  listId: string;
  listName: string;
  /** Empty when the operator gave none. */
  postalAddress: string;
  /** Zone of the times told. */
  timeZone: string;
  /** Key of Message-IDs and boundaries. */
  idKey: Buffer;
}

/** Whom a letter goes to. */
export interface LetterTo {
  email: string;
  envelopeFrom: string;
  /** The Date header: when the letter was put in line, in milliseconds since the epoch. */
  date: number;
  links: { confirm: string; account: string; preferences: string; unsubscribe: string; home: string };
}

/** Writes one letter: the same bytes at every attempt. Throws when an address is no plain one. */
export type RenderLetter = (letter: Pick<Letter, 'num' | 'kind' | 'expiresAt'>, to: LetterTo) => Message;

/** What the templates may use: plain values, not escaped yet. */
interface LetterView extends Omit<LetterWords, 'action'> {
  /** What the button says, and where it leads; empty for none. */
  label: string;
  link: string;
  listName: string;
  home: string;
  postalAddress: string;
}

/**
 * Compiles `letter.mjml` and `letter.txt.hbs` of a folder, once, and tries both: in the theme of that folder, if none is given. A mistake
 * in them is a UserError.
 */
export async function createLetterRenderer(
  templatesDir: string,
  given?: Theme,
): Promise<(context: LetterContext) => RenderLetter> {
  const mjmlFile = join(templatesDir, 'letter.mjml');
  const plainFile = join(templatesDir, 'letter.txt.hbs');
  const [written, plainSource, theme] = await together(
    readTemplate(mjmlFile),
    readTemplate(plainFile),
    given ? Promise.resolve(given) : readTheme(themeFile(templatesDir)),
  );
  return opened(JSON.stringify([written, plainSource, theme]), async () => {
    const [document] = await together(
      compileMjml(written, mjmlFile, source => fillTheme(source, theme, mjmlFile)),
      checkWhole(tagsOfMjml(written), mjmlFile, EXAMPLE),
      checkWhole(plainSource, plainFile, EXAMPLE),
    );
    const html = await compileWhole(document, mjmlFile);
    const plain = await compileWhole(plainSource, plainFile);
    const render = (view: LetterView) => ({
      html: html(escapeView(view, escapeHtml)),
      text: wrapText(plain(escapeView(view, escapePlain))),
    });
    render(EXAMPLE);
    return context => (letter, to) => {
      const view = letterView(context, letter, to);
      const { html, text } = render(view);
      const { from, idKey } = context;
      const tag = (purpose: string) =>
        tagOf(idKey, ['letter', purpose, letter.num, letter.kind, to.date].join('\n'));
      const messageId = `<v1.letter.${tag('message-id')}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`;
      return {
        envelope: { from: to.envelopeFrom, to: to.email },
        messageId,
        subject: escapePlain(view.subject),
        html,
        text,
        raw: composeAlternative(
          letterFields(context, letter, to, messageId, escapePlain(view.subject)),
          `=_${tag('boundary')}`,
          [encodeQuotedPrintable(text)],
          [encodeQuotedPrintable(html)],
        ),
      };
    };
  });
}

/** The same texts in the same theme write the same letters. */
const opened = keepLast<(context: LetterContext) => RenderLetter>(6);

function letterView(
  context: LetterContext,
  { kind, expiresAt }: Pick<Letter, 'kind' | 'expiresAt'>,
  to: LetterTo,
): LetterView {
  const listName = cleanText(context.listName);
  const contact = context.replyTo ?? context.from.address;
  const { email, date, links } = to;
  const { timeZone } = context;
  const facts = { listName, email, contact, date, expiresAt, timeZone, links };
  const { action, ...words } = letterWords(kind, facts);
  return {
    ...words,
    label: action?.label ?? '',
    link: action?.link ?? '',
    listName,
    home: links.home,
    postalAddress: cleanText(context.postalAddress),
  };
}

/** The header of a letter. A sign of life is list mail; the others answer one person. */
function letterFields(
  { from, replyTo, listName, listId }: LetterContext,
  { kind }: Pick<Letter, 'kind'>,
  to: LetterTo,
  messageId: string,
  subject: string,
): string {
  return [
    plainField('Date', headerDate(to.date)),
    mailboxField('From', from.name, from.address),
    mailboxField('To', null, to.email),
    replyTo === null ? '' : mailboxField('Reply-To', null, replyTo),
    textField('Subject', subject),
    plainField('Message-ID', messageId),
    ...(kind === 'quiet' ? listFields(listName, listId, to.links.unsubscribe) : []),
    plainField('Auto-Submitted', 'auto-generated'),
  ].join('');
}

function listFields(listName: string, listId: string, unsubscribe: string): string[] {
  return [
    phraseField('List-Id', listName, listId),
    plainField('List-Unsubscribe', `<${unsubscribe}>`),
    plainField('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'),
    plainField('Precedence', 'bulk'),
  ];
}

/** Everything optional present: whatever a template names is looked up. */
const EXAMPLE: LetterView = {
  subject: 'Subject',
  preheader: 'Preheader',
  title: 'Title',
  opening: ['Opening'],
  label: 'Label',
  link: 'https://example.org/',
  closing: ['Closing'],
  limits: 'Limits',
  reason: 'Reason',
  ways: [{ label: 'Way', link: 'https://example.org/' }],
  listName: 'Name',
  home: 'https://example.org/',
  postalAddress: 'Address',
};
