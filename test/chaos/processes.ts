import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const MAIN = new URL('../../dist/main.js', import.meta.url).pathname;
/** How long a process may take to end when it is asked to: the mail server's longest silence is far shorter. */
const PATIENCE_MS = 30_000;
const LOOK_MS = 50;

/** Where a process runs, and with what. */
export interface Place {
  folder: string;
  env: Record<string, string>;
}

/** The program as a process of its own; what it says goes to a file. */
export interface Running {
  pid: number;
  signal: (signal: NodeJS.Signals) => void;
  isRunning: () => boolean;
  /** Resolves when it is gone; null: by a signal. */
  ended: Promise<number | null>;
  /** Asks it to end; kills it when it does not, and says so. */
  end: () => Promise<boolean>;
  /** Resolves when it has said this, or is gone. */
  says: (words: RegExp) => Promise<void>;
  said: () => string;
}

export function startProgram(place: Place, name: string, args: readonly string[]): Running {
  const file = join(place.folder, `${name}.log`);
  // Each start begins a new one.
  const log = openSync(file, 'w');
  const child: ChildProcess = spawn(process.execPath, [MAIN, ...args], {
    cwd: place.folder,
    env: place.env,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const ended = new Promise<number | null>(resolve => child.once('exit', code => resolve(code)));
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  // Whoever is stopped does not hear anything else: a run that breaks off must leave nobody behind.
  const onExit = () => void (isRunning() && child.kill('SIGKILL'));
  process.once('exit', onExit);
  void ended.then(() => process.off('exit', onExit));
  const said = () => readFileSync(file, 'utf8');
  return {
    pid: child.pid ?? 0,
    signal: signal => void child.kill(signal),
    isRunning,
    ended,
    async end() {
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      const waiting = new AbortController();
      const isLate = wait(PATIENCE_MS, true, { signal: waiting.signal }).catch(() => false);
      const late = await Promise.race([ended.then(() => false), isLate]);
      waiting.abort();
      if (late) child.kill('SIGKILL');
      await ended;
      return !late;
    },
    async says(words) {
      while (isRunning() && !words.test(said())) await wait(LOOK_MS);
    },
    said,
  };
}

/** Runs a command to its end; what it printed, and its exit code. */
export async function runProgram(place: Place, name: string, args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: place.folder,
    env: place.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', chunk => out.push(chunk));
  child.stderr.on('data', chunk => err.push(chunk));
  const code = await new Promise<number | null>(resolve => child.once('close', resolve));
  const stdout = Buffer.concat(out).toString();
  if (stdout === '') throw new Error(`${name}: ended with ${code}: ${Buffer.concat(err)}`);
  return { code, stdout };
}

/** The faulty mail server as a process of its own; `log` is added to. */
export async function startMailServer(
  place: Place,
  { script, seed, log }: { script: string; seed: number; log: string },
): Promise<Running & { port: number }> {
  const name = `smtp-chaos-${openCount++}`;
  const args = ['smtp-chaos', '--port', '0', '--script', script, '--seed', String(seed), '--log', log];
  const server = startProgram(place, name, args);
  const address = /SMTP_URL=smtp:\/\/127\.0\.0\.1:(\d+)/;
  await server.says(address);
  const port = Number(address.exec(server.said())?.[1] ?? 0);
  if (port === 0) throw new Error(`the mail server did not start: ${server.said()}`);
  return { ...server, port };
}

let openCount = 0;
