import { createHash } from 'node:crypto';
import { type FSWatcher, watch } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** One save is several events: they are looked at together, once none came for this long, and soon in any case. */
const QUIET_MS = 20;
const LATEST_MS = 200;
/** Where a system tells of changes, some file systems (mounts of containers) do not: a look now and then finds theirs. */
const LOOK_ANYWAY_MS = 2000;
const LOOK_OFTEN_MS = 250;

/** What programs read of the folders; swap files and copies of editors are none of it. */
const PASSED_OVER = /^\.|~$/;
const READ = /^[^.].*\.(mjml|hbs|ya?ml|css|js|csv|tsv|json)$/is;

export interface Watching {
  close: () => void;
}

/** A file as it was looked at: its contents by their hash, and what says that they need not be read again. */
interface Seen {
  stamp: string;
  hash: string;
}

/**
 * Tells of the files below `folders` whose contents changed, came or went: their paths, never none. Looks at directories,
 * so that a file that is replaced is the file that is watched. Without `events`, or where the system has none left, it goes
 * by looking often. Resolves once nothing that happens from then on is missed.
 */
export async function watchFolders(
  folders: readonly string[],
  onChange: (paths: readonly string[]) => void,
  { events = true }: { events?: boolean } = {},
): Promise<Watching> {
  const watchers = new Map<string, FSWatcher>();
  let listens = events;
  let closed = false;
  let named = new Set<string>();
  /** Something that is no file to read came or went. */
  let isFolder = false;
  let firstAt: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  let looking = Promise.resolve();

  const listen = (folder: string) => {
    if (!listens || closed || watchers.has(folder)) return;
    const forget = () => {
      watchers.get(folder)?.close();
      watchers.delete(folder);
    };
    try {
      const watcher = watch(folder, (_event, name) => {
        // Its own name: it was removed or moved away, and another may have its place by now.
        if (name === basename(folder)) forget();
        if (name !== null && PASSED_OVER.test(name)) return;
        if (name !== null && READ.test(name)) named.add(join(folder, name));
        else isFolder = true;
        soon();
      });
      watchers.set(folder, watcher.on('error', forget));
    } catch (error) {
      // ENOENT: gone since it was listed. Anything else: no watchers are left, or there never were any.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') listens = false;
    }
  };
  const lookIn = (ms: number) => {
    clearTimeout(timer);
    if (!closed) timer = setTimeout(look, ms);
  };
  const soon = () => {
    const at = performance.now();
    firstAt ??= at;
    lookIn(Math.max(0, Math.min(QUIET_MS, firstAt + LATEST_MS - at)));
  };
  let seen = await lookAt(folders, new Map(), named, listen);
  const look = () => {
    firstAt = null;
    looking = looking.then(async () => {
      const suspects = named;
      // Without a name, this is the look now and then.
      const isAll = isFolder || suspects.size === 0;
      named = new Set();
      isFolder = false;
      const now = isAll ? await lookAt(folders, seen, suspects, listen) : await lookAgain(seen, suspects);
      const paths = differences(seen, now);
      seen = now;
      if (firstAt === null) lookLater();
      if (paths.length > 0 && !closed) onChange(paths);
    });
  };
  // A folder that is not there cannot be listened to.
  const lookLater = () =>
    lookIn(folders.every(folder => watchers.has(folder)) ? LOOK_ANYWAY_MS : LOOK_OFTEN_MS);
  lookLater();
  return {
    close: () => {
      closed = true;
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}

/** The files below the folders by now. Those of `suspects`, and those that look other than they did, are read. */
async function lookAt(
  folders: readonly string[],
  before: ReadonlyMap<string, Seen>,
  suspects: ReadonlySet<string>,
  listen: (folder: string) => void,
): Promise<Map<string, Seen>> {
  const seen = new Map<string, Seen>();
  const enter = async (folder: string): Promise<void> => {
    // Before it is read: what comes into it while it is read is told of.
    listen(folder);
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    await Promise.all(
      entries.map(async entry => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return entry.name.startsWith('.') ? undefined : enter(path);
        if (!READ.test(entry.name)) return;
        const file = await see(path, suspects.has(path) ? undefined : before.get(path));
        if (file) seen.set(path, file);
      }),
    );
  };
  await Promise.all(folders.map(enter));
  return seen;
}

/** The files as they were seen, and these few as they are by now. */
async function lookAgain(
  before: ReadonlyMap<string, Seen>,
  paths: ReadonlySet<string>,
): Promise<Map<string, Seen>> {
  const seen = new Map(before);
  for (const path of paths) {
    const file = await see(path, undefined);
    if (file) seen.set(path, file);
    else seen.delete(path);
  }
  return seen;
}

async function see(path: string, known: Seen | undefined): Promise<Seen | null> {
  try {
    const entry = await stat(path);
    if (!entry.isFile()) return null;
    const { mtimeMs, ctimeMs, size, ino } = entry;
    const stamp = [mtimeMs, ctimeMs, size, ino].join(' ');
    if (known?.stamp === stamp) return known;
    const hash = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    return { stamp, hash };
  } catch {
    return null;
  }
}

function differences(before: ReadonlyMap<string, Seen>, now: ReadonlyMap<string, Seen>): string[] {
  const paths = new Set([...before.keys(), ...now.keys()]);
  return [...paths].filter(path => before.get(path)?.hash !== now.get(path)?.hash).sort();
}
