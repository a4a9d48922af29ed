import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A PostgreSQL of the tests' own, on a free port of this machine. */
export interface PostgresServer {
  /** Address of its database `postgres`, as a user who may make others. */
  url: string;
  /** Ends it where it stands, as a crash does, and returns when it answers again. */
  restart: () => Promise<void>;
  stop: () => Promise<void>;
}

const READY = 'ready to accept connections';
const LOOK_MS = 50;
const DEBIAN = '/usr/lib/postgresql';
const USER = 'paperboy';
/** It does not run as root: it belongs to nobody then. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  // What is written is gone after the tests anyway.
  'fsync=off',
  'full_page_writes=off',
  'shared_buffers=64MB',
  'max_connections=200',
  'log_min_messages=log',
].flatMap(setting => ['-c', setting]);
/**
 * The shell starts it again whenever it ends, and outlives whoever started it by as long as it takes to tidy up: at a
 * kill, its input ends.
 */
const GUARD = `folder=$1; shift
while [ ! -e "$folder/over" ]; do "$@"; sleep 0.1; done &
cat >/dev/null; touch "$folder/over"
kill -QUIT $(head -n 1 "$folder/data/postmaster.pid"); wait; rm -rf "$folder"`;

/** The folder of `initdb` and `postgres`; null when they are not on this machine. */
export function findPostgres(): string | null {
  const said = (command: string, ...args: string[]) => {
    try {
      return execFileSync(command, args, { encoding: 'utf8', stdio: 'pipe' }).trim();
    } catch {
      return '';
    }
  };
  const path = (process.env.PATH ?? '').split(':');
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...path,
    said('pg_config', '--bindir'),
    ...versions.map(version => join(DEBIAN, version, 'bin')),
  ];
  return (
    folders.find(folder => folder && ['initdb', 'postgres'].every(name => existsSync(join(folder, name)))) ??
    null
  );
}

/** Starts a server whose data are gone when it stops, also when this process is killed. */
export async function startPostgres(binaries: string): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-postgres-'));
  const data = join(folder, 'data');
  const password = randomBytes(12).toString('hex');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password);
  chmodSync(folder, 0o700);
  if (NOBODY.uid) for (const place of [folder, passwordFile]) chownSync(place, NOBODY.uid, NOBODY.gid);
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
  const ways = [
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--no-locale',
    '--no-sync',
  ];
  try {
    execFileSync(join(binaries, 'initdb'), ['-D', data, '-U', USER, ...ways], {
      ...NOBODY,
      env,
      cwd: folder,
      stdio: 'pipe',
    });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const port = await freePort();
  const postgres = [join(binaries, 'postgres'), '-D', data, '-p', String(port), ...SETTINGS];
  const child = spawn('sh', ['-c', GUARD, 'sh', folder, ...postgres], {
    ...NOBODY,
    env,
    cwd: folder,
    detached: true, // Ctrl-C is for the tests: it ends when they have.
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
  let log = '';
  const starts = () => log.split(READY).length;
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', chunk => {
      log += chunk;
      if (log.includes(READY)) resolve();
      // The shell waits for the tests; a server that does not come up says so.
      if (/FATAL|PANIC/.test(log)) reject(new Error(`PostgreSQL did not start:\n${log}`));
    });
    child.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${log}`)));
  }).catch(error => {
    child.stdin.end();
    throw error;
  });
  const url = `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`;
  return {
    url,
    async restart() {
      const [pid = ''] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
      const before = starts();
      process.kill(Number(pid), 'SIGQUIT');
      while (starts() === before) await wait(LOOK_MS);
    },
    stop: () => {
      child.stdin.end();
      return ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
