import { readFile } from 'node:fs/promises';
import { UserError } from '../errors.ts';

/** The text of a template; one that is not there is a UserError that names it. */
export async function readTemplate(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      `cannot read the template ${file} (${error.code}); it belongs to the program, restore it`,
    );
  });
}
