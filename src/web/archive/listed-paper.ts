import type { Paper } from '../../model/paper.ts';
import { cleanText } from '../../render/clean-text.ts';
import { clipText } from '../../render/clip.ts';
import { writtenDate } from '../../render/written-date.ts';

/** Longest title and organisation of a list, in UTF-16 units: some sources have whole paragraphs there. */
const LONGEST_TITLE = 220;
const LONGEST_NAME = 60;

/** A paper as a line of a list. */
export interface ListedPaper {
  title: string;
  link: string;
  organisation: string;
}

export function listedPaper(paper: Pick<Paper, 'title' | 'organisation'>, link: string): ListedPaper {
  return {
    title: clipText(shownTitle(paper), LONGEST_TITLE),
    link,
    organisation: clipText(cleanText(paper.organisation ?? ''), LONGEST_NAME),
  };
}

/** The title as pages show it. */
export function shownTitle(paper: Pick<Paper, 'title'>): string {
  return cleanText(paper.title) || 'Untitled paper';
}

/** `2 June 2026` */
export function shortDate(date: string): string {
  return writtenDate(date).replace(/^\w+, /, '');
}

/** `June 2026`, of a month `2026-06`. */
export function writtenMonth(month: string): string {
  return writtenDate(`${month}-01`).replace(/^\w+, \d+ /, '');
}
