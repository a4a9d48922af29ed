import type { CalendarDate } from '../model/date.ts';
import { unpackSelection } from '../model/packed-selection.ts';
import type { Reachable } from '../model/subscriber.ts';
import type { EditionRenderer } from '../render/renderer.ts';
import { compose, notesOf } from './compose.ts';
import { openFrozen } from './day.ts';
import type { Parts } from './parts.ts';

/** Editions whose papers and rendered cards stay in memory: readers look at the newest ones. */
const KEPT = 4;

/** The HTML of the mail that an edition carries to a subscriber; null when it has none for them. */
export type ViewMail = (subscriber: Reachable, edition: CalendarDate) => Promise<string | null>;

/** Renders mails again from the ledger: the same mail, however long ago it was delivered. */
export function mailViewer(parts: Parts): ViewMail {
  const { store } = parts;
  const noteOf = notesOf(store);
  const opened = new Map<string, Promise<EditionRenderer>>();

  async function openEdition(edition: CalendarDate): Promise<EditionRenderer> {
    // An edition that is still being frozen shows more papers by and by.
    const key = `${edition} ${await store.editions.paperCount(edition)}`;
    const renderer = opened.get(key) ?? openFrozen(parts, edition).then(({ mail }) => mail);
    // Put in last place again, so that the first is the one not asked for the longest.
    opened.delete(key);
    opened.set(key, renderer);
    renderer.catch(() => opened.delete(key));
    for (const oldest of opened.keys()) if (opened.size > KEPT) opened.delete(oldest);
    return renderer;
  }

  return async (subscriber, edition) => {
    const row = await store.deliveries.find(edition, subscriber.num);
    if (!row) return null;
    const { slot, name, preface } = row;
    const to = { edition, subscriber, slot, name, preface, note: await noteOf(row.note) };
    return compose(parts, await openEdition(edition), to, unpackSelection(row.papers)).html;
  };
}
