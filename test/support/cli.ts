import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAIN = new URL('../../dist/main.js', import.meta.url).pathname;
const CLI_PROCESS = new URL('cli-process.mjs', import.meta.url).pathname;

/** What a command line printed and how it ended. */
export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
  /** stdout as one JSON document. */
  json: () => unknown;
  /** stdout as NDJSON. */
  lines: () => unknown[];
}

type Printed = Pick<Ran, 'code' | 'stdout' | 'stderr'>;

/** The built program in a folder of its own, as an operator runs it. */
export function commandLine(environment: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-cli-'));
  const env = { PATH: process.env.PATH ?? '', HOME: folder, NO_COLOR: '1', ...environment };
  function start(args: readonly string[], input?: string | Uint8Array) {
    const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, env });
    const ended = new Promise<Ran>((resolve, reject) => {
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      child.stdout.on('data', chunk => out.push(chunk));
      child.stderr.on('data', chunk => err.push(chunk));
      child.on('error', reject);
      child.on('close', code => {
        const [stdout, stderr] = [out, err].map(chunks => Buffer.concat(chunks).toString());
        resolve(ran({ code, stdout: stdout ?? '', stderr: stderr ?? '' }));
      });
    });
    // A command that needs no input may be gone before it is written.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    return { child, ended };
  }
  return {
    folder,
    /** Starts the program in a process of its own. */
    start,
    /** Runs a command in a process that runs others, too; one that keeps something open fails. */
    run: async (...args: string[]) => ran(await runAmongOthers({ args, folder, env })),
    /** Runs a command in a process of its own. */
    runAlone: (...args: string[]) => start(args).ended,
    runWith: (input: string | Uint8Array, ...args: string[]) => start(args, input).ended,
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function ran(printed: Printed): Ran {
  const { stdout } = printed;
  const lines = () => stdout.trimEnd().split('\n').filter(Boolean);
  return {
    ...printed,
    json: () => JSON.parse(stdout) as unknown,
    lines: () => lines().map(line => JSON.parse(line) as unknown),
  };
}

/** Processes that wait for a command. There are as many as commands that ran at once. */
const idle: ChildProcess[] = [];

async function runAmongOthers(asked: {
  args: readonly string[];
  folder: string;
  env: Record<string, string>;
}): Promise<Printed> {
  const child = idle.pop() ?? (await startCliProcess());
  child.ref();
  child.channel?.ref();
  const told = new AbortController();
  const ended = once(child, 'exit', told).then(
    () => Promise.reject(new Error(`paperboy ${asked.args.join(' ')} ended the process that ran it`)),
    () => [],
  );
  child.send(asked);
  const [{ leftOpen, ...printed }] = await Promise.race([once(child, 'message'), ended]);
  told.abort();
  if (leftOpen) throw new Error(`paperboy ${asked.args.join(' ')} is done and keeps open: ${leftOpen}`);
  child.unref();
  child.channel?.unref();
  idle.push(child);
  return printed;
}

async function startCliProcess(): Promise<ChildProcess> {
  const child = fork(CLI_PROCESS, {
    execArgv: [],
    env: { NO_COLOR: '1' },
    cwd: tmpdir(),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return child;
}
