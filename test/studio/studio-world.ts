import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type App, createApp, homeIn } from '../../src/app.ts';
import { nullTransport } from '../../src/deliver/transport.ts';
import type { Parts } from '../../src/pipeline/parts.ts';
import { openPreviewer } from '../../src/pipeline/preview.ts';
import { replay } from '../../src/pipeline/replay.ts';
import { ingest, send } from '../../src/pipeline.ts';
import { type Live, openLive } from '../../src/studio/live.ts';
import { openStudio, type Studio, type StudioParts } from '../../src/studio/studio.ts';
import { reader } from '../support/builders.ts';
import { capture } from '../support/captures.ts';
import { digest, title } from '../support/digest.ts';
import { fingerprintOfFile } from '../support/fingerprint.ts';

const HOME = fileURLToPath(new URL('../..', import.meta.url));
/** The world's today; an edition of this day was delivered to Vera, and papers came in since. */
export const DAY = '2026-06-02';
export const VERA = 'vera@example.net';
/** Has everything that makes pages break: a long address, another script, many queries. */
export const LONG = `${'very-'.repeat(11)}long@${'sub-'.repeat(12)}domain.example.net`;

/** A studio on a database of its own, with its templates and lists in a folder that tests may write to. */
export interface StudioWorld {
  app: App;
  parts: Parts;
  live: Live;
  studio: Studio;
  /** Where `templates` and `subscribers` are. */
  home: string;
  get: (path: string, headers?: Record<string, string>) => Promise<Page>;
  fingerprint: () => string;
  close: () => Promise<void>;
}

export interface Page {
  status: number;
  headers: Headers;
  text: string;
}

/** `bare`: nothing is stored, and no lists are there. */
export async function openStudioWorld(
  options: { bare?: boolean; studio?: Partial<StudioParts>; live?: (live: Live) => Live } = {},
): Promise<StudioWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-studio-'));
  const home = join(folder, 'home');
  for (const part of ['templates', 'subscribers'])
    cpSync(join(HOME, part), join(home, part), { recursive: true });
  if (options.bare) rmSync(join(home, 'subscribers', 'example.csv'));
  const app = createApp({
    clock: { now: () => Date.parse(`${DAY}T09:00:00Z`) },
    env: { PUBLIC_URL: 'http://localhost:8080' },
    cwd: folder,
    home: homeIn(home),
  });
  const parts = await app.parts();
  if (!options.bare) await fill(parts);
  const live = await openLive(app);
  const studio = await openStudio({
    ...{
      app,
      live: options.live?.(live) ?? live,
      previewer: openPreviewer(),
      replay,
      mailbox: null,
      isExample: false,
    },
    ...options.studio,
  });
  return {
    app,
    parts,
    live,
    studio,
    home,
    get: async (path, headers = {}) => {
      const answer = await studio.fetch(new Request(`http://127.0.0.1:8024${path}`, { headers }));
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    },
    fingerprint: () => fingerprintOfFile(join(folder, 'data', 'paperboy.db')),
    close: async () => {
      studio.end();
      live.close();
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A reader with a history, one with everything, one who rests, one who was erased. */
async function fill(parts: Parts): Promise<void> {
  const { subscribers } = parts.store;
  const add = async (email: string, fields: Parameters<typeof reader>[1]) =>
    subscribers.insert(reader(email, fields));
  await add(VERA, { name: 'Vera', topics: ['llm', 'agents'], queries: ['"number 2"'], max: 6 });
  await ingest(parts, {
    source: 'test',
    bytes: digest(title(1), title(2)),
    mtime: null,
    capturedAt: '2026-06-01',
  });
  await send(
    parts,
    { edition: '2026-06-01', at: null },
    { transport: nullTransport(), owner: 'test', sleep: async () => {} },
  );
  const bytes = capture('capture-2026-06-02.txt');
  await ingest(parts, { source: 'test', bytes, mtime: null, capturedAt: DAY });
  await add(LONG, {
    name: 'Ольга '.repeat(12).trim(),
    topics: ['llm'],
    queries: ['model', '"state space"'],
    max: 1000,
  });
  await add('rests@example.net', { status: 'paused', pausedUntil: '2026-07-01', topics: ['llm'] });
  const gone = await add('gone@example.net', { topics: ['llm'] });
  if (gone) await subscribers.update(gone.num, { email: null, addressKey: null });
}
