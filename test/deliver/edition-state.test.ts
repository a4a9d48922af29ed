import { describe, expect, it } from 'vitest';
import { editionState } from '../../src/deliver/edition-state.ts';
import { DELIVERY_STATES, OPEN_STATES } from '../../src/model/delivery.ts';

const PAUSED = { pausedWhy: 'wrong digest', cancelled: false };
const CANCELLED = { pausedWhy: null, cancelled: true };

describe('editionState', () => {
  it.each(OPEN_STATES)('is not complete while a row is %s', state => {
    const states = { accepted: 3, unknown: 1, [state]: 1 };
    expect(editionState(states)).toBe('sending');
    expect(editionState(states, PAUSED)).toBe('paused');
    expect(editionState(states, CANCELLED)).toBe('sending');
  });

  it.each(DELIVERY_STATES.filter(state => !OPEN_STATES.includes(state)))(
    'is cancelled once no row is open, whatever else there is: %s',
    state => {
      expect(editionState({ [state]: 2 }, CANCELLED)).toBe('cancelled');
      expect(editionState({ [state]: 2 }, PAUSED)).toBe(editionState({ [state]: 2 }));
    },
  );

  it('is paused before it is prepared', () => {
    expect(editionState({}, PAUSED)).toBe('paused');
    expect(editionState({}, CANCELLED)).toBe('cancelled');
  });

  it('shows an unknown before a failure, and a failure before success', () => {
    expect(editionState({ accepted: 1, rejected: 1, unknown: 1 })).toBe('complete_with_unknown');
    expect(editionState({ accepted: 1, bounced: 1 })).toBe('complete_with_failures');
    expect(editionState({ accepted: 1, suppressed: 1 })).toBe('complete');
    expect(editionState({})).toBe('complete');
  });
});
