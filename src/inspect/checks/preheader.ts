import { listedIn, showsAll, widthOf } from '../listed-in.ts';
import type { Check } from '../open-mail.ts';
import { counted, fine, told } from '../told.ts';

const LEAST = 20;

/** What stands after the subject in a list of mails. */
export const checkPreheader: Check = ({ html, subject, preheader: { text, isHidden, rest } }) => {
  if (html === null)
    return [fine('preheader', 'The mail is plain text: its first words follow the subject.')];
  const add = 'Open the body with a hidden line that tells more than the subject does.';
  if (!isHidden) {
    return [
      told(
        'preheader',
        'warning',
        'No line is written for the list of mails: it shows what comes first.',
        add,
        rest,
      ),
    ];
  }
  const width = widthOf(text);
  if (width < LEAST) {
    const found = `The preheader has ${counted(width, 'character')}; where there is room, the list shows what follows it.`;
    return [told('preheader', 'warning', found, `Write ${LEAST} characters at least.`, text)];
  }
  if (alike(text, subject)) {
    return [
      told(
        'preheader',
        'warning',
        'The preheader says what the subject says.',
        'Tell what else is in the mail.',
        text,
      ),
    ];
  }
  const shown = listedIn(subject, text, rest);
  const whole = shown.filter(one => showsAll(one, text)).length;
  return [
    fine(
      'preheader',
      `The preheader has ${width} characters; ${whole} of ${counted(shown.length, 'mail program')} show all of it.`,
    ),
  ];
};

function alike(one: string, other: string): boolean {
  const bare = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  return bare(one) === bare(other);
}
