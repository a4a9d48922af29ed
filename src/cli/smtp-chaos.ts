import { randomInt } from 'node:crypto';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import { LESSONS, NAMED_FAULTS } from '../dev/chaos/faults.ts';
import { readScript } from '../dev/chaos/read-script.ts';
import { type Rule, ruleText } from '../dev/chaos/script.ts';
import { type ChaosServer, openChaosServer } from '../dev/chaos/server.ts';
import { openTally, type Tally } from '../dev/chaos/tally.ts';
import type { ChaosLine } from '../dev/chaos/witness.ts';
import { freePort } from '../dev/free-port.ts';
import { UserError } from '../errors.ts';
import { askedToStop } from './asked-to-stop.ts';
import { note, print, printTable } from './output.ts';

interface Options {
  port: number;
  script?: string;
  seed?: number;
  log?: string;
  tls?: true;
}

/** Some of everything, and most mails get through. */
const SCRIPT =
  'drop-on-accept 2%, slow-greeting 2%, 451-rcpt 2%, 550-rcpt 1%, drop-before-354 2%, drop-in-data 1%, drop-after-dot 3%, 451-dot 1%, slow-250 3%';
const REDRAW_MS = 500;

export function define(command: Command): void {
  command
    .option('--port <port>', 'where it listens, on 127.0.0.1', readPort, 2526)
    .option(
      '--script <script>',
      'what goes wrong: rules, or @ and a file of them (default: some of everything)',
    )
    .option('--seed <number>', 'the same one does the same to the same addresses (default: drawn)', readSeed)
    .option('--log <file>', 'adds a line of JSON for each message and fault; - for standard output')
    .option('--tls', 'offer STARTTLS, with a certificate made for the occasion')
    .addHelpText('after', help)
    .action(smtpChaos);
}

function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('Expected a port from 0 to 65535.');
}

function readSeed(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number.');
}

function help(): string {
  const names = NAMED_FAULTS.map(({ name, does, lesson }) => {
    const [verdict = ''] = LESSONS[lesson].split(':');
    return `  ${name.padEnd(18)} ${does} (${verdict})`;
  });
  return `
A rule is a fault and what stands behind it, in any order; rules are separated by commas or lines:
  drop-after-dot 5%, 451-rcpt every 50, slow-250 1% 3s, policy-storm after 100 times 50 for *@example.org

  5%                 share of all it may strike        every 50   the first, the 51st, …
  after 100          so many pass first                times 50   so often at most
  for *@example.org  these recipients only             3s         how long it takes
  taken, lost        what becomes of a message that is not answered for; else chance decides
  "4.7.1 Not now"    the words of a refusal

A file may hold the same as JSON or YAML: - { fault: slow-250, share: 1%, wait: 3s }

Faults, and what they are to a sender:
${names.join('\n')}
  <code>-<place>     a refusal, such as 451-rcpt: 400 to 599; greeting, starttls, auth, mail, rcpt, data, dot`;
}

/** A mail server with bad days, until it is told to stop. */
async function smtpChaos(options: Options): Promise<void> {
  const rules = await scriptOf(options.script ?? SCRIPT);
  const seed = options.seed ?? randomInt(2 ** 32);
  const asked = askedToStop();
  const log = openLog(options.log);
  const tally = openTally(rules);
  try {
    const port = await freePort(options.port);
    let fail = (_error: unknown) => {};
    const broken = new Promise<never>((_resolve, reject) => {
      fail = reject;
    });
    const server = await openChaosServer({
      script: rules,
      seed,
      port,
      ...(options.tls && { tls: true }),
      witness: line => {
        log.write(line);
        tally.add(line);
      },
      onBroken: error => fail(error),
    });
    const say = log.isStdout ? note : print;
    greet(say, server, { ...options, seed, rules });
    const stopShowing = log.isStdout ? () => {} : showLive(tally, server);
    try {
      await Promise.race([asked.promise, broken]);
    } finally {
      stopShowing();
      await server.close();
    }
    if (!log.isStdout) conclude(tally);
  } finally {
    log.close();
    asked.forget();
  }
}

async function scriptOf(text: string): Promise<Rule[]> {
  if (!text.startsWith('@')) return readScript(text, '--script');
  const file = text.slice(1);
  return readScript(readText(file), file);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`--script: ${file} cannot be read (${code}). Expected a text file after the @.`);
  }
}

/** Where lines go: written before the call returns, so that what was answered is on record. */
function openLog(file: string | undefined) {
  const isStdout = file === '-';
  const handle = file === undefined ? null : isStdout ? process.stdout.fd : openSync(file, 'a');
  return {
    isStdout,
    write: (line: ChaosLine) => {
      if (handle !== null) writeSync(handle, `${JSON.stringify(line)}\n`);
    },
    close: () => {
      if (handle !== null && !isStdout) closeSync(handle);
    },
  };
}

function greet(
  say: (line: string) => void,
  { url, port }: ChaosServer,
  { rules, seed, log, port: wanted }: Options & { rules: readonly Rule[]; seed: number },
): void {
  const moved = wanted === 0 || wanted === port ? '' : pc.yellow(` (${wanted} is taken)`);
  say(pc.bold('A mail server with bad days: it passes no mail on and keeps none.'));
  say('');
  say(`  SMTP_URL=${pc.cyan(url)}${moved}`);
  say(`  script   ${rules.map(ruleText).join(', ') || 'nothing goes wrong'}`);
  say(`  seed     ${seed}`);
  if (log !== undefined) say(`  log      ${log === '-' ? 'standard output' : log}`);
  say('');
  say('Ctrl-C ends it, and says what a sender may repeat.');
}

/** Shows on a terminal what has happened so far. Returns what ends that. */
function showLive(tally: Tally, server: ChaosServer): () => void {
  if (!process.stdout.isTTY) return () => {};
  let drawn = 0;
  const wipe = () => {
    if (drawn > 0) process.stdout.write(`\x1b[${drawn}A\x1b[J`);
  };
  const draw = () => {
    wipe();
    const rows = tally.rows();
    print();
    printTable(
      ['fault', 'times', 'taken', ''],
      rows.map(({ name, times, taken, does }) => [name, times, taken, does]),
    );
    print(pc.dim(`${server.connections()} connections`));
    drawn = rows.length + 3;
  };
  draw();
  const timer = setInterval(draw, REDRAW_MS);
  return () => {
    clearInterval(timer);
    wipe();
  };
}

function conclude(tally: Tally): void {
  print();
  printTable(
    ['fault', 'times', 'taken', 'to a sender'],
    tally.rows().map(({ name, times, taken, lesson }) => [name, times, taken, lesson]),
  );
}
