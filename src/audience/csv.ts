/** One record of a CSV file: its cells, or what is wrong with it. `line` is its first, from 1. */
export interface CsvRecord {
  line: number;
  cells: string[];
  problem: string | null;
}

interface ReadRecord {
  cells: string[];
  problem: string | null;
  /** Where the next record starts. */
  next: number;
}

const LINE_BREAK = /\r\n|\n|\r/g;

/**
 * Reads CSV (RFC 4180; lines may also end in LF or CR). A record with a broken quote costs its first
 * line only: reading goes on with the next.
 */
export function* readCsv(text: string, separator: string): Generator<CsvRecord> {
  let line = 1;
  for (let at = 0; at < text.length; ) {
    const { cells, problem, next } = readRecord(text, at, separator);
    yield { line, cells, problem };
    line += text.slice(at, next).match(LINE_BREAK)?.length ?? 0;
    at = next;
  }
}

function readRecord(text: string, start: number, separator: string): ReadRecord {
  const cells: string[] = [];
  const broken = (problem: string): ReadRecord => ({
    cells: [],
    problem,
    next: afterBreak(text, endOfCell(text, start, null)),
  });
  for (let at = start; ; at++) {
    if (text[at] === '"') {
      const close = closingQuote(text, at + 1);
      if (close < 0) return broken('a quote is opened and never closed');
      cells.push(text.slice(at + 1, close).replaceAll('""', '"'));
      at = close + 1;
      if (at !== endOfCell(text, at, separator)) return broken('text stands after a closing quote');
    } else {
      const end = endOfCell(text, at, separator);
      cells.push(text.slice(at, end));
      at = end;
    }
    if (text[at] !== separator) return { cells, problem: null, next: afterBreak(text, at) };
  }
}

/** Index of the quote that closes a cell, two in a row being one of its characters; -1 when none does. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

/** Index of the next separator or line break, or the end of the text. */
function endOfCell(text: string, from: number, separator: string | null): number {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at++;
  return at;
}

function afterBreak(text: string, at: number): number {
  return text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : at + 1;
}
