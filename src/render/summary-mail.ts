import type { Message } from '../model/message.ts';
import type { WeekSummary } from '../model/week-summary.ts';
import { escapeHtml } from './escape.ts';
import { type OperatorMailContext, operatorMessage } from './operator-mail.ts';
import { type SummarySection, summaryInShort, summarySections } from './summary-sections.ts';
import { wrapText } from './wrap-text.ts';

/** The colours and lines of the program's own mails: day in the attributes, night where it is known. */
const STYLE = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  @media (prefers-color-scheme: dark) {
    .page { background: #181614 !important; color: #ebe6de !important; }
    .quiet { color: #aaa297 !important; }
    .rule { border-color: #3d3833 !important; }
    .accent { color: #f0a08c !important; }
  }
  @media (max-width: 480px) { .cell { display: block !important; width: auto !important; } .name { padding-bottom: 0 !important; border-bottom: 0 !important; } }
`;
const SERIF = "font-family: Georgia, 'Times New Roman', serif";
const SMALL =
  "font-family: 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; font-size: 14px; line-height: 20px";

/** The operator's mail about a week. The same week has the same Message-ID. */
export function summaryMail(week: WeekSummary, context: OperatorMailContext): Message {
  const when = timeIn(context.timeZone);
  const sections = summarySections(week, when);
  const title = `The week up to ${when(week.to).slice(0, 10)}`;
  const short = summaryInShort(week);
  const foot = `Times are those of ${context.timeZone}. This mail names nobody and can be forwarded.`;
  return operatorMessage(context, {
    about: `summary ${week.to}`,
    subject: `${title}: ${short}`,
    text: textOf(title, short, sections, foot, context),
    html: htmlOf(title, short, sections, foot, context),
  });
}

function textOf(
  title: string,
  short: string,
  sections: readonly SummarySection[],
  foot: string,
  { publicUrl }: OperatorMailContext,
): string {
  const blocks = sections.map(({ title, rows, empty }) => {
    const lines = rows.length > 0 ? rows.map(({ name, says }) => `  ${name}: ${says}`) : [`  ${empty}`];
    return [title.toUpperCase(), ...lines.map(line => wrapText(line))].join('\n');
  });
  const end = `-- \nPaperboy at ${publicUrl}\nwrites to OPERATOR_EMAIL.`;
  return `${[wrapText(`${title}: ${short}.`), ...blocks, wrapText(foot), end].join('\n\n')}\n`;
}

function htmlOf(
  title: string,
  short: string,
  sections: readonly SummarySection[],
  foot: string,
  { publicUrl }: OperatorMailContext,
): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body class="page" style="margin: 0; padding: 0; background: #faf8f4; color: #1f1c18">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="page" style="background: #faf8f4; color: #1f1c18"><tr><td align="center" style="padding: 24px 20px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width: 640px; text-align: left"><tr><td>
<h1 class="rule" style="${SERIF}; font-size: 28px; line-height: 34px; margin: 0; padding: 0 0 10px; border-bottom: 3px double #d9d2c5">${escapeHtml(title)}</h1>
<p style="${SERIF}; font-size: 17px; line-height: 25px; margin: 14px 0 0">${escapeHtml(short)}.</p>
${sections.map(section).join('\n')}
<p class="quiet" style="${SMALL}; color: #655e54; margin: 28px 0 0">${escapeHtml(foot)}<br>Paperboy at ${escapeHtml(publicUrl)} writes to OPERATOR_EMAIL.</p>
</td></tr></table>
</td></tr></table>
</body>
</html>
`;
}

function section({ title, rows, empty }: SummarySection): string {
  const heading = `<h2 class="accent" style="${SERIF}; font-size: 20px; line-height: 26px; font-style: italic; font-weight: normal; color: #8c2f20; margin: 28px 0 6px">${escapeHtml(title)}</h2>`;
  if (rows.length === 0)
    return `${heading}\n<p class="quiet" style="${SMALL}; color: #655e54; margin: 0">${escapeHtml(empty)}</p>`;
  const cell = `${SMALL}; padding: 6px 12px 6px 0; border-bottom: 1px solid #d9d2c5; word-break: break-word`;
  const lines = rows.map(
    ({ name, says }) =>
      `<tr><th scope="row" class="cell name rule" width="34%" style="${cell}; text-align: left; vertical-align: top; font-weight: bold">${escapeHtml(name)}</th><td class="cell rule" style="${cell}; vertical-align: top">${escapeHtml(says)}</td></tr>`,
  );
  return `${heading}\n<table width="100%" cellpadding="0" cellspacing="0" style="border-collapse: collapse">\n${lines.join('\n')}\n</table>`;
}

/** Swedish writes dates as the rest of the program does: 2026-06-02 07:00. */
function timeIn(timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return at => format.format(at);
}
