// Shapes of small charts, as numbers: the templates draw them, and escape whatever is written beside.

/** Something that a bar is made of. */
export interface Part<Tone extends string = string> {
  name: string;
  count: number;
  tone: Tone;
}

/** A stretch of a bar. */
export interface Segment {
  x: number;
  width: number;
  tone: string;
  /** For whoever points at it. */
  label: string;
}

/** How wide a bar is, in units of its own. */
export const BAR_WIDTH = 1000;
/** So that one in a million is still seen. */
const LEAST_WIDTH = 4;

/** A bar of parts side by side, as wide as their counts are large; parts of nothing are left out. */
export function stackedBar(parts: readonly Part[]): Segment[] {
  const shown = parts.filter(({ count }) => count > 0);
  const total = shown.reduce((sum, { count }) => sum + count, 0);
  const room = BAR_WIDTH - LEAST_WIDTH * shown.length;
  let end = 0;
  return shown.map(({ name, count, tone }) => {
    const x = end;
    const width = rounded(LEAST_WIDTH + (room * count) / total);
    end = rounded(end + width);
    return { x, width, tone, label: `${name}: ${count}` };
  });
}

/** One of a row of columns. */
export interface Column {
  x: number;
  y: number;
  height: number;
  label: string;
}

/** How wide a column is, and how far apart columns begin. */
export const COLUMN = { width: 8, step: 10 };
export const COLUMNS_HEIGHT = 40;
const LEAST_HEIGHT = 2;

/** A column for each value, `most` being the highest there can be; no column for nothing. */
export function columns(values: readonly { name: string; count: number }[], most: number): Column[] {
  return values.flatMap(({ name, count }, at) => {
    if (count <= 0) return [];
    const share = Math.min(1, count / Math.max(1, most));
    const height = rounded(LEAST_HEIGHT + (COLUMNS_HEIGHT - LEAST_HEIGHT) * share);
    const y = rounded(COLUMNS_HEIGHT - height);
    return [{ x: at * COLUMN.step, y, height, label: `${name}: ${count}` }];
  });
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
