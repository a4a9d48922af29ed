import { UserError } from '../errors.ts';
import { type CsvRecord, readCsv } from './csv.ts';
import { unguardFormula } from './formula-guard.ts';
import { COLUMNS, type Column, columnOf, holdsList, type ListRow, type RowValues } from './list-row.ts';
import { collectProblems } from './problems.ts';
import { UnreadableList } from './unreadable-list.ts';

/**
 * Reads the rows of a CSV list: a header that names the columns, then one subscriber a record; blank
 * lines are passed over. Throws a UserError for a header that cannot be followed: a mistyped column
 * would be lost for everybody.
 */
export function* csvRows(text: string): Generator<ListRow> {
  const records = readCsv(text, separatorOf(text));
  let columns: (Column | null)[] | null = null;
  for (const record of records) {
    if (record.problem === null && record.cells.every(cell => cell.trim() === '')) continue;
    if (columns) yield rowOfRecord(record, columns);
    else columns = readHeader(record);
  }
  if (!columns)
    throw new UserError(`the list is empty: its first line names the columns ${COLUMNS.join(',')}`);
}

/** Comma, unless the header holds none: spreadsheets of many countries write semicolons. */
function separatorOf(text: string): string {
  const header = /[^\r\n]+/.exec(text)?.[0] ?? '';
  return [',', ';', '\t'].find(separator => header.includes(separator)) ?? ',';
}

function readHeader({ cells, line, problem }: CsvRecord): (Column | null)[] {
  const { list, attempt } = collectProblems();
  const columns = cells.map(cell => attempt(() => columnOf(cell)) ?? null);
  const named = columns.filter(column => column !== null);
  if (problem) list.push(problem);
  else if (!named.includes('email')) list.push('no column is named email');
  if (new Set(named).size < named.length) list.push('a column is named twice');
  if (list.length > 0) throw new UnreadableList(`the header, line ${line}: ${list.join('; ')}`, line);
  return columns;
}

function rowOfRecord({ line, cells, problem }: CsvRecord, columns: readonly (Column | null)[]): ListRow {
  if (problem) return { line, problem };
  if (cells.length > columns.length) {
    return { line, problem: `${cells.length} cells, but the header names ${columns.length} columns` };
  }
  const values: RowValues = {};
  columns.forEach((column, i) => {
    const cell = cells[i]?.trim() ?? '';
    if (!column || cell === '') return;
    if (holdsList(column)) values[column] = cell.split(';').map(item => unguardFormula(item.trim()));
    else values[column] = unguardFormula(cell);
  });
  return { line, values };
}
