import type { EditionPreview, MailSize, PreviewedMail } from '../model/edition-preview.ts';
import type { Message } from '../model/message.ts';
import { cleanText } from './clean-text.ts';
import { clipText } from './clip.ts';
import { type OperatorMailContext, plainMail } from './operator-mail.ts';
import { wrapText } from './wrap-text.ts';

/** Characters of what is told of one title, or one reason. */
const LONGEST_TITLE = 140;
const LONGEST_REASON = 600;
/** Titles told of one mail; it is looked at on a phone. */
const MOST_TITLES = 12;

/**
 * The mail that shows an operator an edition before it goes. What decides stands first: when it goes, or why not, and what to do
 * about it. The same edition has the same Message-ID.
 */
export function previewMail(preview: EditionPreview, context: OperatorMailContext): Message {
  const { edition, pausedWhy, states, papers, mails } = preview;
  const time = timeIn(context.timeZone, edition);
  const waiting = states.pending ?? 0;
  const size = `${counted(waiting, 'mail')}, ${counted(papers, 'paper')}`;
  const goes = pausedWhy === null ? `goes at ${time(preview.goesAt)}` : 'is held';
  const blocks = [
    decision(preview, context.publicUrl, time),
    section('CHECKS', checks(preview)),
    section('ACCOUNTS', accounts(preview)),
    ...mails.map((mail, at) => section(at === 0 ? 'THE FIRST MAILS' : '', mailLines(mail, time))),
    wrapText(
      `Times are those of ${context.timeZone}. Whoever leaves or pauses before their hour gets no mail all the same. This mail names nobody and can be forwarded.`,
    ),
    `-- \nPaperboy at ${context.publicUrl}\nwrites to OPERATOR_EMAIL.`,
  ];
  return plainMail(context, {
    about: `preview of edition ${edition}`,
    subject: `Edition ${edition} ${goes}: ${size}`,
    text: `${blocks.join('\n\n')}\n`,
  });
}

function decision(
  { edition, pausedWhy, goesAt, hasPage }: EditionPreview,
  publicUrl: string,
  time: (at: number) => string,
): string {
  const first =
    pausedWhy === null
      ? `Edition ${edition} goes at ${time(goesAt)}, unless you cancel or pause it.`
      : `Edition ${edition} is held: ${clipText(cleanText(pausedWhy), LONGEST_REASON)}. Nothing of it goes until you approve it.`;
  const page = `${publicUrl.replace(/\/+$/, '')}/admin/editions/${edition}`;
  const lines = [
    ...(hasPage ? ['Look at it, approve, pause or cancel it:', page] : []),
    'By command:',
    ...(['approve', 'pause', 'cancel'] as const).map(
      word => `  paperboy send --${word} --edition ${edition}`,
    ),
  ];
  return [wrapText(first), '', ...lines].join('\n');
}

function checks({ pausedWhy, leftOut, failed, most, fewest }: EditionPreview): string[] {
  return [
    pausedWhy === null ? 'Nothing was found that holds it.' : clipText(cleanText(pausedWhy), LONGEST_REASON),
    leftOut === null ? 'No paper had to be left out.' : clipText(cleanText(leftOut), LONGEST_REASON),
    ...(failed === null
      ? []
      : [
          `A mail cannot be written and will not go, all others do: ${clipText(cleanText(failed), LONGEST_REASON)}`,
        ]),
    ...(most ? [`Most papers in a mail: ${sizeInWords(most)}.`] : []),
    ...(fewest ? [`Fewest: ${sizeInWords(fewest)}.`] : []),
  ];
}

function accounts({ audience, states, skipped, papers }: EditionPreview): string[] {
  return [
    `Audience so far: ${audience}. Those whose hour is further off are looked at then.`,
    ...Object.entries(states).map(([state, count]) => `${state}: ${count}`),
    ...Object.entries(skipped).map(([reason, count]) => `skipped, ${reason}: ${count}`),
    `papers: ${papers}`,
  ];
}

function mailLines(mail: PreviewedMail, time: (at: number) => string): string[] {
  const { subscriber, slot, subject, groups } = mail;
  const lines = [
    `To subscriber ${subscriber} at ${time(slot)}: ${sizeInWords(mail)}`,
    `Subject: ${clipText(cleanText(subject), LONGEST_TITLE)}`,
  ];
  let room = MOST_TITLES;
  for (const { heading, titles } of groups) {
    if (room <= 0) break;
    lines.push(`${clipText(cleanText(heading), LONGEST_TITLE)}:`);
    for (const title of titles.slice(0, room)) lines.push(`  - ${clipText(cleanText(title), LONGEST_TITLE)}`);
    room -= Math.min(room, titles.length);
  }
  const more = mail.papers - (MOST_TITLES - room);
  if (more > 0) lines.push(`and ${more} more`);
  return lines;
}

function section(title: string, lines: readonly string[]): string {
  return [...(title ? [title] : []), ...lines.map(line => wrapText(`  ${line}`))].join('\n');
}

function sizeInWords({ papers, bytes }: MailSize): string {
  return `${counted(papers, 'paper')}, ${Math.ceil(bytes / 1000)} kB`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Swedish writes dates as the rest of the program does: 2026-06-02 07:00. Of the edition's own date the time says enough. */
function timeIn(timeZone: string, edition: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return at => format.format(at).replace(`${edition} `, '');
}
