import { readFile } from 'node:fs/promises';
import { importSubscribers } from '../audience/import.ts';
import { audienceStore } from '../audience/subscriber-store.ts';
import { UserError } from '../errors.ts';
import { rules } from './audience.ts';
import { print, printJson } from './output.ts';
import { withApp } from './with-app.ts';

/** Adds the subscribers a file lists; exit code 1 when a row was not usable. */
export async function importFile(file: string, options: { confirmed?: true; json?: true }): Promise<void> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`${file} cannot be read (${error.code}): name a CSV, JSON or YAML file.`);
  });
  await withApp(async app => {
    const store = await app.store();
    const checks = await rules(app);
    const now = app.clock.now();
    // One transaction: a list is there whole or, when the power goes, not at all.
    const report = await store.transaction(tx =>
      importSubscribers(
        bytes,
        file,
        { store: audienceStore(tx), now, rules: checks },
        { confirmed: Boolean(options.confirmed) },
      ),
    );
    if (report.rejected.length > 0) process.exitCode = 1;
    if (options.json) return printJson(report);
    print(
      `${report.rows} rows, ${report.added} added${options.confirmed ? '' : ' (pending: import with --confirmed if you have their consent)'}.`,
    );
    for (const { line, email, status } of report.known)
      print(`${file}:${line}: ${email} is here already (${status}); left as it is`);
    for (const { line, email } of report.departed)
      print(
        `${file}:${line}: ${email} left for good (erased, or moved to another address); not added, only \`subscribers add\` may`,
      );
    for (const { line, email, reason } of report.suppressed)
      print(`${file}:${line}: ${email} is suppressed (${reason}); not added`);
    for (const { line, email, firstLine } of report.repeated)
      print(`${file}:${line}: ${email} stands on line ${firstLine} already`);
    for (const { line, reason } of report.rejected) print(`${file}:${line}: ${reason}`);
  });
}
