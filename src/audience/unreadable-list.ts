import { UserError } from '../errors.ts';

/** A list that cannot be read as a whole, and where that shows, as far as known. */
export class UnreadableList extends UserError {
  override name = 'UnreadableList';
  readonly line: number | null;
  readonly column: number | null;

  constructor(message: string, line: number | null = null, column: number | null = null) {
    super(message);
    this.line = line;
    this.column = column;
  }
}
