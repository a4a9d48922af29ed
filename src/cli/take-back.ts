import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { whyNoNote } from '../model/note.ts';
import type { Parts } from '../pipeline/parts.ts';
import {
  type Because,
  forgetSnapshot,
  hidePaper,
  restoreSnapshot,
  type TakenBackReport,
  unhidePaper,
} from '../pipeline/take-back.ts';
import { note, print, printJson } from './output.ts';
import { withApp } from './with-app.ts';

interface Options {
  why?: string;
  json?: true;
}

/** `papers hide` and `papers unhide`. */
export function definePaperActs(papers: Command): void {
  act(
    papers.command('hide <id>').description('take a paper back: no mail and no page names it any more'),
    hide,
  );
  act(papers.command('unhide <id>').description('let later editions carry it again'), unhide);
}

/** `snapshots forget` and `snapshots restore`. */
export function defineSnapshotActs(snapshots: Command): void {
  act(
    snapshots
      .command('forget <number>')
      .description('as if it had never come, with the papers that only it brought'),
    forget,
  );
  act(snapshots.command('restore <number>').description('make a forgotten snapshot count again'), restore);
}

type Act = (parts: Parts, what: string, because: Because) => Promise<TakenBackReport>;

function act(command: Command, doing: { act: Act; told: (report: TakenBackReport) => string }): void {
  command
    .option('--why <text>', 'why, for the record')
    .option('--json', 'print one JSON document')
    .action((what: string, _: Options, self: Command) => {
      const { why: said = '', json } = self.optsWithGlobals<{ why?: string; json?: true }>();
      const problem = whyNoNote(said.trim());
      if (problem) throw new UserError(`--why: ${problem}`);
      const why = said.trim() || null;
      return withApp(async app =>
        tell(await doing.act(await app.parts(), what, { who: 'command line', why }), doing, json),
      );
    });
}

function tell(
  report: TakenBackReport,
  { told }: { told: (report: TakenBackReport) => string },
  json: true | undefined,
): void {
  if (json) {
    printJson(report);
    return;
  }
  print(told(report));
  if (!report.changed) return;
  const { replanned, withoutMail } = report;
  if (replanned + withoutMail > 0) {
    print(
      `Planned anew: ${replanned} mails with other papers; ${withoutMail} readers with nothing left for them.`,
    );
  }
  note('What is on its way, or was delivered, stays as it is.');
}

const numberOf = (text: string) => {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UserError(`"${text}" is no number of a snapshot. They stand in: paperboy snapshots`);
};

const hide = {
  act: hidePaper,
  told: ({ name, changed }: TakenBackReport) =>
    changed ? `Hidden: "${name}". paperboy papers unhide undoes it.` : `"${name}" was hidden already.`,
};
const unhide = {
  act: unhidePaper,
  told: ({ name, changed }: TakenBackReport) =>
    changed ? `Shown again: "${name}".` : `"${name}" was not hidden.`,
};
const forget = {
  act: (parts: Parts, what: string, because: Because) => forgetSnapshot(parts, numberOf(what), because),
  told: ({ name, changed, papers }: TakenBackReport) =>
    changed
      ? `Forgotten: the snapshot of ${name}, with ${papers} papers that only it brought. paperboy snapshots restore undoes it.`
      : `The snapshot of ${name} was forgotten already.`,
};
const restore = {
  act: (parts: Parts, what: string, because: Because) => restoreSnapshot(parts, numberOf(what), because),
  told: ({ name, changed, papers }: TakenBackReport) =>
    changed
      ? `The snapshot of ${name} counts again, and ${papers} papers with it.`
      : `The snapshot of ${name} was not forgotten.`,
};
