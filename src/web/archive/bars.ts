// Small charts, as paths of a picture that is part of the page.

/** Width of a bar with the gap after it, and the height of the highest. */
const STEP = 4;
export const BARS_HEIGHT = 24;

/** Bars side by side as one path of lines, each drawn from below; of nothing but zeros an empty one. */
export function bars(counts: readonly number[], highest: number): string {
  return counts
    .flatMap((count, at) => {
      if (count <= 0) return [];
      const height = Math.max(2, Math.round((BARS_HEIGHT * count) / Math.max(1, highest)));
      return [`M${at * STEP + STEP / 2} ${BARS_HEIGHT}v${-height}`];
    })
    .join('');
}

export function barsWidth(count: number): number {
  return count * STEP;
}
