import { basename } from 'node:path';
import type { SubscriberStatus } from '../model/subscriber.ts';
import { type Listed, listPages, lookUp } from './look-up.ts';
import { type AudienceDeps, suppressSubscriber } from './manage.ts';
import type { SubscriberStore } from './subscriber-store.ts';

/** What became of every row: `rows` is `added` and the lengths of the lists. */
export interface ImportReport {
  rows: number;
  added: number;
  /** Addresses with a row already, whatever its status: left as they are. */
  known: { line: number; email: string; status: SubscriberStatus }[];
  /** Had themselves erased, or moved to another address: they come back by themselves or not at all. */
  departed: { line: number; email: string }[];
  /** Never mailed, so not added; those the list itself calls suppressed are from now on. */
  suppressed: { line: number; email: string; reason: string }[];
  /** Addresses that stand on an earlier line too: the first one counts. */
  repeated: { line: number; email: string; firstLine: number }[];
  rejected: { line: number; reason: string }[];
}

export interface ImportOptions {
  /** The operator has everyone's consent. */
  confirmed: boolean;
  /** Where the rows come from, as it is kept on record; `import` and the file's name by default. */
  from?: string;
  /** Suppresses nobody, whatever the list says. */
  onlyAdds?: boolean;
  /** Runs the work on one page of rows, all or nothing, and again if need be; with the store given, where it is not. */
  eachPage?: EachPage;
}

export type EachPage = <T>(work: (store: SubscriberStore) => Promise<T>) => Promise<T>;

/**
 * Adds the subscribers of a list (CSV, JSON or YAML) and keeps the good rows when others are bad. Nobody
 * who has a row is changed, so that an old list brings back nobody who left; importing again is safe.
 * Throws a UserError, nothing done, when the list as a whole cannot be read.
 */
export async function importSubscribers(
  bytes: Uint8Array,
  fileName: string,
  deps: AudienceDeps,
  {
    confirmed,
    from = `import ${basename(fileName)}`,
    onlyAdds = false,
    eachPage = work => work(deps.store),
  }: ImportOptions,
): Promise<ImportReport> {
  const whole = emptyReport();
  for await (const rows of listPages(bytes, fileName, deps, confirmed)) {
    const part = await eachPage(async store => {
      const report = emptyReport();
      const page = await lookUp(rows, store);
      for (const listed of page) await tell(listed, onlyAdds ? null : { ...deps, store }, report);
      await addAll(page, from, { ...deps, store }, report);
      return report;
    });
    whole.rows += rows.length;
    whole.added += part.added;
    for (const list of ['known', 'departed', 'suppressed', 'repeated', 'rejected'] as const) {
      append(part, whole, list);
    }
  }
  return whole;
}

function emptyReport(): ImportReport {
  return { rows: 0, added: 0, known: [], departed: [], suppressed: [], repeated: [], rejected: [] };
}

type Lists = Omit<ImportReport, 'rows' | 'added'>;

function append<K extends keyof Lists>(part: Lists, whole: Lists, list: K): void {
  const all: Lists[K][number][] = whole[list];
  all.push(...part[list]);
}

/** Puts a row that is not to be added where it belongs; those whom the list bars are barred, given the means. */
async function tell(listed: Listed, deps: AudienceDeps | null, report: ImportReport): Promise<void> {
  const { line } = listed;
  if (listed.found === 'unusable') report.rejected.push({ line, reason: listed.reason });
  else if (listed.found === 'repeated') {
    const { email, firstLine } = listed;
    report.repeated.push({ line, email, firstLine });
  } else if (listed.found === 'suppressed') {
    const { email, reason } = listed;
    report.suppressed.push({ line, email, reason });
  } else if (listed.found === 'departed') report.departed.push({ line, email: listed.email });
  else if (listed.found === 'known') {
    const { email, subscriber } = listed;
    report.known.push({ line, email, status: subscriber.status });
  } else if (listed.found === 'barred') {
    const reason = 'the imported list says so';
    if (deps) await suppressSubscriber(listed.email, reason, deps);
    report.suppressed.push({ line, email: listed.email, reason });
  }
}

/** Adds those of a page who are new, with the word of the operator for those who get mail. */
async function addAll(
  page: readonly Listed[],
  from: string,
  { store, now }: AudienceDeps,
  report: ImportReport,
): Promise<void> {
  const fresh = page.flatMap(listed => (listed.found === 'new' ? [listed] : []));
  const stored = await store.insertMany(fresh.map(({ row }) => ({ ...row, origin: from })));
  const vouched: number[] = [];
  for (const [at, { line, email, row }] of fresh.entries()) {
    const added = stored[at];
    if (added) {
      report.added++;
      if (added.status === 'active' || added.status === 'paused') vouched.push(added.num);
      continue;
    }
    // Somebody else added the same address since we looked.
    const existing = await store.byKey(row.addressKey);
    report.known.push({ line, email, status: existing?.status ?? row.status });
  }
  await store.consents.addAll(vouched, { at: now, act: 'vouched', how: from, wording: null });
}
