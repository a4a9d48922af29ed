/** The operator's line is read at a glance, and every mail has room for this many characters. */
export const LONGEST_NOTE = 200;

/** Characters that no line of text holds: controls, line and paragraph separators. */
const NOT_IN_A_LINE = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/** What keeps a text from being the operator's line in a mail, and what to do; null when nothing does. */
export function whyNoNote(line: string): string | null {
  const at = line.search(NOT_IN_A_LINE);
  if (at >= 0)
    return `The line has a line break or another control character after ${at} characters. Write one line of plain text.`;
  const { length } = [...line];
  if (length <= LONGEST_NOTE) return null;
  return `The line has ${length} characters, expected at most ${LONGEST_NOTE}. Make it shorter.`;
}
