import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import pc from 'picocolors';
import { UserError } from '../errors.ts';
import { COMMANDS } from './commands.ts';
import { explainError } from './explain-error.ts';

/** Exit codes of the contract: done, something did not work out, usage or configuration or input. */
const DONE = 0;
const FAILED = 1;
const USAGE = 2;

/**
 * Runs one command line (without `node` and the script) and returns its exit code. Only the file of
 * the command asked for is loaded, so that `--help` answers at once.
 */
export async function run(argv: readonly string[]): Promise<number> {
  stopWhenNobodyReads();
  try {
    await (await program(argv)).parseAsync(argv, { from: 'user' });
    return Number(process.exitCode ?? DONE);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : USAGE;
    return report(error);
  }
}

/** Tells a person what went wrong; only what nobody foresaw comes with a stack trace. */
function report(error: unknown): number {
  const known = error instanceof UserError ? error : explainError(error);
  if (known) {
    process.stderr.write(`${pc.red('error:')} ${known.message}\n`);
    return known.exitCode;
  }
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `${pc.red('This is a fault of Paperboy, not of yours. Please report it:')}\n${cause}\n`,
  );
  return FAILED;
}

async function program(argv: readonly string[]): Promise<Command> {
  const root = new Command('paperboy')
    .description(
      'Delivers the daily papers: for every subscriber those that are new to them and match what they follow.',
    )
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('(try --help)')
    .exitOverride();
  const words = argv.filter(word => !word.startsWith('-'));
  const wanted = words[0] === 'help' ? words[1] : words[0];
  for (const { name, summary, load } of COMMANDS) {
    const command = root.command(name).description(summary);
    if (name === wanted) (await load()).define(command);
  }
  return root;
}

function version(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/** `paperboy papers | head` ends without a word; a full disk behind `> file` does not. */
function stopWhenNobodyReads(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? DONE : report(Object.assign(error, { path: 'standard output' })));
  });
}
