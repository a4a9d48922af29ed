import { chmod, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { type Calibration, calibrate, type Proposal } from '../match/calibrate.ts';
import { withThresholds } from '../match/write-thresholds.ts';
import { learn } from '../pipeline/learn.ts';
import { writeWhole } from '../write-whole.ts';
import { readLabels, textsOf } from './labelled-papers.ts';
import { print, printJson, printTable } from './output.ts';
import { rounded } from './topics-evaluate.ts';
import { withApp } from './with-app.ts';

export interface CalibrateOptions {
  json?: true;
  write?: true;
}

/** Fewer labelled papers say little of what the next ones will be. */
const FEW = 50;

/** `topics calibrate`: thresholds as labelled papers would have them, and what that is good for; written only with `--write`. */
export async function calibrateTopics(file: string, { json, write }: CalibrateOptions): Promise<void> {
  const labels = await readLabels(file);
  await withApp(async app => {
    const store = await app.store();
    const catalogue = await app.catalogue();
    const { matcher } = await learn({ store, catalogue });
    const matches = (await textsOf(store, labels)).map(text => matcher.match(text));
    const calibration = calibrate(catalogue.topics, labels, matches);
    const changes = calibration.proposals.filter(({ present, proposed }) => present !== proposed);
    const catalogueFile = join(app.home.subscribers, 'topics.yaml');
    const written = write === true && changes.length > 0;
    if (written) await writeThresholds(catalogueFile, changes);
    if (json) return printJson({ ...calibration, written: written ? catalogueFile : null });
    printCalibration(calibration, labels.length);
    if (written)
      print(`Written into ${catalogueFile}: the threshold of ${changes.length} topics, nothing else.`);
    else if (changes.length > 0) print(`Nothing is written. With --write these go into ${catalogueFile}.`);
  });
}

/**
 * Puts thresholds into a catalogue and leaves everything else in it as it is; whoever reads it, or a full disk, sees the old one or
 * the new one. Throws a UserError where that cannot be done.
 */
export async function writeThresholds(
  file: string,
  changes: readonly Pick<Proposal, 'topic' | 'proposed'>[],
): Promise<void> {
  const thresholds = new Map(changes.map(({ topic, proposed }) => [topic, proposed]));
  const bytes = await readFile(file);
  const before = bytes.toString('utf8');
  // What is not UTF-8, in a remark say, would come back as something else.
  const text = Buffer.from(before).equals(bytes) ? withThresholds(before, thresholds) : null;
  if (text === null)
    throw new UserError(
      `${file} is written in a way that cannot be edited without changing it elsewhere. Put the thresholds there by hand; nothing is written.`,
    );
  await replace(file, text).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      `${file} cannot be written (${error.code}). It came with the program: run this as the user who installed it, or put the thresholds there by hand.`,
    );
  });
}

/** The file that a link leads to, with the rights it has. */
async function replace(file: string, text: string): Promise<void> {
  const target = await realpath(file);
  const { mode } = await stat(target);
  await writeWhole(target, text);
  await chmod(target, mode);
}

function printCalibration({ proposals, before, after }: Calibration, papers: number): void {
  const changes = proposals.filter(({ present, proposed }) => present !== proposed);
  if (changes.length === 0) print('The thresholds are as these papers would have them.');
  else {
    printTable(
      ['topic', 'papers', 'threshold', 'proposed'],
      changes.map(one => [one.topic, one.papers, one.present, one.proposed]),
    );
  }
  print();
  printTable(
    ['measure', 'before', 'after', 'what it is'],
    [
      ['micro-F1', rounded(before.microF1), rounded(after.microF1), 'all decisions together'],
      ['macro-F1', rounded(before.macroF1), rounded(after.macroF1), 'mean over topics'],
    ],
  );
  print('After: each paper decided as the others propose, so that it tells of papers to come.');
  if (papers < FEW) print(`${papers} labelled papers are few: label ${FEW} or more before you trust this.`);
  if (changes.length > 0 && after.microF1 <= before.microF1)
    print('It does not get better by it: keep the thresholds as they are.');
}
