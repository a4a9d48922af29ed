import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { print, printJson } from './output.ts';
import { withApp } from './with-app.ts';

export function define(command: Command): void {
  command
    .argument('<file>', 'the file to write; it must not exist yet')
    .option('--json', 'print one JSON document')
    .action(backUp);
}

async function backUp(file: string, { json }: { json?: true }): Promise<void> {
  if (existsSync(file))
    throw new UserError(`${file} exists. Name a new file: a backup never overwrites one.`);
  await withApp(async app => {
    await (await app.store()).backup(file);
    if (json) printJson({ file });
    else
      print(
        `The database is copied to ${file}. Keep DATA_DIR/secret-key with it: links in mails need it. DATA_DIR/snapshots is what was read, as it came.`,
      );
  });
}
