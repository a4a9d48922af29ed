import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Command } from 'commander';
import pc from 'picocolors';
import { pause } from '../clock.ts';
import { needsAttention } from '../deliver/edition-state.ts';
import { createProgress } from '../log.ts';
import { type EditionReport, send } from '../pipeline.ts';
import { addEditionOptions, type EditionOptions, readEditionOptions } from './edition-options.ts';
import { note, print, printJson, printTable } from './output.ts';
import { withApp } from './with-app.ts';

const UNKNOWN =
  'Unknown: handed over, no answer. `deliveries --state unknown` lists them; `deliveries resolve` settles one.';

export function define(command: Command): void {
  addEditionOptions(command).option('--json', 'print one JSON document').action(sendEdition);
}

async function sendEdition(options: EditionOptions & { json?: true }): Promise<void> {
  await withApp(async app => {
    const parts = await app.parts();
    const order = readEditionOptions(app, options);
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
        retryBefore: app.clock.now(),
        onRelayDown: reason => {
          relayDown = reason;
        },
        onFrozen: planning.add,
        onDelivered: delivering.add,
      });
      planning.end();
      delivering.end();
      if (options.json) printJson(report);
      else show(report, transport.description);
      if (relayDown) note(`Nothing can be handed over: ${relayDown}. Mend it and repeat the command.`);
      if (report.states.unknown) note(UNKNOWN);
      if (needsAttention(report.states) || stop.signal.aborted) process.exitCode = 1;
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
  printTable(
    ['', 'subscribers'],
    [
      ...Object.entries(report.states).map(([state, rows]) => [state, rows]),
      ...Object.entries(report.skipped).map(([reason, rows]) => [`skipped: ${reason}`, rows]),
      ['audience', report.audience],
    ],
  );
}
