/** Tells the line, from 1, that a place of a text stands on. Fast as long as the places grow. */
export function createLines(text: string): (at: number) => number {
  let line = 1;
  let counted = 0;
  return at => {
    if (at < counted) {
      // Only to what stands a little before, such as the beginning of an entry whose end was just seen.
      for (
        let back = text.lastIndexOf('\n', counted - 1);
        back >= at;
        back = text.lastIndexOf('\n', back - 1)
      ) {
        line--;
        if (back === 0) break;
      }
    } else {
      for (
        let next = text.indexOf('\n', counted);
        next >= 0 && next < at;
        next = text.indexOf('\n', next + 1)
      )
        line++;
    }
    counted = at;
    return line;
  };
}
