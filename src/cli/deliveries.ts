import { type Command, Option } from 'commander';
import { UserError } from '../errors.ts';
import { isCalendarDate } from '../model/date.ts';
import { DELIVERY_STATES, type DeliveryReport, type DeliveryState } from '../model/delivery.ts';
import { againOf, papersOf } from '../model/edition.ts';
import { unpackSelection } from '../model/packed-selection.ts';
import type { Store } from '../store/store.ts';
import { note, print, printJson, printTable } from './output.ts';
import { withApp } from './with-app.ts';

interface Options {
  edition?: string;
  state?: DeliveryState;
  json?: true;
}

export function define(command: Command): void {
  command
    .option('--edition <date>', 'only this edition, YYYY-MM-DD')
    .addOption(new Option('--state <state>', 'only deliveries in this state').choices(DELIVERY_STATES))
    .option('--json', 'print one JSON document')
    .action(listDeliveries);
  command
    .command('resolve <id>')
    .description('settle an unknown delivery: it arrived, or it is to go out once more')
    .option('--accepted', 'it arrived')
    .option('--resend', 'deliver it again at the next send: may be a second copy')
    .option('--json', 'print one JSON document')
    .action((id: string, _: Resolution, self: Command) => resolveDelivery(id, self.optsWithGlobals()));
}

interface Resolution {
  accepted?: true;
  resend?: true;
  json?: true;
}

async function resolveDelivery(id: string, { accepted, resend, json }: Resolution): Promise<void> {
  const [, edition, num] = /^(\d{4}-\d{2}-\d{2})\.(\d+)$/.exec(id) ?? [];
  if (!edition || !num)
    throw new UserError(`"${id}" is no delivery: \`deliveries\` lists ids like 2026-06-02.7.`);
  if (accepted === resend) throw new UserError('Say either --accepted or --resend.');
  await withApp(async app => {
    const store = await app.store();
    const { resolveDelivery: resolve } = await import('../pipeline/resolve.ts');
    const word = accepted ? 'accepted' : 'resend';
    if (!(await resolve({ store, clock: app.clock }, edition, Number(num), word))) {
      const known = await store.deliveries.find(edition, Number(num));
      const why = known
        ? `is ${known.state}: only what is unknown can be resolved`
        : 'is no delivery: `deliveries` lists them';
      throw new UserError(`${id} ${why}.`, 1);
    }
    const [report] = await deliveryReports(store, { edition, subscriber: Number(num) });
    if (json) printJson(report);
    else print(`${id} is ${accepted ? 'accepted now' : 'pending now; the next send delivers it'}.`);
  });
}

async function listDeliveries({ edition, state, json }: Options): Promise<void> {
  if (edition !== undefined && !isCalendarDate(edition)) {
    throw new UserError(`--edition: expected a date like 2026-06-02, got "${edition}".`);
  }
  await withApp(async app => {
    const reports = await deliveryReports(await app.store(), {
      ...(edition && { edition }),
      ...(state && { state }),
    });
    if (json) return printJson(reports);
    if (reports.length === 0) return note('No such deliveries.');
    printTable(
      ['id', 'subscriber', 'state', 'papers', 'attempts', 'updated', 'reply'],
      reports.map(one => [
        one.id,
        one.email ?? '(erased)',
        one.state,
        one.papers.length,
        one.attempts,
        one.updatedAt,
        one.reason ?? one.reply,
      ]),
    );
  });
}

/** The ledger's rows with addresses and paper ids, as the contract shows them. */
export async function deliveryReports(
  store: Store,
  filter: { edition?: string; state?: DeliveryState; subscriber?: number },
): Promise<DeliveryReport[]> {
  const rows = (await store.deliveries.list(filter)).map(row => {
    const selection = unpackSelection(row.papers);
    return { ...row, nums: papersOf(selection), again: againOf(selection) };
  });
  const ids = await store.papers.ids(rows.flatMap(row => [...row.nums, ...row.again]));
  return rows.map(row => ({
    id: `${row.edition}.${row.subscriber}`,
    edition: row.edition,
    email: row.email,
    state: row.state,
    attempts: row.attempts,
    messageId: row.messageId,
    code: row.code,
    reply: row.reply,
    reason: row.reason,
    papers: row.nums.map(num => ids.get(num) ?? ''),
    again: row.again.map(num => ids.get(num) ?? ''),
    updatedAt: new Date(row.updatedAt).toISOString(),
  }));
}
