import type { Subscriber } from '../model/subscriber.ts';
import { guardFormula } from './formula-guard.ts';
import { COLUMNS, type Column } from './list-row.ts';
import { showSubscriber, suppressionOf } from './manage.ts';
import type { SubscriberStore } from './subscriber-store.ts';

/** Everything stored about one person but their deliveries (GDPR Art. 15). */
export interface SubscriberExport extends Subscriber {
  /** Why the address is never mailed; null when it may be. */
  suppression: string | null;
}

const PAGE = 500;

/** Throws a UserError with exit code 1 when the address is nobody's. */
export async function exportSubscriber(
  email: string,
  { store }: { store: SubscriberStore },
): Promise<SubscriberExport> {
  const subscriber = await showSubscriber(email, { store });
  return { ...subscriber, suppression: await suppressionOf(email, { store }) };
}

/** All subscribers as CSV (RFC 4180) that import reads back as it was, in pieces of whole lines. */
export async function* exportCsv(store: SubscriberStore): AsyncGenerator<string> {
  yield csvLine(COLUMNS);
  for await (const page of store.pages(PAGE)) {
    yield page.map(subscriber => csvLine(COLUMNS.map(column => cellOf(subscriber, column)))).join('');
  }
}

function cellOf(subscriber: Subscriber, column: Column): string {
  const value = subscriber[column];
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const items = [value].flat();
  // Each item is guarded: where spreadsheets split at semicolons, each becomes a cell.
  return items.map(item => guardFormula(String(item ?? ''))).join(';');
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map(quote).join(',')}\r\n`;
}

function quote(cell: string): string {
  return /[",;\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
