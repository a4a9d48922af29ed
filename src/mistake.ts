import { UserError } from './errors.ts';

/** A place in a file that people write, and what is wrong there. */
export interface Mistake {
  /** Path of the file. */
  file: string;
  /** From 1; null where only the file is known. */
  line: number | null;
  /** From 1; null where only the line is known. */
  column: number | null;
  /** What is wrong, what was expected, what to do. */
  message: string;
}

/** Mistakes in files that an operator may edit: templates, theme, topics. Its message lists them all. */
export class MistakeError extends UserError {
  override name = 'MistakeError';
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[]) {
    super(mistakes.map(inWords).join('\n'));
    this.mistakes = mistakes;
  }
}

/** `edition.mjml:12:3: what is wrong`, as editors and terminals understand it. */
export function inWords({ file, line, column, message }: Mistake): string {
  const place = [file, line, line === null ? null : column].filter(part => part !== null).join(':');
  return `${place}: ${message}`;
}

/** What all of them come to. Throws the mistakes of all at once; whatever else goes wrong, as it is. */
export async function together<Results extends readonly unknown[]>(
  ...works: { [At in keyof Results]: Promise<Results[At]> }
): Promise<Results> {
  const mistakes: Mistake[] = [];
  for (const settled of await Promise.allSettled(works)) {
    if (settled.status === 'fulfilled') continue;
    if (!(settled.reason instanceof MistakeError)) throw settled.reason;
    mistakes.push(...settled.reason.mistakes);
  }
  if (mistakes.length > 0) throw new MistakeError(mistakes);
  return Promise.all(works);
}
