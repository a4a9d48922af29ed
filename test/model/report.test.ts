import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DELIVERY_STATES, type DeliveryState, OPEN_STATES } from '../../src/model/delivery.ts';
import { isTooEarly, REPORT_KINDS, stateAfter } from '../../src/model/report.ts';

const RANK: readonly DeliveryState[] = ['unknown', 'accepted', 'bounced', 'complained'];

it('late news only leads on: from unknown to accepted, bounced, complained', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...DELIVERY_STATES),
      fc.array(fc.constantFrom(...REPORT_KINDS)),
      (start, news) => {
        let state = start;
        for (const kind of news) {
          const next = stateAfter(state, kind);
          if (next !== null) {
            expect(RANK.indexOf(state)).toBeGreaterThanOrEqual(0);
            expect(RANK.indexOf(next)).toBeGreaterThan(RANK.indexOf(state));
            state = next;
          }
          // Said again it changes nothing.
          expect(stateAfter(state, kind)).toBeNull();
        }
      },
    ),
  );
});

it('news of a delivery that somebody has in hand waits, but for a reader who leaves', () => {
  for (const state of DELIVERY_STATES) {
    expect(isTooEarly(state, 'bounce')).toBe(OPEN_STATES.includes(state));
    expect(isTooEarly(state, 'unsubscribe')).toBe(false);
  }
});
