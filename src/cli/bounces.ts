import type { Command } from 'commander';
import { findMails, mailsIn } from '../bounce/mail-files.ts';
import { UserError } from '../errors.ts';
import { readBounded } from '../ingest/sources/read-bounded.ts';
import { createProgress } from '../log.ts';
import type { Ignored } from '../model/report.ts';
import { applyReturned, type BounceReport, type MailToRead } from '../pipeline/bounces.ts';
import { explainError } from './explain-error.ts';
import { note, print, printJson, printTable } from './output.ts';
import { withApp } from './with-app.ts';

interface Options {
  keep?: true;
  json?: true;
}

/** What a reason to ignore a mail means. */
const MEANINGS: Readonly<Record<Ignored, string>> = {
  'too-large': 'larger than any report',
  unreadable: 'a report for people only: look at it yourself',
  'auto-reply': 'an automatic answer',
  'not-a-report': 'no report of a delivery, and no wish to leave',
  'no-token': 'carries no address of ours: not about our mail, or forged',
  'no-such-delivery': 'about a delivery that is not in this database',
  repeated: 'read before',
  unchanged: 'says nothing new',
  later: 'its delivery is not settled yet: read it again later',
};

export function define(command: Command): void {
  command
    .argument(
      '<source...>',
      'files (one mail, or an mbox), Maildirs, folders of mails, or - for standard input',
    )
    .option('--keep', 'leave the mails of a Maildir in new/')
    .option('--json', 'print one JSON document')
    .action(readBounces);
}

async function readBounces(sources: string[], { keep, json }: Options): Promise<void> {
  await withApp(async app => {
    const paths = await app.returnPaths();
    if (!paths) {
      throw new UserError(
        'BOUNCE_ADDRESS is not set, so that no mail carries an address by which it could be known when it comes back. Set it, and see to it that bounces+anything@ arrives there too.',
      );
    }
    const parts = { store: await app.store(), clock: app.clock, verify: paths.verify };
    const progress = createProgress(process.stderr, 'read');
    let done = 0;
    async function* mails(): AsyncGenerator<MailToRead> {
      for (const source of sources) {
        const found =
          source === '-' ? await standardInput() : findMails(source, { keep: keep ?? false, onProblem });
        for await (const mail of found) {
          yield mail;
          progress.update(++done);
        }
      }
    }
    const report = await applyReturned(parts, mails());
    progress.end();
    if (json) printJson(report);
    else show(report);
  });
}

async function standardInput() {
  return mailsIn('-', await readBounded(process.stdin));
}

function onProblem(name: string, error: unknown): void {
  const explained = explainError(error);
  if (!explained) throw error;
  const { code } = error as NodeJS.ErrnoException;
  note(code === 'ENOENT' ? `${name}: no such file or folder.` : explained.message);
  process.exitCode = 1;
}

function show({ read, changed, suppressed, unsubscribed, ignored }: BounceReport): void {
  print(
    `${read} read: ${changed.length} deliveries changed, ${suppressed} addresses suppressed, ${unsubscribed} unsubscribed.`,
  );
  if (changed.length > 0) {
    printTable(
      ['delivery', 'was', 'is', 'class', 'code', 'reason'],
      changed.map(one => [one.id, one.from, one.to, one.class, one.enhanced, one.reason]),
    );
  }
  const reasons = Object.entries(ignored) as [Ignored, number][];
  if (reasons.length === 0) return;
  print();
  printTable(
    ['ignored', 'mails', 'because'],
    reasons.map(([why, mails]) => [why, mails, MEANINGS[why]]),
  );
}
