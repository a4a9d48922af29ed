import { type Estimate, type Estimates, FIGURES, type Figure } from './figures.ts';

/** One line of a table. */
export interface Row {
  name: string;
  estimates: Estimates;
  /** Less the method that all are compared with; null for that one. */
  differences: Estimates | null;
  seconds: number;
}

/** Methods compared on the same folds and papers. */
export interface Table {
  title: string;
  /** What is in it, and how it was measured. */
  about: string;
  against: string;
  rows: Row[];
}

const NAMES: Record<Figure, string> = {
  microF1: 'micro-F1',
  macroF1: 'macro-F1',
  map: 'MAP',
  ndcg10: 'nDCG@10',
  top1: 'top-1',
};

/** As Markdown, for README.md. */
export function markdown({ title, about, against, rows }: Table): string {
  const head = ['method', ...FIGURES.map(figure => NAMES[figure]), `MAP less ${against}`];
  const lines = rows.map(({ name, estimates, differences }) => [
    name,
    ...FIGURES.map(figure => withSpread(estimates[figure])),
    differences === null ? '' : difference(differences.map),
  ]);
  return [`### ${title}`, '', about, '', ...[head, head.map(() => '---'), ...lines].map(row)].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** For a terminal. */
export function plain({ title, about, against, rows }: Table): string {
  const cells = [
    ['method', ...FIGURES.map(figure => NAMES[figure]), `micro-F1, MAP less ${against}`, 's'],
    ...rows.map(({ name, estimates, differences, seconds }) => [
      name,
      ...FIGURES.map(figure => withSpread(estimates[figure])),
      differences === null ? '' : `${difference(differences.microF1)}  ${difference(differences.map)}`,
      seconds.toFixed(0),
    ]),
  ];
  const widths = (cells[0] ?? []).map((_, at) => Math.max(...cells.map(line => line[at]?.length ?? 0)));
  const lines = cells.map(line =>
    line
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [title, about, '', ...lines].join('\n');
}

/** `.749 ± .003 (.71–.78)`: mean, spread of the repeats, 95 % of resampled papers. */
function withSpread({ mean, sd, low, high }: Estimate): string {
  return `${short(mean, 3)}${sd < 0.0005 ? '' : ` ± ${short(sd, 3)}`} (${short(low, 2)}–${short(high, 2)})`;
}

function difference({ mean, low, high }: Estimate): string {
  return `${signed(mean, 3)} (${signed(low, 2)} to ${signed(high, 2)})`;
}

function short(value: number, digits: number): string {
  return value.toFixed(digits).replace(/^(-?)0\./, '$1.');
}

function signed(value: number, digits: number): string {
  return `${value < 0 ? '−' : '+'}${short(Math.abs(value), digits)}`;
}
