import { type Edit, edited } from '../css-tokens.ts';
import { editHtml } from '../edit-html.ts';
import { holdsInOutlook } from './condition.ts';
import { stylesInWord } from './word-styles.ts';

/** A piece of HTML that stands under a condition. */
export interface OutlookBranch {
  /** `mso | IE` */
  condition: string;
  holds: boolean;
  /** From 1, in the source. */
  line: number;
  /** Its beginning, where it is very long. */
  content: string;
}

/** What Outlook for Windows, which shows mails with Word, makes of HTML. */
export interface OutlookView {
  /** The HTML with every condition decided, and without the styles that Word passes over. */
  html: string;
  /** The first ones: there is no end to what may be written, each holding all the others. */
  branches: OutlookBranch[];
  /** Conditions that do not end, end without a beginning, or are none. */
  problems: { line: number; problem: string }[];
}

// A condition begins as `<!--[if mso]>`, within a comment that hides it from all others, or as `<!--[if !mso]><!-->` or
// `<![if !mso]>`, for all to see. It ends as `<![endif]-->`, `<!--<![endif]-->` or `<![endif]>`.
const MARKS =
  /<!--\[if\s([^\]]{0,500})\]>(<!--(?:>|\s?-->)|\s?-->)?|<!\[if\s([^\]]{0,500})\]>|(?:<!--\s?)?<!\[endif\](?:--)?>|<!---?>|<!--|-->/gi;

/** Settings for Word: it shows nothing of them. */
const SETTINGS = /<xml>(?:(?!<xml>)[\s\S]){0,2000}?<\/xml>/gi;

/** More say no more. */
const MOST_PROBLEMS = 50;
const MOST_BRANCHES = 200;
const LONGEST_CONTENT = 20_000;

interface OpenBranch {
  branch: OutlookBranch;
  /** Where its mark begins, and where its content does. */
  mark: number;
  start: number;
  /** A comment hides it. */
  hidden: boolean;
}

/** Never throws: what does not fit together is told. */
export function inOutlook(html: string): OutlookView {
  const branches: OutlookBranch[] = [];
  const problems: OutlookView['problems'] = [];
  const edits: Edit[] = [];
  const open: OpenBranch[] = [];
  const lineOf = lineCounter(html);
  let inComment = false;

  function begin(condition: string, mark: number, start: number, hidden: boolean): void {
    const line = lineOf(mark);
    const holds = holdsInOutlook(condition);
    if (holds === null)
      problems.push({ line, problem: `[if ${condition}] is no condition that Outlook knows.` });
    if (hidden) tellNested(line);
    const branch = { condition, holds: holds ?? false, line, content: '' };
    branches.push(branch);
    open.push({ branch, mark, start, hidden });
  }

  function end(from: number, to: number): void {
    const begun = open.pop();
    if (begun === undefined) {
      problems.push({ line: lineOf(from), problem: 'This [endif] ends nothing.' });
      edits.push({ from, to, text: '' });
      return;
    }
    begun.branch.content = contentOf(begun.start, from);
    if (!begun.branch.holds) edits.push({ from: begun.mark, to, text: '' });
    else edits.push({ from: begun.mark, to: begun.start, text: '' }, { from, to, text: '' });
  }

  function contentOf(from: number, to: number): string {
    return html.slice(from, Math.min(to, from + LONGEST_CONTENT)).trim();
  }

  /** Browsers end a comment where the first one in it ends. */
  function tellNested(line: number): void {
    if (problems.length >= MOST_PROBLEMS) return;
    const around = open.find(({ hidden }) => hidden)?.branch;
    if (!around) return;
    const problem = `[if ${around.condition}] of line ${around.line} is a comment, and holds another one, which ends it for everybody else.`;
    problems.push({ line, problem });
  }

  for (const { 0: mark, 1: first, 2: revealed, 3: second, index: from } of html.matchAll(MARKS)) {
    const to = from + mark.length;
    const condition = (first ?? second)?.trim();
    if (inComment) inComment = !mark.endsWith('-->');
    else if (condition !== undefined)
      begin(condition, from, to, first !== undefined && revealed === undefined);
    else if (/endif/i.test(mark)) end(from, to);
    else if (mark === '<!--') {
      tellNested(lineOf(from));
      inComment = true;
    } else if (mark === '-->' && open.at(-1)?.hidden) {
      problems.push({
        line: lineOf(from),
        problem: `[if ${open.at(-1)?.branch.condition}] has no [endif] before this end of a comment.`,
      });
      end(from, to);
    }
  }
  for (const { branch, mark, start, hidden } of open) {
    problems.push({ line: branch.line, problem: `[if ${branch.condition}] has no [endif].` });
    branch.content = contentOf(start, html.length);
    // What is open at the end holds for all that follows, in Word as in browsers.
    edits.push({ from: mark, to: hidden && !branch.holds ? html.length : start, text: '' });
  }
  return {
    html: editHtml(edited(html, edits).replace(SETTINGS, ''), { css: stylesInWord }),
    branches: branches.slice(0, MOST_BRANCHES),
    problems: problems.slice(0, MOST_PROBLEMS),
  };
}

/** Tells the line of a place; to be asked for places in rising order. */
function lineCounter(text: string): (place: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  return place => {
    while (next >= 0 && next < place) {
      line += 1;
      next = text.indexOf('\n', next + 1);
    }
    return line;
  };
}
