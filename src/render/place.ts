/** Line and column of a character of a text, both from 1. */
export function placeOf(source: string, at: number): { line: number; column: number } {
  const before = source.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}

/** As many characters on as many lines, and nothing on them: what follows keeps its place. */
export function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
