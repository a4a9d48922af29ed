import pc from 'picocolors';

/** Prints one JSON document: the whole of stdout under `--json`. */
export function printJson(document: unknown): void {
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

/** Prints one line of NDJSON. */
export function printJsonLine(document: unknown): void {
  process.stdout.write(`${JSON.stringify(document)}\n`);
}

export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Something to know that is not the answer: goes to stderr, so that `--json` stays clean. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/**
 * A table for people: columns as wide as their widest cell, the last one as wide as the terminal
 * leaves. Numbers stand right.
 */
export function printTable(
  head: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): void {
  const cells = rows.map(row => row.map(cell => (cell === null ? '–' : oneLine(String(cell)))));
  const widths = head.map((title, at) => Math.max(width(title), ...cells.map(row => width(row[at] ?? ''))));
  const room = (process.stdout.columns ?? 120) - widths.slice(0, -1).reduce((sum, one) => sum + one + 2, 0);
  const last = head.length - 1;
  widths[last] = process.stdout.isTTY ? Math.max(10, Math.min(widths[last] ?? 0, room)) : (widths[last] ?? 0);
  const numeric = head.map((_, at) => rows.length > 0 && rows.every(row => typeof row[at] === 'number'));
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => {
        const fitted = shorten(cell, widths[at] ?? 0);
        const gap = ' '.repeat(Math.max(0, (widths[at] ?? 0) - width(fitted)));
        if (numeric[at]) return gap + fitted;
        return at === last ? fitted : fitted + gap;
      })
      .join('  ');
  print(pc.dim(line(head)));
  for (const row of cells) print(line(row));
}

/** Text from outside, as a server's reply, on one line and without what would steer a terminal. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trimEnd();
}

function shorten(cell: string, room: number): string {
  return width(cell) <= room ? cell : `${[...cell].slice(0, Math.max(0, room - 1)).join('')}…`;
}

/** Characters, not UTF-16 units; good enough for a terminal. */
function width(text: string): number {
  return [...text].length;
}
