/** Tells the line, from 1, that a place of a text stands on. Takes time for what lies between a place and the one before. */
export function createLines(text: string): (at: number) => number {
  let line = 1;
  let counted = 0;
  /** The first line end at `counted` or after it: where there is none, that is looked for once. */
  let next = text.indexOf('\n');
  return at => {
    for (; counted > at; counted--) {
      if (text[counted - 1] !== '\n') continue;
      line--;
      next = counted - 1;
    }
    while (next >= 0 && next < at) {
      line++;
      next = text.indexOf('\n', next + 1);
    }
    counted = at;
    return line;
  };
}
