import { readScript } from '../../src/dev/chaos/read-script.ts';
import { type ChaosOptions, type ChaosServer, openChaosServer } from '../../src/dev/chaos/server.ts';
import type { ChaosLine } from '../../src/dev/chaos/witness.ts';

/** A faulty mail server in this process. */
export interface Chaos extends ChaosServer {
  /** What it did, in order; the array itself, so that it grows. */
  lines: ChaosLine[];
}

/** Starts one that follows `script`. */
export async function startChaos(
  script: string,
  options: Partial<Omit<ChaosOptions, 'script' | 'witness'>> = {},
): Promise<Chaos> {
  const lines: ChaosLine[] = [];
  const rules = await readScript(script, 'the script');
  const witness = (line: ChaosLine) => void lines.push(line);
  return { ...(await openChaosServer({ seed: 1, ...options, script: rules, witness })), lines };
}
