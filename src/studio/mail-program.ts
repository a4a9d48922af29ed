import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** What became of something that was asked for. */
export interface Outcome {
  done: boolean;
  /** Said to people: what happened, or why it did not and what to do instead. */
  words: string[];
}

/** The program that opens a file as if it had been clicked; the file comes last. */
export interface Opener {
  command: string;
  args: readonly string[];
  /** Whether it tells by its exit code what became of it. */
  tells: boolean;
}

/** Opens mails in the program that this system has for them. */
export interface MailOpener {
  /** Never throws for what the system does. */
  open: (raw: Uint8Array) => Promise<Outcome>;
  /** Removes the files that were opened. */
  end: () => void;
}

/** Long enough to fail; a program that has come up by then is left alone. */
const PATIENCE_MS = 3_000;

export function openerOf(platform: NodeJS.Platform): Opener {
  if (platform === 'darwin') return { command: 'open', args: [], tells: true };
  // It answers 1 however it went.
  if (platform === 'win32') return { command: 'explorer.exe', args: [], tells: false };
  return { command: 'xdg-open', args: [], tells: true };
}

/** Nothing is written before the first mail is opened. */
export function mailOpener(
  opener: Opener = openerOf(process.platform),
  patienceMs = PATIENCE_MS,
): MailOpener {
  let folder: string | null = null;
  let opened = 0;
  return {
    async open(raw) {
      try {
        folder ??= mkdtempSync(join(tmpdir(), 'paperboy-mail-'));
        const file = join(folder, `mail-${++opened}.eml`);
        // A mail is somebody's: only this user may read it.
        await writeFile(file, raw, { mode: 0o600, flag: 'wx' });
        return await start(opener, file, patienceMs);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        return failed(`The mail cannot be written to ${tmpdir()} (${code}).`);
      }
    },
    end() {
      if (folder !== null) rmSync(folder, { recursive: true, force: true });
      folder = null;
    },
  };
}

const INSTEAD = 'Save the mail as .eml instead, and open that file by hand.';

function failed(why: string): Outcome {
  return { done: false, words: [why, INSTEAD] };
}

/** No shell: whatever stands in a path is part of the path. */
function start({ command, args, tells }: Opener, file: string, patienceMs: number): Promise<Outcome> {
  const done: Outcome = {
    done: true,
    words: [
      `${basename(command)} was asked to open the mail.`,
      'Your mail program shows it in a window of its own.',
    ],
  };
  return new Promise(resolve => {
    const child = spawn(command, [...args, file], { stdio: 'ignore', detached: true });
    const timer = setTimeout(resolve, patienceMs, done);
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      const why = error.code === 'ENOENT' ? 'this machine has none' : `it does not start (${error.code})`;
      resolve(failed(`Mails are opened by the program ${command}, and ${why}.`));
    });
    child.on('exit', code => {
      clearTimeout(timer);
      const isFine = code === 0 || !tells;
      resolve(isFine ? done : failed(`${command} found no program that opens mails (exit code ${code}).`));
    });
    // The program it starts may live longer than this one.
    child.unref();
  });
}
