/**
 * A mistake of the person at the keyboard or in a file of theirs: shown as words, never with a
 * stack trace. The message says what failed, where, what was expected, and what to do.
 */
export class UserError extends Error {
  override name = 'UserError';
  /** Process exit code: 1 something did not work out, 2 usage, configuration or input error. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 2) {
    super(message);
    this.exitCode = exitCode;
  }
}
