import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';

const MEMORY = '/dev/shm';
/** The folders of tests that run at once hold less. */
const ROOM_BYTES = 2 * 1024 ** 3;

/**
 * Before the integration tests: what they write stands in memory, where there is room. A database waits for the disk at the end of each
 * transaction, for the sake of power cuts; the tests that end programs in the middle do without one. `TMPDIR` names another place.
 */
export function setup(): (() => void) | undefined {
  if (process.env.TMPDIR || !hasRoom()) return undefined;
  const folder = mkdtempSync(`${MEMORY}/paperboy-tests-`);
  // PostgreSQL runs as somebody else there.
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
  return () => {
    delete process.env.TMPDIR;
    rmSync(folder, { recursive: true, force: true });
  };
}

function hasRoom(): boolean {
  if (!existsSync(MEMORY)) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > ROOM_BYTES;
}
