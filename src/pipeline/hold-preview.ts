import { randomUUID } from 'node:crypto';
import type { Transport } from '../deliver/transport.ts';
import { addDays, type CalendarDate } from '../model/date.ts';
import { type Preface, papersOf } from '../model/edition.ts';
import type { EditionPreview, MailSize, PreviewedMail } from '../model/edition-preview.ts';
import { LEFT_OUT, OPERATOR_MAIL } from '../model/incident.ts';
import { unpackNums, unpackSelection } from '../model/packed-selection.ts';
import { today } from '../plan/calendar.ts';
import { headingOf } from '../render/edition-views.ts';
import { compose, notesOf } from './compose.ts';
import { openFrozen } from './day.ts';
import type { Parts } from './parts.ts';

/** Mails shown. */
const SHOWN = 3;
/** Mails looked at for the one with the most papers, and the one with the fewest. */
const LOOKED_AT = 5_000;
/** Who writes has this long: a mail server may take ten minutes over a final dot. */
const LEASE_MS = 15 * 60_000;
/** What a query of somebody's own is called: what it says is theirs. */
const THEIR_OWN = 'A query of their own';
/** What has no certain answer is tried again, as the same message. */
const RETRY = { rest: 60_000, attempts: 1_000 };

/** Whom it is shown to, and by which way. */
export interface PreviewTo {
  transport: Transport;
  to: string;
  /** There are pages of the operator's. */
  hasPage: boolean;
}

/**
 * Mails the operator the editions that wait for their hour and were not shown yet, one mail each, however many processes do
 * so. One that was approved, or cancelled, is not shown any more. Returns which were. Safe to call at any time; costs one look
 * when there is none.
 */
export async function previewDue(parts: Parts, how: PreviewTo): Promise<CalendarDate[]> {
  const { store, clock, timeZone } = parts;
  const shown: CalendarDate[] = [];
  // On earth it is yesterday, too.
  for (const edition of await store.editions.unseen(addDays(today(clock.now(), timeZone), -1))) {
    // What goes at once, as a newcomer's first edition, leaves nothing to look at before it goes.
    if ((await store.volumes.ahead(edition, clock.now())).goesAt === null) continue;
    if (await inTurn(parts, edition, () => show(parts, edition, how))) shown.push(edition);
  }
  return shown;
}

/** Writes and hands over one preview; false when nobody knows whether it came, and it is to be tried again. */
async function show(parts: Parts, edition: CalendarDate, how: PreviewTo): Promise<boolean> {
  const { store, clock } = parts;
  // Somebody else may have shown it since, or it went.
  if ((await store.editions.standings([edition])).get(edition)?.previewedAt != null) return true;
  const preview = await previewOf(parts, edition, how.hasPage);
  if (!preview) return true;
  const message = await parts.sign(parts.previewMail(preview, how.to, clock.now()));
  const reply = await how.transport.hand(`operator/preview-${edition}`, message, async () => true);
  const isAccepted = reply?.class === 'accepted';
  if (!isAccepted && !reply?.final) return false;
  await store.editions.previewed(edition, clock.now());
  if (!isAccepted) {
    const why = `The preview of edition ${edition} was refused: ${reply.reply ?? 'without a word'}`;
    await store.incidents.open(OPERATOR_MAIL, why, clock.now());
  }
  return true;
}

/** What there is to show of an edition; null when nothing of it waits any more. */
export async function previewOf(
  parts: Parts,
  edition: CalendarDate,
  hasPage: boolean,
): Promise<EditionPreview | null> {
  const { store } = parts;
  const waiting = await store.volumes.waiting(edition, SHOWN);
  const goesAt = waiting[0]?.slot;
  if (goesAt === undefined) return null;
  const hold = (await store.editions.holds([edition])).get(edition);
  const { states, skipped } = await store.editions.accounts(edition);
  const leftOut = await store.incidents.find(LEFT_OUT);
  const writer = await openWriter(parts, edition);
  let failed: string | null = null;
  const write = (row: Frozen) =>
    writer(row).catch((error: unknown) => {
      failed = error instanceof Error ? error.message : String(error);
      return null;
    });
  const counted = (await store.volumes.first(edition, LOOKED_AT))
    .map(row => ({ row, papers: unpackNums(row.papers).length }))
    .sort((a, b) => b.papers - a.papers);
  const sizeOf = async (at: number): Promise<MailSize | null> => {
    const [mail] = await store.deliveries.list({ edition, subscriber: counted.at(at)?.row.subscriber ?? 0 });
    const written = mail && (await write(mail));
    return written ? { papers: written.papers, bytes: written.bytes } : null;
  };
  const mails: PreviewedMail[] = [];
  for (const row of waiting) mails.push(...[await write(row)].filter(mail => mail !== null));
  return {
    edition,
    goesAt,
    pausedWhy: hold?.pausedWhy ?? null,
    audience: [...Object.values(states), ...Object.values(skipped)].reduce((sum, one) => sum + one, 0),
    states,
    skipped,
    papers: await store.editions.paperCount(edition),
    leftOut: leftOut && leftOut.closedAt === null ? leftOut.what : null,
    most: await sizeOf(0),
    fewest: await sizeOf(-1),
    failed,
    mails,
    hasPage,
  };
}

/** A delivery as it was frozen. */
interface Frozen {
  subscriber: number;
  papers: Uint8Array;
  slot: number;
  name: string | null;
  preface: Preface | null;
  note: number | null;
}

/** Writes mails of an edition as a run would; null for somebody who is gone. */
async function openWriter(parts: Parts, edition: CalendarDate) {
  const { store, catalogue } = parts;
  const { mail, papers } = await openFrozen(parts, edition);
  const noteOf = notesOf(store);
  const names = new Map(catalogue.topics.map(({ id, name }) => [id, name]));
  return async (row: Frozen): Promise<PreviewedMail | null> => {
    const [subscriber] = await store.subscribers.byNums([row.subscriber]);
    if (!subscriber?.email) return null;
    const { slot, name, preface } = row;
    const to = { edition, subscriber: { ...subscriber, email: subscriber.email }, slot, name, preface };
    const selection = unpackSelection(row.papers);
    const message = compose(parts, mail, { ...to, note: await noteOf(row.note) }, selection);
    return {
      subscriber: row.subscriber,
      slot,
      subject: message.subject,
      papers: papersOf(selection).length,
      bytes: message.raw.length,
      groups: selection.groups.map(group => ({
        heading: group.kind === 'query' ? THEIR_OWN : headingOf(group, id => names.get(id) ?? id),
        titles: group.papers.map(({ num }) => papers.paper(num).title),
      })),
    };
  };
}

/** Does `work` unless it is done, or somebody else does it now; false then, and when it is to be tried again. */
async function inTurn(
  { store }: Pick<Parts, 'store'>,
  edition: CalendarDate,
  work: () => Promise<boolean>,
): Promise<boolean> {
  const owner = randomUUID();
  const slot = { job: `preview:${edition}`, at: Date.parse(edition) };
  const now = await store.now();
  const claim = { ...slot, owner, now, until: now + LEASE_MS, longest: LEASE_MS, retry: RETRY };
  if (!(await store.slots.claim(claim))) return false;
  let ok = false;
  try {
    ok = await work();
    return ok;
  } finally {
    await store.slots.end(slot, owner, { ok, outcome: '{}' }, await store.now());
  }
}
