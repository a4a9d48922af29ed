import type { Subscriber, SubscriberStatus } from '../model/subscriber.ts';
import type { NewSubscriber } from '../store/subscribers.ts';
import { subscriberOfRow } from './import-row.ts';
import type { ListRow } from './list-row.ts';
import { type AudienceDeps, suppressSubscriber } from './manage.ts';
import { collectProblems } from './problems.ts';
import { readList } from './read-list.ts';
import type { SubscriberStore } from './subscriber-store.ts';
import { suppressionHash } from './suppression.ts';

/** What became of every row: `rows` is `added` and the lengths of the lists. */
export interface ImportReport {
  rows: number;
  added: number;
  /** Addresses with a row already, whatever its status: left as they are. */
  known: { line: number; email: string; status: SubscriberStatus }[];
  /** Never mailed, so not added; those the list itself calls suppressed are from now on. */
  suppressed: { line: number; email: string; reason: string }[];
  /** Addresses that stand on an earlier line too: the first one counts. */
  repeated: { line: number; email: string; firstLine: number }[];
  rejected: { line: number; reason: string }[];
}

interface Candidate {
  line: number;
  row: NewSubscriber;
}

const PAGE = 500;

/**
 * Adds the subscribers of a list (CSV, JSON or YAML) and keeps the good rows when others are bad. Nobody
 * who has a row is changed, so that an old list brings back nobody who left; importing again is safe.
 * `confirmed` states that the operator has everyone's consent. Throws a UserError, nothing done, when
 * the list as a whole cannot be read.
 */
export async function importSubscribers(
  bytes: Uint8Array,
  fileName: string,
  deps: AudienceDeps,
  options: { confirmed: boolean },
): Promise<ImportReport> {
  const report: ImportReport = { rows: 0, added: 0, known: [], suppressed: [], repeated: [], rejected: [] };
  const firstLines = new Map<string, number>();
  let page: Candidate[] = [];
  for await (const listed of readList(bytes, fileName)) {
    report.rows++;
    const candidate = readCandidate(listed, deps, options.confirmed, report);
    if (!candidate) continue;
    const { line, row } = candidate;
    const firstLine = firstLines.get(row.addressKey);
    if (firstLine !== undefined) {
      report.repeated.push({ line, email: row.email, firstLine });
      continue;
    }
    firstLines.set(row.addressKey, line);
    page.push(candidate);
    if (page.length === PAGE) {
      await addPage(page, deps, report);
      page = [];
    }
  }
  await addPage(page, deps, report);
  return report;
}

function readCandidate(
  listed: ListRow,
  { rules, now }: AudienceDeps,
  confirmed: boolean,
  report: ImportReport,
): Candidate | null {
  const { list: problems, attempt } = collectProblems();
  const { line } = listed;
  if ('problem' in listed) problems.push(listed.problem);
  else {
    const row = attempt(() => subscriberOfRow(listed.values, rules, confirmed, now));
    if (row) return { line, row };
  }
  report.rejected.push({ line, reason: problems.join('; ') });
  return null;
}

async function addPage(page: readonly Candidate[], deps: AudienceDeps, report: ImportReport): Promise<void> {
  const mailable = await withoutSuppressed(page, deps, report);
  const rows = mailable.map(({ row }) => row);
  const stored = await insertAll(rows, deps.store);
  for (const [i, { line, row }] of mailable.entries()) {
    if (stored[i]) {
      report.added++;
      continue;
    }
    const existing = await deps.store.byKey(row.addressKey);
    report.known.push({ line, email: row.email, status: existing?.status ?? row.status });
  }
}

async function withoutSuppressed(
  page: readonly Candidate[],
  deps: AudienceDeps,
  report: ImportReport,
): Promise<Candidate[]> {
  const { suppressions } = deps.store;
  const key = await deps.store.suppressionKey();
  const hashes = page.map(({ row }) => suppressionHash(row.addressKey, key));
  const listed = await suppressions.among?.(hashes);
  const mailable: Candidate[] = [];
  for (const [i, candidate] of page.entries()) {
    const { line, row } = candidate;
    const hash = hashes[i] ?? '';
    let reason = listed?.has(hash) === false ? null : await suppressions.has(hash);
    if (reason === null && row.status === 'suppressed') {
      reason = 'the imported list says so';
      await suppressSubscriber(row.email, reason, deps);
    }
    if (reason === null) mailable.push(candidate);
    else report.suppressed.push({ line, email: row.email, reason });
  }
  return mailable;
}

async function insertAll(rows: readonly NewSubscriber[], store: SubscriberStore) {
  if (store.insertMany) return store.insertMany(rows);
  const stored: (Subscriber | null)[] = [];
  for (const row of rows) stored.push(await store.insert(row));
  return stored;
}
