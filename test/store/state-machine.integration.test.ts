import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from '../../src/deliver/journal.ts';
import { addDays } from '../../src/model/date.ts';
import type { DeliveryState } from '../../src/model/delivery.ts';
import { REPORT_KINDS } from '../../src/model/report.ts';
import type { ReplyClass } from '../../src/model/smtp-reply.ts';
import { admit } from '../../src/pipeline/admit.ts';
import { HELD } from '../../src/store/leases.ts';
import { type OpenStore, openStore } from '../../src/store/store.ts';
import { delivery, reader } from '../support/builders.ts';
import { DATABASES, databaseUrl, type FreshDatabase } from '../support/databases.ts';
import type { Doubtful, Model } from './ledger-model.ts';
import * as ledger from './ledger-model.ts';
import { expectBalance, step, taken } from './ledger-walk.ts';

const OWNERS = ['a', 'b'] as const;
const SUBSCRIBERS = [1, 2, 3, 4, 5, 6];
/** What whoever delivers may say of a delivery. */
const OUTCOMES = {
  accepted: 'accepted',
  deferred: 'soft',
  rejected: 'ours',
  unknown: 'unanswered',
  suppressed: null,
  cancelled: null,
  expired: null,
  render_failed: null,
} as const satisfies Partial<Record<DeliveryState, ReplyClass | null>>;

/** Those that a walk which takes none of them would prove nothing about. */
const COMMON = [
  ...['leased handoff', 'handoff accepted', 'handoff deferred', 'handoff unknown', 'leased pending'],
  ...['deferred leased', 'unknown accepted', 'unknown pending', 'pending cancelled', 'leased suppressed'],
];

const owner = fc.constantFrom(...OWNERS);
const subscriber = fc.constantFrom(...SUBSCRIBERS);
/** Which claim: mostly one that still holds; an old one must change nothing. */
const claim = fc.record({
  at: fc.nat(7),
  holds: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.boolean()),
});

function claimOf({ claims, rows }: Model, { at, holds }: { at: number; holds: boolean }) {
  const current = claims.filter(({ subscriber: num, fence }) => rows.get(num)?.fence === fence);
  const held = current.filter(({ subscriber: num }) => HELD.includes(rows.get(num)?.state ?? ''));
  const some = holds ? held : claims;
  return some[some.length - 1 - (at % some.length)];
}

const freeze = fc.uniqueArray(subscriber).map(nums =>
  step(`freeze ${nums}`, async (model, real) => {
    const { store, edition } = real;
    for (const num of nums) ledger.freezeRow(model, num);
    const skipped = SUBSCRIBERS.filter(num => !model.rows.has(num));
    await store.transaction(tx =>
      tx.deliveries.freezePage(
        edition,
        nums.map(num => delivery(num)),
        skipped.map(num => ({ subscriber: num, reason: 'nothing-new' })),
        model.now,
      ),
    );
    await expectBalance(real, SUBSCRIBERS.length);
  }),
);

const claimSome = fc.tuple(owner, fc.integer({ min: 1, max: 4 })).map(([who, limit]) =>
  step(`${who} claims ${limit}`, async (model, { store, edition }) => {
    const lease = { owner: who, now: model.now, until: model.now + ledger.LEASE, limit, at: null };
    const claimed = await store.leases.claim(edition, lease);
    expect(claimed.map(one => ({ ...pick(one), owner: who }))).toEqual(ledger.claimRows(model, who, limit));
  }),
);

function pick({ subscriber: num, fence, inDoubt }: { subscriber: number; fence: number; inDoubt: boolean }) {
  return { subscriber: num, fence, inDoubt };
}

const handOff = claim.map(at =>
  step(`hand off ${fc.stringify(at)}`, async (model, { edition, journals }) => {
    const claimed = claimOf(model, at);
    if (!claimed) return;
    const verdict = await journals[claimed.owner]?.handOff(edition, claimed);
    expect(verdict?.kind).toBe(ledger.handOffRow(model, claimed));
  }),
);

const outcome = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('accepted', 'deferred', 'unknown') },
  { weight: 2, arbitrary: fc.constantFrom(...(Object.keys(OUTCOMES) as (keyof typeof OUTCOMES)[])) },
);
const settle = fc.tuple(claim, outcome, fc.nat(60)).map(([at, state, rest]) =>
  step(`settle ${fc.stringify(at)} ${state}`, async (model, { edition, journals }) => {
    const claimed = claimOf(model, at);
    if (!claimed) return;
    const said = {
      subscriber: claimed.subscriber,
      fence: claimed.fence,
      state: ledger.saidOf(claimed, state),
      class: OUTCOMES[state],
      code: null,
      enhanced: null,
      reply: null,
      reason: null,
      attempted: true,
      notBefore: model.now + rest,
    };
    await journals[claimed.owner]?.settle({ edition, outcome: said, phase: 'end' });
    ledger.settleRow(model, claimed, state, model.now + rest);
  }),
);

const heartbeat = owner.map(who =>
  step(`${who} beats`, async (model, { edition, journals }) => {
    await journals[who]?.beat([edition]);
    ledger.beatRows(model, who);
  }),
);

const release = owner.map(who =>
  step(`${who} gives back`, async (model, { store, edition }) => {
    await store.leases.release(edition, who, model.now);
    ledger.releaseRows(model, who);
  }),
);

