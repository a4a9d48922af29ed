import { readFile } from 'node:fs/promises';
import { MistakeError } from '../mistake.ts';

/** The text of a template; one that is not there is a MistakeError that names it. */
export async function readTemplate(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const message = `cannot read the template (${error.code}); it belongs to the program, restore it`;
    throw new MistakeError([{ file, line: null, column: null, message }]);
  });
}
