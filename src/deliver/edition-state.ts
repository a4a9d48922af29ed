import { type DeliveryState, OPEN_STATES } from '../model/delivery.ts';
import type { EditionState } from '../model/edition.ts';

const FAILURES: readonly DeliveryState[] = ['rejected', 'expired', 'bounced', 'render_failed'];

/**
 * The state of an edition as its ledger has it: nothing is complete while a row is not terminal, and
 * a failure or an unknown shows in the name.
 */
export function editionState(states: Partial<Record<DeliveryState, number>>): EditionState {
  const any = (wanted: readonly DeliveryState[]) => wanted.some(state => (states[state] ?? 0) > 0);
  if (any(OPEN_STATES)) return 'sending';
  if (any(['unknown'])) return 'complete_with_unknown';
  if (any(FAILURES)) return 'complete_with_failures';
  return 'complete';
}

/** True when something did not work out that an operator should look at: exit code 1. */
export function needsAttention(states: Partial<Record<DeliveryState, number>>): boolean {
  return [...FAILURES, 'deferred' as const, 'unknown' as const].some(state => (states[state] ?? 0) > 0);
}
