import fc from 'fast-check';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { compare, smaller } from './compare.ts';
import { MOST_DIFFERENT } from './limits.ts';

const WIDTH = 100;
const HEIGHT = 200;
const PAPER = [0xfb, 0xf9, 0xf4];

/** A page of one colour with some pixels, by their places, of another. */
function picture(colour: readonly number[] = PAPER, spots: readonly number[] = [], height = HEIGHT): Buffer {
  const png = new PNG({ width: WIDTH, height });
  for (let at = 0; at < WIDTH * height; at++) {
    const [red = 0, green = 0, blue = 0] = spots.includes(at) ? [0, 0, 0] : colour;
    png.data.set([red, green, blue, 255], at * 4);
  }
  return PNG.sync.write(png);
}

describe('two pictures', () => {
  it('are the same, however they are written', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(WIDTH * HEIGHT - 1), { maxLength: 30 }), spots => {
        const one = picture(PAPER, spots);
        const same = { verdict: 'same', share: 0, diff: null };
        expect(compare(one, one)).toEqual(same);
        expect(compare(smaller(one), one)).toEqual(same);
        expect(smaller(one).length).toBeLessThan(WIDTH * HEIGHT * 3);
      }),
      { numRuns: 10 },
    );
  });

  it('are the same as long as no more pixels are off than may be', () => {
    const most = WIDTH * HEIGHT * MOST_DIFFERENT;
    expect(most).toBe(2);
    // Far apart: what stands together may be the smoothed edge of a letter.
    const off = compare(picture(), picture(PAPER, [1_010, 7_050]));
    expect(off).toMatchObject({ verdict: 'same', diff: null });
    expect(off.share).toBeCloseTo(MOST_DIFFERENT);
  });

  it('differ by a dozen pixels, and it is told where', () => {
    const spots = Array.from({ length: 12 }, (_, n) => 500 + n * WIDTH * 16);
    const { verdict, share, diff } = compare(picture(), picture(PAPER, spots));
    expect([verdict, share]).toEqual(['changed', 12 / (WIDTH * HEIGHT)]);
    const { data } = PNG.sync.read(diff ?? Buffer.alloc(0));
    const red = spots.filter(at => data[at * 4] === 255 && data[at * 4 + 1] === 0);
    expect(red).toEqual(spots);
  });

  it('differ by a shade that somebody chose', () => {
    expect(compare(picture(), picture([0xfb, 0xf0, 0xe4])).verdict).toBe('changed');
  });

  it('differ when one is longer', () => {
    const longer = picture(PAPER, [], HEIGHT + 1);
    expect(compare(picture(), longer)).toEqual({ verdict: 'another size', share: 1, diff: null });
  });

  it('are not compared when there is but one', () => {
    expect(compare(null, picture()).verdict).toBe('new');
  });
});
