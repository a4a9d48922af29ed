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
