import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { type Command, Option } from 'commander';
import pc from 'picocolors';
import { pause } from '../clock.ts';
import { needsAttention } from '../deliver/edition-state.ts';
import { UserError } from '../errors.ts';
import { createProgress } from '../log.ts';
import { HOLD_WORDS, type HoldWord } from '../pipeline/hold-edition.ts';
import { planAnew } from '../pipeline/plan-anew.ts';
import { type EditionReport, send } from '../pipeline.ts';
import { addEditionOptions, type EditionOptions, readEditionOptions } from './edition-options.ts';
import { holdEdition, holdInWords } from './hold-edition.ts';
import { addFromFolder } from './list-folder.ts';
import { note, print, printJson, printTable } from './output.ts';
import { withApp } from './with-app.ts';

const UNKNOWN =
  'Unknown: handed over, no answer. `deliveries --state unknown` lists them; `deliveries resolve` settles one.';

interface Options extends EditionOptions {
  pause?: true;
  resume?: true;
  cancel?: true;
  approve?: true;
  reason?: string;
  json?: true;
}

export function define(command: Command): void {
  const word = (flag: HoldWord, summary: string) =>
    new Option(`--${flag}`, summary).conflicts([...HOLD_WORDS.filter(other => other !== flag), 'at']);
  addEditionOptions(command)
    .addOption(word('pause', 'hand over nothing of the edition until --resume; sends nothing'))
    .addOption(word('resume', 'end its pause; sends nothing'))
    .addOption(word('cancel', 'hand over nothing of it any more, for good; sends nothing'))
    .addOption(word('approve', 'say that it is good to go: no check holds it any more; sends nothing'))
    .addOption(
      new Option('--reason <text>', 'with --pause: why, for whoever looks').conflicts([
        'resume',
        'cancel',
        'approve',
      ]),
    )
    .option('--json', 'print one JSON document')
    .action(runSend);
}

async function runSend(options: Options): Promise<void> {
  const word = HOLD_WORDS.find(one => options[one]);
  if (word) return hold(word, options);
  if (options.reason !== undefined)
    throw new UserError('--reason: says why an edition is paused: add --pause.');
  return sendEdition(options);
}

async function hold(word: HoldWord, options: Options): Promise<void> {
  await withApp(async app => {
    const { edition } = readEditionOptions(app, options);
    const reason = options.reason?.trim() || 'by the operator';
    const { report, told } = await holdEdition(app, edition, word, reason);
    if (options.json) return printJson(report);
    print(told);
    printAccounts(report);
  });
}

async function sendEdition(options: Options): Promise<void> {
  await withApp(async app => {
    const parts = await app.parts();
    const order = readEditionOptions(app, options);
    await addFromFolder(app);
    // A paper that was taken back while a worker held its mail, or died over it.
    await planAnew(parts);
    const transport = await app.transport();
    let relayDown: string | null = null;
    const stop = new AbortController();
    const onSignal = () => stop.abort();
    process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
    const planning = counter('planned');
    const delivering = counter('delivered');
    try {
      const report = await send(parts, order, {
        transport,
        owner: `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`,
        sleep: pause,
        signal: stop.signal,
        // Whoever types the command wants it tried now, whatever a server said the last time.
        retryBefore: await parts.store.now(),
        onRelayDown: reason => {
          relayDown = reason;
        },
        onHeld: (edition, what) =>
          note(`Part of it is held: ${what}. To let it go: paperboy send --edition ${edition} --resume`),
        onFrozen: planning.add,
        onDelivered: delivering.add,
      });
      planning.end();
      delivering.end();
      if (options.json) printJson(report);
      else show(report, transport.description);
      if (relayDown) note(`Nothing can be handed over: ${relayDown}. Mend it and repeat the command.`);
      if (report.states.unknown) note(UNKNOWN);
      const held = (await parts.store.editions.holds([order.edition])).get(order.edition);
      const heldBecause = holdInWords(order.edition, held);
      if (heldBecause) note(heldBecause);
      const isPaused = report.state === 'paused';
      if (needsAttention(report.states) || isPaused || stop.signal.aborted) process.exitCode = 1;
    } finally {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
      await transport.close();
    }
  });
}

/** Counts on a terminal while it runs. */
function counter(label: string): { add: (more: number) => void; end: () => void } {
  const progress = createProgress(process.stderr, label);
  let done = 0;
  return {
    add: more => {
      done += more;
      progress.update(done);
    },
    end: progress.end,
  };
}

function show(report: EditionReport, description: string): void {
  const colour = report.state === 'complete' ? pc.green : pc.yellow;
  print(`Edition ${report.edition}: ${colour(report.state)}. Accepted means ${description}.`);
  printAccounts(report);
}

function printAccounts(report: EditionReport): void {
  printTable(
    ['', 'subscribers'],
    [
      ...Object.entries(report.states).map(([state, rows]) => [state, rows]),
      ...Object.entries(report.skipped).map(([reason, rows]) => [`skipped: ${reason}`, rows]),
      ['audience', report.audience],
    ],
  );
}
