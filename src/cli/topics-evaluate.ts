import { writeFile } from 'node:fs/promises';
import { UserError } from '../errors.ts';
import { type Confusion, confusions, type Miss, misses } from '../match/confusion.ts';
import { evaluate, type Quality, type TopicQuality } from '../match/evaluate.ts';
import { learn } from '../pipeline/learn.ts';
import { readLabels, textsOf } from './labelled-papers.ts';
import { note, print, printJson, printTable } from './output.ts';
import { qualityPage, qualityPicture } from './quality-picture.ts';
import { withApp } from './with-app.ts';

export interface EvaluateOptions {
  json?: true;
  picture?: string;
}

const PAIRS_SHOWN = 10;
const MISSES_SHOWN = 10;
const BAR_WIDTH = 10;

const MEASURES: Record<keyof Omit<Quality, 'topics'>, string> = {
  papers: 'labelled papers',
  microF1: 'of all decisions together: how many are right, and how many right ones are there (F1)',
  macroF1: 'the same for each topic, then their mean: small topics count as much as large ones',
  map: 'order alone: how far up the right papers of each topic stand (mean average precision)',
  ndcg10: 'order of the best ten of each topic: 1 is all right ones first',
  top1: 'share of papers whose best topic is right',
};

/** `topics evaluate`: quality on labelled papers, where it goes wrong, and a picture of both. */
export async function evaluateLabels(file: string, { json, picture }: EvaluateOptions): Promise<void> {
  const draw = picture === undefined ? null : drawerFor(picture);
  const labels = await readLabels(file);
  await withApp(async app => {
    const store = await app.store();
    const catalogue = await app.catalogue();
    const { matcher } = await learn({ store, catalogue });
    const matches = (await textsOf(store, labels)).map(text => matcher.explain(text));
    const quality = evaluate(labels, matches);
    const mistakes = { confusions: confusions(labels, matches), misses: misses(labels, matches) };
    if (draw && picture !== undefined) {
      const names = new Map(catalogue.topics.map(({ id, name }) => [id, name]));
      await writeFile(
        picture,
        draw(quality, mistakes.confusions, id => names.get(id) ?? id),
      );
    }
    if (json) return printJson({ ...quality, ...mistakes });
    printQuality(quality);
    printMistakes(mistakes);
    if (picture !== undefined) note(`Drawn in ${picture}`);
  });
}

function drawerFor(file: string): typeof qualityPicture {
  if (/\.svg$/i.test(file)) return qualityPicture;
  if (/\.html?$/i.test(file)) return qualityPage;
  throw new UserError(`--picture ${file}: expected a name that ends in .svg or .html.`);
}

/** The measures, each with what it means, and the topics. */
function printQuality({ topics, ...whole }: Quality): void {
  const measures = Object.entries(MEASURES) as [keyof typeof MEASURES, string][];
  printTable(
    ['measure', 'value', 'what it is'],
    measures.map(([name, means]) => [name, rounded(whole[name]), means]),
  );
  print();
  const isTerminal = process.stdout.isTTY;
  printTable(
    ['topic', 'papers', 'precision', 'recall', 'f1', 'average precision', ...(isTerminal ? [''] : [])],
    topics.map(topic => [...cellsOf(topic), ...(isTerminal ? [barOf(topic.f1)] : [])]),
  );
}

function cellsOf({ topic, papers, precision, recall, f1, averagePrecision }: TopicQuality) {
  return [topic, papers, ...[precision, recall, f1, averagePrecision].map(rounded)];
}

function printMistakes(mistakes: { confusions: Confusion[]; misses: Miss[] }): void {
  if (mistakes.confusions.length > 0) {
    print('\nDecided wrongly, where another topic was right:');
    printTable(
      ['decided', 'right', 'papers', 'and the right one missed'],
      mistakes.confusions.slice(0, PAIRS_SHOWN).map(one => [one.decided, one.right, one.papers, one.missed]),
    );
  }
  for (const [kind, title] of [
    ['missed', 'Missed by most (it belongs there):'],
    ['false', 'False by most (it does not belong there):'],
  ] as const) {
    const worst = mistakes.misses.filter(miss => miss.kind === kind).slice(0, MISSES_SHOWN);
    if (worst.length === 0) continue;
    print(`\n${title}`);
    printTable(
      ['topic', 'score', 'threshold', 'what spoke for it, − against', 'title'],
      worst.map(miss => [miss.topic, rounded(miss.score), rounded(miss.threshold), spoken(miss), miss.title]),
    );
  }
}

function spoken({ terms, against }: Miss): string {
  const shown = [...terms.slice(0, 3), ...against.slice(0, 2).map(term => `− ${term}`)];
  return shown.length === 0 ? '–' : shown.join(', ');
}

/** A bar of blocks for a number from 0 to 1. */
export function barOf(value: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, value)) * BAR_WIDTH * 8);
  const rest = ' ▏▎▍▌▋▊▉'[eighths % 8] ?? '';
  return `${'█'.repeat(Math.floor(eighths / 8))}${rest}`.trimEnd();
}

/** To three digits; counts as they are. */
export function rounded(value: number): string {
  return Number.isInteger(value) && value > 1 ? String(value) : value.toFixed(3);
}
