import { clipText } from './clip.ts';

/** What inbox lists show of a subject. */
const SUBJECT = 78;
const PREHEADER = 180;

/** The subject of an edition: its best paper's title, cut at a word and then escaped, and how many more there are. */
export function subjectOf(best: string, others: number, escapeTitle: (title: string) => string): string {
  const rest = others > 0 ? ` and ${others} more` : '';
  return escapeTitle(clipText(best, SUBJECT - rest.length)) + rest;
}

/**
 * The line an inbox shows beside the subject: the titles that follow the best one; when it is alone, its idea.
 * @param next titles, most interesting first
 */
export function preheaderOf(next: string[], idea: string, date: string): string {
  const line = next.length > 0 ? `Also: ${next.join(' · ')}` : idea || `One new paper for you, ${date}.`;
  return clipText(line, PREHEADER);
}
