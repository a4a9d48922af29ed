/** Two columns wide in a terminal: East Asian wide and full-width forms, emoji (UAX #11, roughly). */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
/** Where a line may break besides a space: after a wide character that is not an opening mark. */
const WIDE_RUN = /(?<=[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff01\uff0c\uff1a\uff1b\uff1f\u3001\u3002])/u;

/** Columns that `text` takes in a monospaced font. A combining mark counts one: RFC 5322 counts characters. */
export function columns(text: string): number {
  if (/^[\u0000-\u10ff]*$/.test(text)) return text.length;
  let width = 0;
  for (const char of text) width += WIDE.test(char) ? 2 : 1;
  return width;
}

/**
 * Every line of `text` broken at spaces (Chinese, Japanese and Korean also between characters) to at
 * most `max` columns. Continuation lines keep the indentation of their line. A URL or another
 * unbreakable word is never broken, however long.
 */
export function wrapText(text: string, max = 72): string {
  return text
    .split('\n')
    .map(line => (columns(line) <= max ? line.trimEnd() : wrapLine(line, max)))
    .join('\n');
}

function wrapLine(line: string, max: number): string {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = '';
  let width = 0;
  for (const piece of line
    .trim()
    .split(/(?<= )/)
    .flatMap(breakWide)) {
    const length = columns(piece.trimEnd());
    if (current !== '' && indent.length + width + length > max) {
      lines.push(indent + current.trimEnd());
      current = '';
      width = 0;
    }
    current += piece;
    width += columns(piece);
  }
  lines.push(indent + current.trimEnd());
  return lines.join('\n');
}

function breakWide(word: string): string[] {
  return /^https?:/.test(word) ? [word] : word.split(WIDE_RUN);
}
