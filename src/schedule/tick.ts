import type { Transport } from '../deliver/transport.ts';
import { addDays } from '../model/date.ts';
import type { Source } from '../model/source.ts';
import { INGEST_JOB, type SourceOutcome } from '../model/source-outcome.ts';
import { indexPapers } from '../pipeline/index-papers.ts';
import { learnCompanions } from '../pipeline/learn-companions.ts';
import { deliverLetters } from '../pipeline/letters.ts';
import type { Parts } from '../pipeline/parts.ts';
import { writeSignsOfLife } from '../pipeline/quiet.ts';
import { forgetUnconfirmed, settleSignUps } from '../pipeline/sign-ups.ts';
import { tellOperator } from '../pipeline/tell-operator.ts';
import { prepareWelcomes } from '../pipeline/welcome.ts';
import { closeAccounts, deliver, type EditionReport, prepare } from '../pipeline.ts';
import { today } from '../plan/calendar.ts';
import type { Cron } from './cron.ts';
import { dueEditions } from './due-editions.ts';
import { readSource } from './read-source.ts';
import { type SlotWorker, workSlot } from './work-slot.ts';

/** What a tick works with. */
export interface Schedule extends SlotWorker {
  parts: Parts;
  transport: Transport;
  /** Who is written to when something is wrong; null: it is only logged. */
  operator: string | null;
  /** When the sources are read. */
  cron: Cron;
  /** None: nothing is read. */
  sources: readonly Source[];
  /** Takes what was erased out of the files of the database, too. */
  scrub: () => Promise<void>;
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** What a tick did; empty when nothing was due, or somebody else did it. */
export interface TickReport {
  /** Per source, when they were read. */
  ingest: SourceOutcome[] | null;
  prepared: EditionReport[];
  delivered: EditionReport[];
}

export const EDITION_JOBS = 'edition:';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** After so many days no zone has a slot in an edition that is not too late. */
const DRAFT_DAYS = 2;
/** Incidents told at once in the log. */
const MOST_TOLD = 20;
/** How long the schedule remembers what it did. */
const KEPT_MS = 90 * DAY_MS;
/** A digest that is late is often there within two hours. */
const INGEST_RETRY = { rest: 15 * MINUTE_MS, attempts: 8 };
/** Another process may be reading what was before. */
const SCRUB_RETRY = { rest: 60 * MINUTE_MS, attempts: 24 };
/** For as long as its mails are worth sending: a full disk may be noticed late. */
const EDITION_RETRY = { rest: MINUTE_MS / 2, attempts: 20 * 60 };

/** Does whatever is due at this moment, in all roles of the service; safe to repeat and to run anywhere at once. */
export async function tick(schedule: Schedule): Promise<TickReport> {
  const planned = await scheduleDue(schedule);
  await answerAsked(schedule);
  const delivered = await deliverOwed(schedule);
  await tidyUp(schedule);
  return { ...planned, delivered };
}

/**
 * The scheduler: reads the sources once for the newest moment of SCHEDULE, however many were missed,
 * then freezes the editions whose slots have come, and today's for those who came by themselves. A digest that is being
 * read is waited for.
 */
export async function scheduleDue(schedule: Schedule): Promise<Omit<TickReport, 'delivered'>> {
  const { parts, clock, cron, sources } = schedule;
  const at = sources.length > 0 ? cron.newest(clock.now()) : null;
  const ingested = at === null ? null : await attempt(schedule, 'ingest', () => ingestSlot(schedule, at));
  if (await isUnderWay(schedule)) return { ingest: ingested, prepared: [] };

  const prepared: EditionReport[] = [];
  const groups = await parts.store.subscribers.slotGroups();
  for (const due of dueEditions(groups, parts.timeZone, clock.now())) {
    if (schedule.signal?.aborted) break;
    const report = await attempt(schedule, due.edition, () => editionSlot(schedule, due));
    if (report) prepared.push(report);
  }
  return { ingest: ingested, prepared: [...prepared, ...(await welcomeDue(schedule))] };
}

/**
 * Freezes today's edition for those who came by themselves, by looks that cost the same however many subscribers there
 * are: somebody asks for it with every press of a button. A digest that is being read is waited for.
 */
export async function welcomeDue(schedule: Schedule): Promise<EditionReport[]> {
  const { parts, signal } = schedule;
  const work = async () => ((await isUnderWay(schedule)) ? [] : prepareWelcomes(parts, signal));
  return (await attempt(schedule, 'first editions', work)) ?? [];
}

/** The sender: delivers what every edition owes, oldest first, and closes accounts that a dead process left open. */
export async function deliverOwed(schedule: Schedule): Promise<EditionReport[]> {
  const { parts, clock, transport, owner, sleep, signal, log } = schedule;
  const { deliveries, editions } = parts.store;
  let settled = 0;
  const due = async () => {
    const open = new Set([...(await deliveries.owing()), ...(await editions.sending())]);
    return [...open].sort().map(edition => ({ edition, at: clock.now() }));
  };
  const reports = await attempt(schedule, 'delivering', () =>
    deliver(parts, due, {
      transport,
      owner,
      sleep,
      onDelivered: more => {
        settled += more;
      },
      onRelayDown: reason => log.warn({ reason }, 'the mail server cannot be used for now'),
      onPaused: (edition, reason) =>
        log.error(
          { edition, reason },
          `edition paused. To go on: paperboy send --resume --edition ${edition}`,
        ),
      ...(signal && { signal }),
    }),
  );
  if (!signal?.aborted) await attempt(schedule, 'telling the operator', () => tellOfTrouble(schedule));
  if (!reports || settled === 0) return [];
  for (const { edition, state, states } of reports) {
    log.info({ edition, state, ...states }, `delivered; accepted means ${transport.description}`);
  }
  return reports;
}

/** Tells what is wrong, or over, once: by mail where somebody is named, else in the log. */
async function tellOfTrouble({ parts, transport, operator, log }: Schedule): Promise<void> {
  if (operator !== null) {
    const told = await tellOperator(parts, { transport, to: operator });
    if (told > 0) log.info({ incidents: told }, 'told the operator');
    return;
  }
  const { incidents } = parts.store;
  for (const one of await incidents.untold(MOST_TOLD, parts.clock.now())) {
    log.warn({ incident: one.key, what: one.what }, one.closedAt === null ? 'something is wrong' : 'over');
    await incidents.told(one, parts.clock.now());
  }
}

/** What people asked for on the pages: sign-ups are decided on, letters delivered, who never confirmed is forgotten. */
export async function answerAsked(schedule: Schedule): Promise<void> {
  const { parts, transport, owner, sleep, signal, log } = schedule;
  await attempt(schedule, 'sign-ups', () => settleSignUps(parts));
  const letters = await attempt(schedule, 'letters', () =>
    deliverLetters(parts, { transport, owner, sleep, ...(signal && { signal }) }),
  );
  if (letters) log.info({ letters }, `letters; accepted means ${transport.description}`);
  await attempt(schedule, 'who never confirmed', () => forgetUnconfirmed(parts));
}

/** What has time until the mails are on their way: the archive's index, what it teaches, and what readers erased of themselves. */
export async function tidyUp(schedule: Schedule): Promise<void> {
  await attempt(schedule, 'the archive’s index', () => indexPapers(schedule.parts));
  await attempt(schedule, 'learning of own topics', () => learnCompanions(schedule.parts));
  await attempt(schedule, 'old drafts', () => closeOldDrafts(schedule));
  await attempt(schedule, 'scrubbing the database', () => scrubOnce(schedule));
}

/** Closes the accounts of days on which nobody but newcomers had a slot: nobody else will be frozen in them any more. */
async function closeOldDrafts({ parts, clock }: Schedule): Promise<void> {
  const before = addDays(today(clock.now(), parts.timeZone), -DRAFT_DAYS);
  for (const edition of await parts.store.editions.draftsBefore(before)) {
    await closeAccounts(parts, edition, true);
  }
}

/** Scrubs the database's files when something was erased: once a day, and while no mail waits, since it takes seconds. */
async function scrubOnce(schedule: Schedule): Promise<void> {
  const { parts, clock, scrub, log } = schedule;
  const { erasure, deliveries } = parts.store;
  if ((await erasure.scrubOwed()) === null || (await deliveries.owing()).length > 0) return;
  const slot = { job: 'scrub', at: Math.floor(clock.now() / DAY_MS) * DAY_MS, retry: SCRUB_RETRY };
  await workSlot(schedule, slot, async () => {
    await scrub();
    log.info('what was erased is gone from the database’s files');
    return { ok: true, outcome: {} };
  });
}

/** Runs one part of a tick; what it throws must not keep the others from their turn. */
async function attempt<T>({ log }: Schedule, what: string, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    log.error({ err: error }, `${what}: did not work out, and will be tried again`);
    return null;
  }
}

