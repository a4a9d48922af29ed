import { incidentSubject } from '../model/incident.ts';
import type { Message } from '../model/message.ts';
import type { Incident } from '../store/incidents.ts';
import { cleanText } from './clean-text.ts';
import { clipText } from './clip.ts';
import { headerDate } from './header-date.ts';
import { mailboxField, plainField, textField } from './headers.ts';
import { tagOf } from './message-id.ts';
import { composeAlternative, composePlain } from './mime.ts';
import { encodeQuotedPrintable } from './quoted-printable.ts';
import { wrapText } from './wrap-text.ts';

/** Who writes to the operator, and where. */
export interface OperatorMailContext {
  from: { name: string; address: string };
  to: string;
  /** When it is written, in milliseconds since the epoch. */
  date: number;
  /** Zone of the times told. */
  timeZone: string;
  /** Pages of this instance: an operator may have several. */
  publicUrl: string;
  idKey: Buffer;
}

/** A server may say a lot. */
const LONGEST_WORDS = 600;
const INDENT = '  ';

/**
 * One mail about incidents, those that last first, each told once as it stands. The same incidents in the same state have
 * the same Message-ID.
 */
export function operatorMail(incidents: readonly Incident[], context: OperatorMailContext): Message {
  const open = incidents.filter(({ closedAt }) => closedAt === null);
  const over = incidents.filter(({ closedAt }) => closedAt !== null);
  const subject = subjectOf(open, over);
  const told = incidents.map(({ key, openedAt, closedAt }) => JSON.stringify([key, openedAt, closedAt]));
  const about = ['operator mail', ...told.sort()].join('\n');
  return plainMail(context, { about, subject, text: textOf(open, over, context) });
}

/** A mail to the operator in plain text. What is `about` the same has the same Message-ID. */
export function plainMail(
  context: OperatorMailContext,
  mail: { about: string; subject: string; text: string },
): Message {
  return operatorMessage(context, { ...mail, html: '' });
}

/** The same, with HTML beside it where there is some. */
export function operatorMessage(
  { from, to, date, idKey }: OperatorMailContext,
  { about, subject, text, html }: { about: string; subject: string; text: string; html: string },
): Message {
  const tag = tagOf(idKey, about);
  const messageId = `<v1.operator.${tag}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`;
  const fields = [
    plainField('Date', headerDate(date)),
    mailboxField('From', from.name, from.address),
    mailboxField('To', null, to),
    textField('Subject', subject),
    plainField('Message-ID', messageId),
    plainField('Auto-Submitted', 'auto-generated'),
  ].join('');
  return {
    envelope: { from: from.address, to },
    messageId,
    subject,
    html,
    text,
    raw:
      html === ''
        ? composePlain(fields, [encodeQuotedPrintable(text)])
        : composeAlternative(
            fields,
            `=_${tag}`,
            [encodeQuotedPrintable(text)],
            [encodeQuotedPrintable(html)],
          ),
  };
}

function subjectOf(open: readonly Incident[], over: readonly Incident[]): string {
  const named = ([first, ...more]: readonly Incident[]) => {
    const title = first ? cleanText(incidentSubject(first.key).title) : '';
    return more.length === 0 ? title : `${title} and ${more.length} more`;
  };
  const wrong = open.length > 0 ? [`Something is wrong: ${named(open)}`] : [];
  const fine = over.length > 0 ? [`${open.length > 0 ? 'over' : 'Over'}: ${named(over)}`] : [];
  return clipText([...wrong, ...fine].join('; '), 150);
}

function textOf(
  open: readonly Incident[],
  over: readonly Incident[],
  { timeZone, publicUrl }: OperatorMailContext,
): string {
  // Swedish writes dates as the rest of the program does: 2026-06-02 07:00.
  const format = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  const when = (at: number) => format.format(at);
  const blocks = [
    ...(open.length > 0 ? ['THIS IS WRONG'] : []),
    ...open.map(incident => openBlock(incident, when)),
    ...(over.length > 0 ? ['THIS IS OVER'] : []),
    ...over.map(incident => overBlock(incident, when)),
    wrapText(`Times are those of ${timeZone}. Every incident is told once, and once more when it is over.`),
    `-- \nPaperboy at ${publicUrl}\nwrites to OPERATOR_EMAIL.`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function openBlock(incident: Incident, when: (at: number) => string): string {
  const { key, openedAt, lastAt, times } = incident;
  const again = times > 1 ? `, seen ${times} times, last ${when(lastAt)}` : '';
  const lines = [`Since ${when(openedAt)}${again}.`, ...incidentSubject(key).toDo];
  return block(incident, lines);
}

function overBlock(incident: Incident, when: (at: number) => string): string {
  const { openedAt, closedAt, times } = incident;
  const often = times > 1 ? `, seen ${times} times` : '';
  return block(incident, [`From ${when(openedAt)} to ${when(closedAt ?? openedAt)}${often}. Nothing to do.`]);
}

function block({ key, what }: Incident, lines: readonly string[]): string {
  const words = clipText(cleanText(what), LONGEST_WORDS);
  const indented = [words, ...lines].map(line => wrapText(INDENT + line));
  return [cleanText(incidentSubject(key).title), ...indented].join('\n');
}
