import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const MEMORY = '/dev/shm';
/** The folders of tests that run at once hold less. */
const ROOM_BYTES = 2 * 1024 ** 3;

const NAME = 'paperboy-tests-';

/**
 * Before the integration tests: all that they write stands in one folder, and is gone after them, whatever they left. It is in memory,
 * where there is room: a database waits for the disk at the end of each transaction, for the sake of power cuts; the tests that end
 * programs in the middle do without one. `TMPDIR` names another place.
 */
export function setup(): (() => void) | undefined {
  const before = process.env.TMPDIR;
  // The projects of a run share it.
  if (before && basename(before).startsWith(NAME)) return undefined;
  const folder = mkdtempSync(join(before || (hasRoom() ? MEMORY : tmpdir()), NAME));
  // PostgreSQL runs as somebody else there.
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
  return () => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true, force: true });
  };
}

function hasRoom(): boolean {
  if (!existsSync(MEMORY)) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > ROOM_BYTES;
}