async function ingestSlot(schedule: Schedule, at: number): Promise<SourceOutcome[] | null> {
  const { parts, sources, signal, log } = schedule;
  const outcomes: SourceOutcome[] = [];
  // The day the digest was due, not the day on which somebody came round to it.
  const day = today(at, parts.timeZone);
  const result = await workSlot(schedule, { job: INGEST_JOB, at, retry: INGEST_RETRY }, async () => {
    for (const source of sources) {
      const outcome = await readSource(parts, source, { day, ...(signal && { signal }) });
      outcomes.push(outcome);
      const { ok, problem, ...told } = outcome;
      if (problem === null) log.info(told, 'read');
      else log.warn({ ...told, problem }, ok ? 'read in part' : 'could not be read');
    }
    return { ok: outcomes.every(({ ok }) => ok), outcome: { sources: outcomes } };
  });
  if (result) await parts.store.slots.forget(at - KEPT_MS);
  return result && outcomes;
}

/** True while somebody reads the sources for the newest moment of SCHEDULE. */
async function isUnderWay({ store, cron, clock, sources }: Schedule): Promise<boolean> {
  const at = sources.length > 0 ? cron.newest(clock.now()) : null;
  const slot = at === null ? null : await store.slots.get({ job: INGEST_JOB, at });
  return slot !== null && slot.endedAt === null && slot.leaseUntil >= (await store.now());
}

async function editionSlot(
  schedule: Schedule,
  { edition, at }: { edition: string; at: number },
): Promise<EditionReport | null> {
  const { parts, clock, signal, log } = schedule;
  let report: EditionReport | null = null;
  const slot = { job: `${EDITION_JOBS}${edition}`, at, retry: EDITION_RETRY };
  await workSlot(schedule, slot, async () => {
    // A page that comes in after their hour is for their next edition.
    const order = { edition, at: clock.now(), oneTurn: true } as const;
    report = await prepare(parts, order, signal ? { signal } : {});
    const { audience, states, skipped } = report;
    log.info({ edition, audience, deliveries: states, skipped }, 'prepared');
    const quiet = await attempt(schedule, 'signs of life', () => writeSignsOfLife(parts, edition));
    if (quiet) log.info({ edition, letters: quiet }, 'signs of life');
    return { ok: true, outcome: { audience, states, skipped } };
  });
  return report;
}
