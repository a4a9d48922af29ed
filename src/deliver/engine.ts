import type { DeliveryState } from '../model/delivery.ts';
import { withoutAddresses } from '../model/incident.ts';
import type { Message } from '../model/message.ts';
import type { Outcome } from '../store/leases.ts';
import { type Alarm, openAlarm } from './alarm.ts';
import { type Calendar, timeLeft, tooLate } from './calendar.ts';
import type { Canary } from './canary.ts';
import type { DeliverDeps } from './deliver.ts';
import { openJournal, type Settlement, type Verdict } from './journal.ts';
import { type Claimed, openLanes } from './lanes.ts';
import type { DeliverOrder } from './order.ts';
import { outcomeOf, withheld } from './outcome.ts';
import { putOff } from './put-off.ts';
import type { Traffic } from './traffic.ts';
import type { Reply } from './transport.ts';

/** Waits between attempts to write an answer down, in milliseconds: a database that restarts takes a few seconds. */
const WRITE_AGAIN_MS = [100, 400, 1_500, 4_000];
/** The same before a hand-off, for which a mail server waits at its 354. */
const HAND_OFF_AGAIN_MS = [100, 400, 1_500];

interface EngineDeps extends DeliverDeps {
  traffic: Traffic;
  canary: Canary;
  orders: () => Promise<readonly DeliverOrder[]>;
  calendarOf: (order: DeliverOrder) => Calendar;
  leaseMs: number;
  /** Editions that something broke over, to be left alone for this run; it adds to them. */
  broken: Set<string>;
}

