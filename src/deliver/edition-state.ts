import { DELIVERY_STATES, type DeliveryState, OPEN_STATES } from '../model/delivery.ts';
import type { EditionState } from '../model/edition.ts';
import type { Hold } from '../store/edition-holds.ts';

const FAILURES: readonly DeliveryState[] = ['rejected', 'expired', 'bounced', 'render_failed'];

/**
 * The state of an edition as its ledger has it: nothing is complete while a row is not terminal, and
 * a failure or an unknown shows in the name. `hold` says whether the operator stopped it.
 */
export function editionState(
  states: Partial<Record<DeliveryState, number>>,
  hold: Hold | null = null,
): EditionState {
  const any = (wanted: readonly DeliveryState[]) => wanted.some(state => (states[state] ?? 0) > 0);
  const isPaused = hold !== null && !hold.cancelled;
  // One that has no deliveries yet is not complete when it was stopped before it was prepared.
  if (any(OPEN_STATES) || (isPaused && !any(DELIVERY_STATES))) return isPaused ? 'paused' : 'sending';
  if (hold?.cancelled) return 'cancelled';
  if (any(['unknown'])) return 'complete_with_unknown';
  if (any(FAILURES)) return 'complete_with_failures';
  return 'complete';
}

/** True when something did not work out that an operator should look at: exit code 1. */
export function needsAttention(states: Partial<Record<DeliveryState, number>>): boolean {
  return [...FAILURES, 'deferred' as const, 'unknown' as const].some(state => (states[state] ?? 0) > 0);
}
