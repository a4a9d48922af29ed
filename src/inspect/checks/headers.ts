import type { Check } from '../open-mail.ts';
import { counted, fine } from '../told.ts';
import { fieldProblems } from './header-fields.ts';
import { structureProblems } from './mime-structure.ts';
import { wireProblems } from './wire-form.ts';

/** The form of the message: its bytes, its header, its parts. */
export const checkHeaders: Check = mail => {
  const problems = [...fieldProblems(mail), ...structureProblems(mail), ...wireProblems(mail)];
  const { header, message, raw } = mail;
  const figure = `${counted(header.length, 'header field')}, ${message.type}, ${counted(raw.length, 'byte')} in 7-bit lines: as the standards want it.`;
  return problems.some(({ level }) => level !== 'hint') ? problems : [fine('headers', figure), ...problems];
};
