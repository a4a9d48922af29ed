import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from '../app.ts';
import { type Bookmark, readImap } from '../bounce/imap.ts';
import { type FoundMail, readMaildir } from '../bounce/mail-files.ts';
import type { ConfigOf } from '../config.ts';
import { UserError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { VerifyReturnPath } from '../model/report.ts';
import { applyReturned, type BounceReport } from '../pipeline/bounces.ts';
import type { Parts } from '../pipeline/parts.ts';

/** The key of the incident that a mailbox cannot be read. */
const INCIDENT = 'returned mail';

/** A server that is away for a moment is nobody's concern. */
const FAILURES = 3;

/** Where returned mail is looked for. */
export interface Mailboxes extends ConfigOf<'bounces'> {
  verify: VerifyReturnPath;
  /** What is remembered from one reading to the next. */
  memory: {
    /** Readings in a row that failed. */
    failures: number;
    imap: Bookmark;
  };
}

/** What is needed besides. */
export interface Reading {
  parts: Pick<Parts, 'store' | 'clock'>;
  log: Log;
  signal?: AbortSignal;
}

/** The mailboxes of the configuration; null when there is nothing to look for. */
export async function openMailboxes(app: App, log: Log): Promise<Mailboxes | null> {
  const settings = app.config('bounces');
  if (!settings.bounceMaildir && !settings.bounceImapUrl) return null;
  const paths = await app.returnPaths();
  const memory = { failures: 0, imap: { uid: 0 } };
  if (paths) return { ...settings, verify: paths.verify, memory };
  log.warn(
    'returned mail is not read: BOUNCE_ADDRESS is not set, so that no mail could be known when it comes back',
  );
  return null;
}

/**
 * Reads what is unread in the mailboxes and does what it demands. A mailbox that cannot be read keeps nobody from the other
 * one; when that goes on it is an incident, until it can.
 */
export async function readMailboxes(mailboxes: Mailboxes, reading: Reading): Promise<BounceReport> {
  const { parts, log, signal } = reading;
  const { bounceMaildir, bounceImapUrl, verify, memory } = mailboxes;
  const problems: string[] = [];
  const onProblem = (name: string, error: unknown) => {
    if (signal?.aborted) return;
    log.error({ err: error, mailbox: name }, 'returned mail cannot be read, and will be tried again');
    problems.push(error instanceof UserError ? error.message : `${name} cannot be read: ${error}`);
  };
  async function* mails(): AsyncGenerator<FoundMail> {
    if (bounceMaildir) yield* guarded('BOUNCE_MAILDIR', unreadIn(bounceMaildir, onProblem));
    if (bounceImapUrl)
      yield* guarded('BOUNCE_IMAP_URL', readImap(bounceImapUrl.reveal(), { bookmark: memory.imap, signal }));
  }
  async function* guarded(name: string, found: AsyncGenerator<FoundMail>): AsyncGenerator<FoundMail> {
    try {
      for await (const mail of found) {
        // Marked or not, it was read: it would change nothing the next time.
        yield { ...mail, dealtWith: () => mail.dealtWith().catch(error => onProblem(name, error)) };
      }
    } catch (error) {
      onProblem(name, error);
    }
  }

  const report = await applyReturned({ ...parts, verify }, mails(), signal);
  tell(report, log);
  const { incidents } = parts.store;
  const [problem] = problems;
  if (problem === undefined && signal?.aborted) return report;
  memory.failures = problem === undefined ? 0 : memory.failures + 1;
  if (problem === undefined) await incidents.close(INCIDENT, parts.clock.now());
  else if (memory.failures >= FAILURES) await incidents.open(INCIDENT, problem, parts.clock.now());
  return report;
}

async function* unreadIn(
  folder: string,
  onProblem: (name: string, error: unknown) => void,
): AsyncGenerator<FoundMail> {
  await stat(join(folder, 'new')).catch(() => {
    throw new UserError(
      `BOUNCE_MAILDIR: ${folder} is no Maildir: it has no folder new/ that can be read. Correct the name, or the permissions.`,
    );
  });
  yield* readMaildir(folder, { unreadOnly: true, onProblem });
}

/** In numbers only: who bounces or complains is nobody's business who reads a log. */
function tell({ read, changed, suppressed, unsubscribed, ignored }: BounceReport, log: Log): void {
  const { later = 0, ...rest } = ignored;
  if (read === later) return;
  log.info(
    { read, changed: changed.length, suppressed, unsubscribed, ignored: rest },
    'returned mail was read',
  );
  const unwanted = changed.filter(one => one.class === 'policy').length;
  if (unwanted > 0) log.warn({ mails: unwanted }, 'returned as not wanted: `paperboy doctor` may know why');
  if (rest.unreadable) log.warn({ mails: rest.unreadable }, 'reports for people only: look at them yourself');
}
