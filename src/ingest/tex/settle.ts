/**
 * Applies `step` until it changes nothing, which makes any step idempotent: nested markup is undone
 * from the inside, one level a round. Markup nested deeper than `rounds` is not a title or an
 * abstract: then the text is returned as it came.
 */
export function settle(text: string, step: (text: string) => string, rounds = 24): string {
  let current = text;
  for (let round = 0; round < rounds; round++) {
    const next = step(current);
    if (next === current) return current;
    current = next;
  }
  return text;
}
