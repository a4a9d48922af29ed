import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DELIVERY_STATES } from '../../../src/model/delivery.ts';
import { SKIP_REASONS } from '../../../src/model/edition.ts';
import { accountsView, LEGEND } from '../../../src/web/admin/accounts-view.ts';
import { BAR_WIDTH, COLUMN, COLUMNS_HEIGHT, columns, stackedBar } from '../../../src/web/admin/charts.ts';

const counts = fc.array(fc.oneof(fc.nat(3), fc.nat(1_000_000)), { maxLength: 23 });

describe('a bar', () => {
  it('is full, without gaps or overlaps, and shows whatever there is', () => {
    fc.assert(
      fc.property(counts, numbers => {
        const parts = numbers.map((count, at) => ({ name: `p${at}`, count, tone: 'good' }));
        const segments = stackedBar(parts);
        expect(segments.map(({ label }) => label)).toEqual(
          parts.filter(({ count }) => count > 0).map(({ name, count }) => `${name}: ${count}`),
        );
        let end = 0;
        for (const { x, width } of segments) {
          expect(x).toBeCloseTo(end, 5);
          expect(width).toBeGreaterThanOrEqual(4);
          end = x + width;
        }
        if (segments.length > 0) expect(Math.abs(end - BAR_WIDTH)).toBeLessThan(0.3);
      }),
    );
  });

  it('is wider for more', () => {
    const [few, many] = stackedBar([
      { name: 'few', count: 10, tone: 'bad' },
      { name: 'many', count: 30, tone: 'good' },
    ]);
    expect((many?.width ?? 0) / (few?.width ?? 1)).toBeCloseTo(3, 0);
  });
});

describe('columns', () => {
  it('stand side by side on the ground and within the picture', () => {
    fc.assert(
      fc.property(counts, fc.nat(1_000_000), (numbers, most) => {
        const shown = columns(
          numbers.map((count, at) => ({ name: `d${at}`, count })),
          most,
        );
        expect(shown).toHaveLength(numbers.filter(count => count > 0).length);
        for (const { x, y, height } of shown) {
          expect(x % COLUMN.step).toBe(0);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(height).toBeGreaterThan(0);
          expect(y + height).toBeCloseTo(COLUMNS_HEIGHT, 1);
        }
      }),
    );
  });
});

describe('the accounts of an edition', () => {
  it('say of every state and reason what the bar shows, and add up', () => {
    const states = Object.fromEntries(DELIVERY_STATES.map((state, at) => [state, at + 1]));
    const skipped = Object.fromEntries(SKIP_REASONS.map((reason, at) => [reason, at + 1]));
    const view = accountsView({ states, skipped });
    expect(view.rows).toHaveLength(DELIVERY_STATES.length + SKIP_REASONS.length);
    expect(view.segments).toHaveLength(view.rows.length);
    expect(view.total).toBe((13 * 14) / 2 + (10 * 11) / 2);
    const tones = new Set(LEGEND.map(({ tone }) => tone));
    for (const { tone } of view.rows) expect(tones).toContain(tone);
    for (const word of [...DELIVERY_STATES, ...SKIP_REASONS]) expect(view.summary).toContain(word);
  });

  it('leave out what there is none of', () => {
    const view = accountsView({ states: { accepted: 2, unknown: 0 }, skipped: { paused: 1 } });
    expect(view.rows.map(({ name }) => name)).toEqual(['accepted', 'paused']);
    expect(view.summary).toBe('3 in all. accepted: 2; no mail, paused: 1');
    expect(accountsView({ states: {}, skipped: {} })).toMatchObject({ total: 0, summary: 'Nobody yet' });
  });
});