/** Works with as many hands as the transport takes messages at once, until nothing is left that may go now. */
export function openEngine(deps: EngineDeps): {
  /**
   * Returns the answer that stops everything, and what broke over one edition; null when there was none. Throws when
   * nothing goes on at all.
   */
  run: () => Promise<{ stop: Reply | null; broken: { error: unknown } | null }>;
} {
  const { store, transport, owner, traffic, leaseMs, signal } = deps;
  // Paused or cancelled since the last look: a new one may find that they go on.
  const held = new Set<string>();
  const alarms = new Map<string, Alarm>();
  const touched = new Set<string>();
  let beatenAt = traffic.now();
  let broken: { error: unknown } | null = null;
  let end: { error: unknown } | { relay: Reply } | null = null;

  const journal = openJournal({
    store,
    owner,
    relay: transport.relay,
    leaseMs,
    marginMs: leaseMs / 3,
    admit: deps.admit,
    consequences: deps.consequences,
    onSettled: rows => deps.onProgress?.(rows),
  });
  const lanes = openLanes({
    store,
    traffic,
    canary: deps.canary,
    owner,
    leaseMs,
    takers: transport.concurrency,
    admit: deps.admit,
    orders: async () => {
      const orders = await deps.orders();
      held.clear();
      for (const { edition } of orders) touched.add(edition);
      return orders;
    },
    isHeld: edition => held.has(edition) || deps.broken.has(edition),
    giveBack,
    sleep: deps.sleep,
    onWaited: beat,
    isEnding: () => Boolean(signal?.aborted || end),
  });

  /** Lengthens the leases, unless that was just done. */
  async function beat(): Promise<void> {
    if (Math.abs(traffic.now() - beatenAt) < leaseMs / 4) return;
    beatenAt = traffic.now();
    // A beat that fails is made up for by the next; when all do, the leases run out as they should.
    await journal.beat([...touched]).catch(() => {});
  }

  async function work(): Promise<void> {
    try {
      for (let claimed = await lanes.next(); claimed; claimed = await lanes.next()) {
        await deliverOne(claimed)
          .catch(error => giveUp(claimed.order.edition, error))
          .finally(() => lanes.done(claimed));
      }
    } catch (error) {
      end ??= { error };
    }
  }

  /** Something broke over one edition: the others go on, and it is told in the end. */
  async function giveUp(edition: string, error: unknown): Promise<void> {
    broken ??= { error };
    deps.broken.add(edition);
    await holdEdition(edition);
  }

  async function deliverOne(claimed: Claimed): Promise<void> {
    const { order, delivery, admission } = claimed;
    const { edition } = order;
    const withhold = (state: DeliveryState, reason: string) =>
      journal.settle({ edition, outcome: withheld(delivery, state, reason), phase: null });
    if (admission.kind === 'barred') return withhold(admission.state, admission.reason);
    if (timeLeft(deps.calendarOf(order), delivery) < 0) return withhold('expired', tooLate(delivery));
    await deps.open(edition);
    let message: Message;
    try {
      message = await deps.render(delivery, admission.subscriber);
    } catch (error) {
      return withhold('render_failed', wordsOf(error));
    }
    const seen: { verdict: Verdict | null } = { verdict: null };
    const commit = async () => {
      // Asked to stop, or stopped by somebody else's answer: what is not handed over yet is given back.
      if (signal?.aborted || end) return false;
      seen.verdict = await patiently(() => journal.handOff(edition, delivery), HAND_OFF_AGAIN_MS);
      return seen.verdict.kind === 'admitted';
    };
    try {
      const answer = await transport.hand(edition, message, commit, signal);
      if (answer) return await record(claimed, answer);
    } catch (error) {
      if (seen.verdict?.kind === 'admitted') await leaveInDoubt(claimed, wordsOf(error));
      throw error;
    }
    const { verdict } = seen;
    if (verdict?.kind === 'barred') return withhold(verdict.state, verdict.reason);
    if (verdict?.kind === 'held') return holdEdition(edition);
    // Its lease ran out, or nearly: whoever has it now goes on with it.
    if (verdict?.kind === 'lost') await giveBack([claimed]);
  }

  /** Writes an answer down, and draws what follows from it for others. */
  async function record({ order, delivery }: Claimed, answer: Reply): Promise<void> {
    const { edition } = order;
    const left = timeLeft(deps.calendarOf(order), delivery);
    const outcome = outcomeOf(delivery, answer, { now: traffic.now(), timeLeft: left });
    await settle({ edition, outcome, phase: answer.phase });
    // From here on the words are told to others, and kept beside others' names.
    const told = { ...answer, reply: answer.reply && withoutAddresses(answer.reply) };
    // What cannot be learned now will be said again.
    const stop = await traffic.hear(delivery.domainGroup, told).catch(() => null);
    if (stop?.group === null) end ??= { relay: told };
    else if (stop) await stopGroup(stop.group, stop.until, told);
    const alarm = alarms.get(edition) ?? openAlarm();
    alarms.set(edition, alarm);
    const reason = alarm.hear(told.class, told.reply);
    if (reason) await pauseEdition(edition, reason);
  }

  /** An answer is worth some patience: unwritten, it leaves a doubt. The fence keeps a late one from harm. */
  function settle(settlement: Settlement): Promise<void> {
    return patiently(() => journal.settle(settlement), WRITE_AGAIN_MS);
  }

  async function patiently<T>(write: () => Promise<T>, waits: readonly number[]): Promise<T> {
    for (const wait of waits) {
      try {
        return await write();
      } catch {
        await deps.sleep(wait);
      }
    }
    return write();
  }

  /** The transport broke over a message that was on record as handed off. */
  async function leaveInDoubt({ order, delivery }: Claimed, reason: string): Promise<void> {
    const { edition } = order;
    if (!transport.idempotent) {
      const outcome: Outcome = {
        ...withheld({ ...delivery, inDoubt: true }, 'unknown', reason),
        class: 'unanswered',
      };
      return settle({ edition, outcome, phase: 'end' });
    }
    await store.leases.takeBack(edition, owner, { ...delivery, inDoubt: true }, traffic.now());
  }

  async function stopGroup(group: string, until: number, answer: Reply): Promise<void> {
    await giveBack(lanes.withdraw(({ delivery }) => delivery.domainGroup === group));
    const { class: means, code, enhanced, reply } = answer;
    const now = traffic.now();
    const order = { domainGroup: group, class: means, code, enhanced, reply, until, now };
    await putOff(store, await deps.orders(), order, () => signal?.aborted ?? false);
  }

  async function pauseEdition(edition: string, reason: string): Promise<void> {
    const now = traffic.now();
    if (await store.editions.pause(edition, reason, now)) {
      await store.incidents.open(`edition ${edition}`, `paused: ${reason}`, now);
      deps.onPaused?.(edition, reason);
    }
    await holdEdition(edition);
  }

  async function holdEdition(edition: string): Promise<void> {
    held.add(edition);
    lanes.withdraw(({ order }) => order.edition === edition);
    await store.leases.release(edition, owner, traffic.now());
  }

  async function giveBack(claimed: readonly Claimed[]): Promise<void> {
    for (const edition of new Set(claimed.map(({ order }) => order.edition))) {
      const subscribers = claimed
        .filter(({ order }) => order.edition === edition)
        .map(({ delivery }) => delivery.subscriber);
      await store.leases.release(edition, owner, traffic.now(), subscribers);
    }
  }

  return {
    async run() {
      const timer = setInterval(() => void beat(), leaseMs / 3);
      try {
        await Promise.all(Array.from({ length: transport.concurrency }, work));
      } finally {
        clearInterval(timer);
        for (const edition of touched) await store.leases.release(edition, owner, traffic.now());
      }
      if (end && 'error' in end) throw end.error;
      return { stop: end?.relay ?? null, broken };
    },
  };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
