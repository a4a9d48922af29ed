import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import type { ChaosLine } from '../../src/dev/chaos/witness.ts';

/** Everything that a mail server wrote down in `file`. */
export function readLog(file: string): ChaosLine[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map(line => JSON.parse(line) as ChaosLine);
}

/** Counts the lines of a file that grows; each call reads only what came since the last. */
export function lineCounter(file: string): () => number {
  const buffer = Buffer.alloc(64 * 1024);
  let at = 0;
  let lines = 0;
  return () => {
    if (!existsSync(file)) return 0;
    const handle = openSync(file, 'r');
    for (let read = -1; read !== 0; at += read) {
      read = readSync(handle, buffer, 0, buffer.length, at);
      for (const byte of buffer.subarray(0, read)) if (byte === NEWLINE) lines++;
    }
    closeSync(handle);
    return lines;
  };
}

const NEWLINE = 0x0a;
