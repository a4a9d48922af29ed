import { DELIVERY_STATES, type DeliveryState } from '../../model/delivery.ts';
import { SKIP_REASONS } from '../../model/edition.ts';
import type { Accounts } from '../../store/accounts.ts';
import { type Part, type Segment, stackedBar } from './charts.ts';

/** How things are coloured, best first. */
const TONES = ['good', 'open', 'doubt', 'bad', 'off', 'skip'] as const;
export type Tone = (typeof TONES)[number];

const TONE_NAMES: Record<Tone, string> = {
  good: 'accepted by a server',
  open: 'still owed',
  doubt: 'unknown: handed over, no answer',
  bad: 'failed',
  off: 'not handed over: suppressed, cancelled',
  skip: 'no mail, for a reason',
};

/** What the colours stand for. */
export const LEGEND = TONES.map(tone => ({ tone, name: TONE_NAMES[tone] }));

const TONE_OF: Record<DeliveryState, Tone> = {
  accepted: 'good',
  pending: 'open',
  leased: 'open',
  handoff: 'open',
  deferred: 'open',
  unknown: 'doubt',
  rejected: 'bad',
  bounced: 'bad',
  complained: 'bad',
  expired: 'bad',
  render_failed: 'bad',
  suppressed: 'off',
  cancelled: 'off',
};

/** The accounts of an edition as a bar, and as the numbers it stands for. */
export interface AccountsView {
  /** Everybody who is in them. */
  total: number;
  segments: Segment[];
  /** The bar in words. */
  summary: string;
  /** Only what there is. */
  rows: { name: string; what: 'delivery' | 'no mail'; count: number; tone: Tone }[];
}

export function accountsView({ states, skipped }: Accounts): AccountsView {
  const inOrder = [...DELIVERY_STATES].sort((a, b) => TONES.indexOf(TONE_OF[a]) - TONES.indexOf(TONE_OF[b]));
  const deliveries = inOrder.map(
    (state): Part<Tone> => ({ name: state, count: states[state] ?? 0, tone: TONE_OF[state] }),
  );
  const skips = SKIP_REASONS.map(
    (reason): Part<Tone> => ({ name: reason, count: skipped[reason] ?? 0, tone: 'skip' }),
  );
  const rows = [
    ...deliveries.map(part => ({ ...part, what: 'delivery' as const })),
    ...skips.map(part => ({ ...part, what: 'no mail' as const })),
  ].filter(({ count }) => count > 0);
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  const named = rows.map(row => (row.what === 'delivery' ? row : { ...row, name: `no mail, ${row.name}` }));
  const words = named.map(({ name, count }) => `${name}: ${count}`).join('; ');
  return {
    total,
    rows,
    segments: stackedBar(named),
    summary: total === 0 ? 'Nobody yet' : `${total} in all. ${words}`,
  };
}
