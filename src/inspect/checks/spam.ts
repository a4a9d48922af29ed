import type { Check } from '../open-mail.ts';
import { fine } from '../told.ts';
import { codeProblems, hiddenProblems } from './spam-html.ts';
import { linkProblems } from './spam-links.ts';
import { wordProblems } from './spam-words.ts';

/** What costs points with common filters. Each pattern is one of theirs; what a filter makes of them all, only it knows. */
export const checkSpam: Check = mail => {
  const problems = [
    ...wordProblems(mail),
    ...linkProblems(mail),
    ...hiddenProblems(mail),
    ...codeProblems(mail),
  ];
  const figure = 'None of 22 patterns that cost points with common filters.';
  return problems.some(({ level }) => level !== 'hint') ? problems : [fine('spam', figure), ...problems];
};
