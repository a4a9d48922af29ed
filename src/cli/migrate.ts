import type { Command } from 'commander';
import { print, printJson } from './output.ts';
import { withApp } from './with-app.ts';

export function define(command: Command): void {
  command.option('--json', 'print one JSON document').action(migrateDatabase);
}

async function migrateDatabase({ json }: { json?: true }): Promise<void> {
  await withApp(async app => {
    // Opening migrates: every command may be the first one after an update.
    const { migrated } = await app.store();
    if (json) printJson(migrated);
    else if (migrated.from === migrated.to) print(`The database has schema ${migrated.to}, as it should.`);
    else print(`The database went from schema ${migrated.from} to ${migrated.to}.`);
  });
}
