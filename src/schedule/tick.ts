import type { SourceOutcome } from '../model/source-outcome.ts';
import { previewDue } from '../pipeline/hold-preview.ts';
import { deliverLetters } from '../pipeline/letters.ts';
import { planAnew } from '../pipeline/plan-anew.ts';
import { forgetUnconfirmed, settleSignUps } from '../pipeline/sign-ups.ts';
import { tellOperator } from '../pipeline/tell-operator.ts';
import { prepareWelcomes } from '../pipeline/welcome.ts';
import { deliver, type EditionReport } from '../pipeline.ts';
import { editionSlot, editionsDue, missedNow } from './edition-slot.ts';
import { ingestSlot, isUnderWay } from './ingest-slot.ts';
import { attempt, type Schedule, UNBOUNDED } from './schedule.ts';
import { closeForgotten } from './source-incidents.ts';
import { tidyUp } from './tidy-up.ts';

/** What a tick did; empty when nothing was due, or somebody else did it. */
export interface TickReport {
  /** Per source, when they were read. */
  ingest: SourceOutcome[] | null;
  prepared: EditionReport[];
  delivered: EditionReport[];
}

/** Incidents told at once in the log. */
const MOST_TOLD = 20;

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
  const { store, cron, clock, owner, sources } = schedule;
  const at = sources.length > 0 ? cron.newest(clock.now()) : null;
  const reading = async () => {
    if (at !== null) return ingestSlot(schedule, at);
    await closeForgotten(schedule.parts, sources);
    return null;
  };
  const ingest = await attempt(schedule, 'ingest', reading, UNBOUNDED);
  const underWay = await attempt(schedule, 'looking for a digest that is being read', () =>
    isUnderWay(schedule),
  );
  if (underWay !== false) return { ingest, prepared: [] };
  const due = await attempt(schedule, 'looking who is due', async () => ({
    editions: await editionsDue(schedule),
    missed: await missedNow(schedule),
  }));
  if (due === null) return { ingest, prepared: [] };

  const prepared: EditionReport[] = [];
  for (const one of due.editions) {
    if (schedule.signal?.aborted) break;
    const work = () => editionSlot(schedule, one, due.missed);
    const report = await attempt(schedule, one.edition, work, UNBOUNDED);
    if (report) prepared.push(report);
  }
  const first = await welcomeDue(schedule);
  const { parts, signal } = schedule;
  await attempt(schedule, 'planning anew what was taken back', () => planAnew(parts, signal));
  if (!schedule.signal?.aborted) {
    await attempt(schedule, 'the note of the look', () => store.slots.look(owner, clock.now()));
  }
  return { ingest, prepared: [...prepared, ...first] };
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
  const delivering = () =>
    deliver(parts, due, {
      transport,
      owner,
      sleep,
      onDelivered: more => {
        settled += more;
      },
      onRelayDown: reason => log.warn({ reason }, 'the mail server cannot be used for now'),
      onHeld: (edition, what) => log.error({ edition, what }, 'part of an edition is held'),
      onPaused: (edition, reason) =>
        log.error(
          { edition, reason },
          `edition paused. To go on: paperboy send --resume --edition ${edition}`,
        ),
      ...(signal && { signal }),
    });
  const reports = await attempt(schedule, 'delivering', delivering, UNBOUNDED);
  if (!signal?.aborted)
    await attempt(schedule, 'telling the operator', () => tellOfTrouble(schedule), UNBOUNDED);
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

/** Shows the operator the editions that wait for their hour, where that is wished for. */
async function showEditions({ parts, transport, operator, hasPages, ahead, log }: Schedule): Promise<void> {
  if (ahead === 0 || operator === null) return;
  const shown = await previewDue(parts, { transport, to: operator, hasPage: hasPages });
  if (shown.length > 0) log.info({ editions: shown }, 'shown to the operator');
}

/** What people asked for on the pages: sign-ups are decided on, letters delivered, who never confirmed is forgotten. */
export async function answerAsked(schedule: Schedule): Promise<void> {
  const { parts, transport, owner, sleep, signal, log } = schedule;
  await attempt(schedule, 'showing what goes soon', () => showEditions(schedule), UNBOUNDED);
  await attempt(schedule, 'sign-ups', () => settleSignUps(parts));
  const delivering = () => deliverLetters(parts, { transport, owner, sleep, ...(signal && { signal }) });
  const letters = await attempt(schedule, 'letters', delivering, UNBOUNDED);
  if (letters) log.info({ letters }, `letters; accepted means ${transport.description}`);
  await attempt(schedule, 'who never confirmed', () => forgetUnconfirmed(parts));
}
