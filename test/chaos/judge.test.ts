import { describe, expect, it } from 'vitest';
import type { ChaosLine } from '../../src/dev/chaos/witness.ts';
import type { DeliveryReport, DeliveryState } from '../../src/model/delivery.ts';
import { type Evidence, judge } from './judge.ts';

const line = (email: string, fields: Partial<ChaosLine> = {}): ChaosLine => ({
  at: '2026-11-20T12:00:00.000Z',
  event: 'taken',
  fault: null,
  answered: true,
  code: 250,
  connection: 1,
  from: 's@example.org',
  to: [email],
  messageId: `<${email}>`,
  hash: email,
  ...fields,
});
const row = (email: string, state: DeliveryState): DeliveryReport => ({
  id: `2026-11-20.${email}`,
  edition: '2026-11-20',
  email,
  state,
  attempts: 1,
  messageId: `<${email}>`,
  code: null,
  reply: null,
  reason: null,
  papers: [],
  again: [],
  updatedAt: '2026-11-20T12:00:00.000Z',
});

/** Names of the promises that are broken. */
function broken(lines: ChaosLine[], rows: DeliveryReport[], more: Partial<Evidence> = {}): string[] {
  const states: Partial<Record<DeliveryState, number>> = {};
  for (const { state } of rows) states[state] = (states[state] ?? 0) + 1;
  const accounts = {
    edition: '2026-11-20',
    state: 'complete',
    audience: rows.length,
    states,
    skipped: {},
  } as const;
  const evidence = {
    lines,
    rows,
    accounts,
    audience: rows.length,
    blows: 1,
    connections: 1,
    surprises: [],
    ...more,
  };
  return judge(evidence)
    .checks.filter(check => check.broken.length > 0)
    .map(({ promise }) => promise.slice(0, 20));
}

describe('the judge', () => {
  it('finds nothing where all went well, or is told as what it is', () => {
    const doubt = { event: 'taken', answered: false, fault: 'drop-after-dot' } as const;
    const no = { event: 'refused', code: 550, fault: '550-rcpt', messageId: null, hash: null } as const;
    const lines = [
      line('a'),
      line('b', doubt),
      line('c', no),
      line('d', { event: 'fault', fault: 'drop-in-data' }),
    ];
    const rows = [row('a', 'accepted'), row('b', 'unknown'), row('c', 'rejected'), row('d', 'unknown')];
    expect(broken(lines, rows)).toEqual([]);
  });

  it.each<[what: string, lines: ChaosLine[], rows: DeliveryReport[], promise: string]>([
    ['a second copy', [line('a'), line('a')], [row('a', 'accepted')], 'nobody got two copi'],
    [
      'a second copy of other bytes',
      [line('a', { event: 'fault' }), line('a', { hash: 'b' })],
      [row('a', 'accepted')],
      'nobody got two copi',
    ],
    ['an accepted one that nobody took', [], [row('a', 'accepted')], 'whoever is told to '],
    [
      'a taken one that is called rejected',
      [line('a'), line('a', { event: 'refused' })],
      [row('a', 'rejected')],
      'whoever has it is ac',
    ],
    ['a rejected one that nobody refused', [], [row('a', 'rejected')], 'only who was refused'],
    ['one that is still owed', [], [row('a', 'deferred')], 'every row has come '],
    ['one that got mail and is not in the ledger', [line('b')], [], 'the ledger knows all'],
    ['too many doubts', [], [row('a', 'unknown'), row('b', 'unknown')], 'a blow leaves at mos'],
  ])('finds %s', (_what, lines, rows, promise) => {
    expect(broken(lines, rows)).toEqual([expect.stringContaining(promise)]);
  });

  it('finds somebody who is in no account, and a sender that fell over', () => {
    expect(broken([line('a')], [row('a', 'accepted')], { audience: 2 })).toEqual(['audience = Σ states ']);
    expect(broken([], [], { surprises: ['sender 1 ended by itself (1)'] })).toEqual(['senders end when the']);
  });
});
