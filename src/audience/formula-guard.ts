// Spreadsheets run a cell that starts with one of these as a formula (OWASP, CSV injection).
const FORMULA = /^'*[=+\-@\t\r\n]/;

/** Text that a spreadsheet shows and does not run: an apostrophe stands before a formula. */
export function guardFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** Undoes `guardFormula`. */
export function unguardFormula(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}
