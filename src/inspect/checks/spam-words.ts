import type { Finding } from '../inspection.ts';
import type { OpenMail } from '../open-mail.ts';
import { counted, told, toldOf } from '../told.ts';
import { isShouted } from './subject.ts';

/** Words of advertising. Each alone says little; a paper may be about any of them, so that one is no more than a hint. */
const ADVERTISING =
  /\b(?:act now|buy now|order now|click below|limited time|risk[- ]free|100 ?% free|no obligation|winner|you won|earn money|extra income|cash bonus|lowest price|special promotion|viagra|casino|free gift|dear friend|once in a lifetime|urgent response)\b/gi;
const MOST_IMAGES_FOR_WORDS = 200;
const spam = 'spam' as const;

/** Words, and how loud they are; and mails of a picture, or of HTML alone. */
export function wordProblems({
  subject,
  visible,
  text,
  html,
  tree,
  attachments,
  sender,
  header,
}: OpenMail): Finding[] {
  const read = html === null ? (text ?? '') : visible;
  const loud = read.split('\n').filter(line => isShouted(line) && line.length > 30);
  const images = tree.elements.filter(({ name, hidden }) => name === 'img' && !hidden).length;
  const words = `${subject}\n${read}`.match(ADVERTISING) ?? [];
  const impostor = addressAsName(header.find(({ name }) => /^from$/i.test(name))?.value ?? '');
  return [
    ...(/[!?]{3}|!.*!.*!|\${3}/.test(subject)
      ? [
          told(
            spam,
            'warning',
            'The subject holds several exclamation marks or dollars.',
            'One is enough, none is better.',
            subject,
          ),
        ]
      : []),
    ...(isShouted(subject)
      ? [told(spam, 'warning', 'The subject is in capitals.', 'Write it as a sentence.', subject)]
      : []),
    ...toldOf(
      spam,
      'warning',
      /!{4}/.test(read) ? [/.{0,40}!{4}/.exec(read)?.[0] ?? ''] : [],
      () => 'The text holds rows of exclamation marks.',
      'One is enough.',
    ),
    ...toldOf(
      spam,
      loud.length > 3 ? 'warning' : 'hint',
      loud,
      n => `${counted(n, 'line is', 'lines are')} in capitals.`,
      'Write them as sentences.',
    ),
    ...toldOf(
      spam,
      new Set(words.map(word => word.toLowerCase())).size > 2 ? 'warning' : 'hint',
      words,
      n => `${counted(n, 'phrase')} of advertising.`,
      'Say it in other words, unless it is the title of a paper.',
    ),
    ...(images > 0 && read.length < MOST_IMAGES_FOR_WORDS * images && read.length < 1000
      ? [
          told(
            spam,
            'warning',
            `${counted(images, 'image')} and hardly any words: filters cannot read pictures.`,
            'Write what the pictures say as text.',
          ),
        ]
      : []),
    ...(html !== null && (text ?? '').trim() === ''
      ? [told(spam, 'warning', 'The mail is HTML alone, as advertising is.', 'Add the same as plain text.')]
      : []),
    ...toldOf(
      spam,
      'warning',
      attachments,
      n => `${counted(n, 'file is', 'files are')} attached: filters open each, and distrust most.`,
      'Link to it instead.',
    ),
    ...(impostor && !impostor.toLowerCase().includes(sender)
      ? [
          told(
            spam,
            'fault',
            'The name of the sender is another address than the sender.',
            'Write a name in MAIL_FROM, not an address.',
            impostor,
          ),
        ]
      : []),
  ];
}

/** The name before an address in angle brackets, where it ends as an address does; null for all other names. */
function addressAsName(from: string): string | null {
  const end = from.indexOf('<');
  const name = from.slice(0, Math.max(0, end)).replaceAll('"', '').trim();
  return /@[^\s@]+$/.test(name) ? name : null;
}
