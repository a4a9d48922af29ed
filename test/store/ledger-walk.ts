import type { AsyncCommand } from 'fast-check';
import { expect } from 'vitest';
import type { Journal } from '../../src/deliver/journal.ts';
import type { DeliveryState } from '../../src/model/delivery.ts';
import type { OpenStore } from '../../src/store/store.ts';
import { complaintAbout, isArrow, type Model } from './ledger-model.ts';

/** What the model is held against. */
export interface Real {
  store: OpenStore;
  edition: string;
  journals: Readonly<Record<string, Journal>>;
}

/** The arrows that were taken. */
export const taken = new Set<string>();

/** One step of the walk. `take` goes it in the model and in the ledger, and compares what both answer. */
export function step(
  name: string,
  take: (model: Model, real: Real) => Promise<void>,
): AsyncCommand<Model, Real> {
  return {
    check: () => true,
    toString: () => name,
    async run(model, real) {
      const before = new Map([...model.rows].map(([num, row]) => [num, row.state]));
      await take(model, real);
      await compare(model, real, before);
    },
  };
}

/** The ledger is as the model has it; no arrow was taken that is none; and the accounts balance. */
async function compare(
  model: Model,
  { store, edition }: Real,
  before: ReadonlyMap<number, DeliveryState>,
): Promise<void> {
  const rows = await store.deliveries.list({ edition });
  expect(rows.map(row => [row.subscriber, row.state, row.attempts])).toEqual(
    [...model.rows.values()]
      .sort((a, b) => a.subscriber - b.subscriber)
      .map(row => [row.subscriber, row.state, row.attempts]),
  );
  const moves = rows
    .map(row => ({ from: before.get(row.subscriber) ?? ('none' as const), to: row.state }))
    .filter(({ from, to }) => from !== to);
  expect(moves.filter(({ from, to }) => !isArrow(from, to, model.doubtful))).toEqual([]);
  for (const { from, to } of moves) taken.add(`${from} ${to}`);
  expect([...model.rows.values()].flatMap(row => complaintAbout(row) ?? [])).toEqual([]);
}

/** audience = Σ states + Σ skipped. */
export async function expectBalance({ store, edition }: Real, subscribers: number): Promise<void> {
  const { states, skipped } = await store.editions.accounts(edition);
  const sum = [...Object.values(states), ...Object.values(skipped)].reduce((total, one) => total + one, 0);
  expect(sum).toBe(subscribers);
  expect(await store.editions.astray(edition)).toEqual([]);
}
