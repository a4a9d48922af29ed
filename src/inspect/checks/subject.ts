import type { Finding } from '../inspection.ts';
import { leftoverIn } from '../leftovers.ts';
import { listedIn, PHONE_SUBJECT, widthOf } from '../listed-in.ts';
import type { Check } from '../open-mail.ts';
import { counted, fine, told } from '../told.ts';

/** Beyond it nothing shows a subject whole. */
const TOO_LONG = 120;
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/;
/** Turn what follows around (UAX 9), and are of use to nobody but who wants to deceive. */
const OVERRIDES = /[\u202a-\u202e]/;
const EMOJI = /\p{Emoji_Presentation}/gu;

/** The subject as people see it in a list of mails. */
export const checkSubject: Check = ({ subject }) => {
  if (subject === '') {
    return [
      told('subject', 'fault', 'There is no subject.', 'Give the mail a subject that says what is in it.'),
    ];
  }
  const problems = [...ofLength(subject), ...ofCharacters(subject), ...ofWords(subject)];
  const phones = `phones show about ${PHONE_SUBJECT}`;
  const figure = `The subject has ${counted(widthOf(subject), 'character')}; ${phones}.`;
  return problems.some(({ level }) => level !== 'hint') ? problems : [fine('subject', figure), ...problems];
};

function ofLength(subject: string): Finding[] {
  const width = widthOf(subject);
  if (width > TOO_LONG) {
    const found = `The subject has ${width} characters: no mail program shows so much.`;
    return [told('subject', 'warning', found, `Cut it to ${PHONE_SUBJECT} to 78 characters.`, subject)];
  }
  if (width <= PHONE_SUBJECT) return [];
  const [shown] = listedIn(subject, '', '').filter(({ client }) => client === 'Apple Mail (iPhone)');
  const todo = 'Have what matters stand at its beginning.';
  return [
    told('subject', 'hint', 'Phones show the beginning of the subject only.', todo, shown?.subject ?? null),
  ];
}

function ofCharacters(subject: string): Finding[] {
  const found: Finding[] = [];
  if (CONTROLS.test(subject)) {
    found.push(
      told(
        'subject',
        'fault',
        'The subject holds a control character.',
        'Take out line breaks and controls.',
        subject,
      ),
    );
  }
  if (OVERRIDES.test(subject) || !isolatesAreClosed(subject)) {
    const what =
      'The subject holds signs that turn the direction of text around, and of what stands beside it in the list.';
    found.push(
      told('subject', 'warning', what, 'Take them out, or close each isolate that is opened.', subject),
    );
  }
  const emoji = subject.match(EMOJI)?.length ?? 0;
  if (emoji > 1) {
    const what = `The subject holds ${emoji} emoji: filters and readers take several for advertising.`;
    found.push(told('subject', 'hint', what, 'Use one at most.', subject));
  }
  return found;
}

/** Each of U+2066 to U+2068 is closed by U+2069. */
function isolatesAreClosed(subject: string): boolean {
  let open = 0;
  for (const letter of subject) {
    if (/[\u2066-\u2068]/.test(letter)) open += 1;
    if (letter === '\u2069' && --open < 0) return false;
  }
  return open === 0;
}

function ofWords(subject: string): Finding[] {
  const found: Finding[] = [];
  const leftover = leftoverIn(subject);
  if (leftover !== null) {
    found.push(
      told(
        'subject',
        'fault',
        `The subject holds “${leftover}”, which a template left there.`,
        'Give the value a name that the template knows.',
        subject,
      ),
    );
  }
  if (isShouted(subject)) {
    found.push(
      told(
        'subject',
        'warning',
        'The subject is in capitals: it reads as shouting, and filters count it.',
        'Write it as a sentence.',
        subject,
      ),
    );
  }
  if (/^(?:re|fwd?|aw|wg)\s*:/i.test(subject)) {
    found.push(
      told(
        'subject',
        'warning',
        'The subject looks like an answer, which this mail is not.',
        'Leave out “Re:” and “Fwd:”.',
        subject,
      ),
    );
  }
  return found;
}

/** Several words, and no small letter in them. */
export function isShouted(text: string): boolean {
  const words = text.match(/\p{L}{3,}/gu) ?? [];
  return words.length >= 3 && words.every(word => word === word.toUpperCase() && word !== word.toLowerCase());
}
