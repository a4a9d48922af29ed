import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { MOST_DIFFERENT, PIXEL_TOLERANCE } from './limits.ts';

/** What came of comparing a picture with the stored one. */
export interface Comparison {
  verdict: 'same' | 'changed' | 'another size' | 'new';
  /** Part of the pixels that are off, from 0 to 1. */
  share: number;
  /** Where they are, as a PNG; null when nothing is off, or nothing can be laid on top of each other. */
  diff: Buffer | null;
}

const SAME: Comparison = { verdict: 'same', share: 0, diff: null };

/** Compares two PNGs; `stored` is null when there is none yet. */
export function compare(stored: Buffer | null, now: Buffer): Comparison {
  if (stored === null) return { verdict: 'new', share: 1, diff: null };
  if (stored.equals(now)) return SAME;
  const [before, after] = [PNG.sync.read(stored), PNG.sync.read(now)];
  const { width, height } = after;
  if (before.width !== width || before.height !== height)
    return { verdict: 'another size', share: 1, diff: null };
  const marked = new PNG({ width, height });
  const options = { threshold: PIXEL_TOLERANCE };
  const off = pixelmatch(before.data, after.data, marked.data, width, height, options);
  const share = off / (width * height);
  return share > MOST_DIFFERENT
    ? { verdict: 'changed', share, diff: PNG.sync.write(marked) }
    : { ...SAME, share };
}

/** The same picture in fewer bytes, to be kept. */
export function smaller(png: Buffer): Buffer {
  // Of letters on an even ground deflate makes more than any filter of PNG does.
  const options = { colorType: 2, filterType: 0, deflateLevel: 9, deflateStrategy: 0 } as const;
  return PNG.sync.write(PNG.sync.read(png), options);
}
