import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { LONGEST_NOTE, whyNoNote } from '../model/note.ts';
import { type EditionOptions, readEditionOptions } from './edition-options.ts';
import { print, printJson } from './output.ts';
import { withApp } from './with-app.ts';

interface Options extends Pick<EditionOptions, 'edition'> {
  clear?: true;
  json?: true;
}

export function define(command: Command): void {
  command
    .argument(
      '[text]',
      `one line, at most ${LONGEST_NOTE} characters; without it, shows the line that stands`,
    )
    .option('--edition <date>', 'which edition, YYYY-MM-DD (default: today)')
    .option('--clear', 'take the line away')
    .option('--json', 'print one JSON document')
    .action(setNote);
}

async function setNote(text: string | undefined, { edition: named, clear, json }: Options): Promise<void> {
  if (clear && text !== undefined)
    throw new UserError('Give a line or --clear, not both: a new line takes the place of the old one.');
  const line = text === undefined ? null : parseNote(text);
  await withApp(async app => {
    const { edition } = readEditionOptions(app, named === undefined ? {} : { edition: named });
    const { notes } = await app.store();
    const isChange = clear || line !== null;
    if (isChange) await notes.set(edition, line ?? '', app.clock.now());
    const note = (await notes.current(edition))?.text ?? null;
    if (json) return printJson({ edition, note });
    if (note === null) print(`Edition ${edition} has no line from the editor${clear ? ' any more' : ''}.`);
    else print(`Edition ${edition}, from the editor: ${note}`);
    if (isChange) print('Mails that are frozen already keep what they have.');
    else if (note === null) print(`Add one: paperboy note --edition ${edition} "…"`);
  });
}

/** The operator's line as typed, without space around it. Throws a UserError for what is no line of a mail. */
export function parseNote(text: string): string {
  const line = text.trim();
  if (line === '') throw new UserError('The line is empty. Write one, or take it away with --clear.');
  const problem = whyNoNote(line);
  if (problem !== null) throw new UserError(problem);
  return line;
}
