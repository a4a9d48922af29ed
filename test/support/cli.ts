import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAIN = new URL('../../dist/main.js', import.meta.url).pathname;

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
        const stdout = Buffer.concat(out).toString();
        const json = () => JSON.parse(stdout) as unknown;
        const lines = () =>
          stdout
            .trimEnd()
            .split('\n')
            .filter(Boolean)
            .map(line => JSON.parse(line) as unknown);
        resolve({ code, stdout, stderr: Buffer.concat(err).toString(), json, lines });
      });
    });
    // A command that needs no input may be gone before it is written.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    return { child, ended };
  }
  return {
    folder,
    start,
    run: (...args: string[]) => start(args).ended,
    runWith: (input: string | Uint8Array, ...args: string[]) => start(args, input).ended,
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}