/** Only where the same message again is the same file. */
const takeBack = claim.map(at =>
  step(`take back ${fc.stringify(at)}`, async (model, { store, edition }) => {
    const claimed = claimOf(model, at);
    if (!claimed || model.doubtful !== 'again') return;
    await store.leases.takeBack(edition, claimed.owner, { ...claimed, inDoubt: true }, model.now);
    ledger.takeBackRow(model, claimed);
  }),
);

/** Clocks are set back, too. */
const passTime = fc.integer({ min: -40, max: 120 }).map(ms =>
  step(`${ms} ms pass`, async model => {
    model.now += ms;
  }),
);

const reap = fc.constant(
  step('reap', async (model, { store, edition }) => {
    const reaped = await store.rests.reap(edition, model.now, ledger.LEASE, model.doubtful);
    expect(reaped).toBe(ledger.reapRows(model, ledger.LEASE));
  }),
);

const putOff = fc.nat(60).map(rest =>
  step(`put off ${rest}`, async (model, { store, edition }) => {
    const until = model.now + rest;
    const said = { class: 'relay', code: 421, enhanced: null, reply: null } as const;
    const order = { at: null, domainGroup: null, ...said, until, now: model.now };
    await store.rests.putOff(edition, order, 99);
    ledger.putOffRows(model, until);
  }),
);

const hold = fc
  .constantFrom(...['pause', 'pause', 'pause', 'cancel'], ...Array.from({ length: 12 }, () => 'resume'))
  .map(word =>
    step(word, async (model, { store, edition }) => {
      const { editions } = store;
      const before = model.hold;
      if (word === 'cancel') {
        await store.transaction(tx => tx.editions.cancel(edition, model.now));
        return ledger.cancelRows(model);
      }
      if (word === 'pause') expect(await editions.pause(edition, 'stop', model.now)).toBe(before === 'none');
      else expect(await editions.resume(edition, model.now)).toBe(before === 'paused');
      if (before !== 'cancelled') model.hold = word === 'pause' ? 'paused' : 'none';
    }),
  );

const resolve = fc.tuple(subscriber, fc.boolean()).map(([num, resend]) =>
  step(`${num} ${resend ? 'once more' : 'arrived'}`, async (model, { store, edition }) => {
    const word = resend ? { state: 'pending' as const, expiresAt: 9e12 } : { state: 'accepted' as const };
    const done = await store.deliveries.resolve(edition, num, word, model.now);
    expect(done).toBe(ledger.resolveRow(model, num, resend));
  }),
);

const report = fc.tuple(subscriber, fc.constantFrom(...REPORT_KINDS), fc.uuid()).map(([num, kind, id]) =>
  step(`${num} ${kind}`, async (model, { store, edition }) => {
    const said = { kind, class: null, code: null, enhanced: null, reply: null, reason: kind };
    await store.transaction(tx => tx.reports.record(id, { edition, subscriber: num }, said, model.now));
    ledger.reportRow(model, num, kind);
  }),
);

const WALK = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: freeze },
    { weight: 8, arbitrary: claimSome },
    { weight: 12, arbitrary: handOff },
    { weight: 12, arbitrary: settle },
    { weight: 6, arbitrary: passTime },
    { weight: 2, arbitrary: reap },
    { weight: 2, arbitrary: heartbeat },
    { weight: 1, arbitrary: release },
    { weight: 2, arbitrary: takeBack },
    { weight: 1, arbitrary: putOff },
    { weight: 3, arbitrary: hold },
    { weight: 5, arbitrary: resolve },
    { weight: 6, arbitrary: report },
  ),
  { minLength: 100, maxLength: 100 },
);

for (const database of DATABASES) {
  describe(`the ledger as a state machine on ${database.name}`, () => {
    let fresh: FreshDatabase;
    let store: OpenStore;
    let now = () => 0;
    beforeEach(async () => {
      fresh = await database.fresh();
      store = await openStore(databaseUrl(fresh.url), { clock: { now: () => now() } });
      await store.subscribers.insertMany(SUBSCRIBERS.map(num => reader(`r${num}@example.org`)));
    });
    afterEach(async () => {
      await store.close();
      await fresh.dispose();
    });

    const journalOf = (who: string) =>
      openJournal({
        store,
        owner: who,
        relay: 'test',
        leaseMs: ledger.LEASE,
        marginMs: ledger.MARGIN,
        admit,
        consequences: async () => 0,
        onSettled: () => {},
      });

    it.each<[Doubtful, string]>([
      ['unknown', 'over SMTP'],
      ['again', 'into a folder'],
    ])(
      'takes no arrow but those there are, and hands nothing over twice unasked (%s: %s)',
      async doubtful => {
        let walks = 0;
        taken.clear();
        await fc.assert(
          fc.asyncProperty(fc.noBias(WALK), async commands => {
            // An edition for each walk: nothing of another one's is in its way.
            const edition = addDays('2020-01-01', walks++);
            await store.editions.open(edition, 0);
            const model = ledger.emptyModel(doubtful);
            now = () => model.now;
            const journals = Object.fromEntries(OWNERS.map(who => [who, journalOf(who)]));
            const real = { store, edition, journals };
            await fc.asyncModelRun(() => ({ model, real }), commands);
            if (model.rows.size > 0) await expectBalance(real, SUBSCRIBERS.length);
          }),
          { endOnFailure: true, numRuns: 30 },
        );
        expect(COMMON.filter(arrow => !taken.has(arrow))).toEqual([]);
      },
    );
  });
}
