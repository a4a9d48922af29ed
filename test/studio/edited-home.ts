import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp, homeIn } from '../../src/app.ts';
import type { Letter } from '../../src/model/letter.ts';
import type { Parts } from '../../src/pipeline/parts.ts';
import { type Live, openLive } from '../../src/studio/live.ts';

const PROJECT = new URL('../../', import.meta.url).pathname;

/** A program whose templates, topics and lists are a copy that tests edit. */
export interface EditedHome {
  app: App;
  live: Live;
  path: (file: string) => string;
  read: (file: string) => string;
  write: (file: string, text: string) => void;
  /** Writes it beside and puts it in its place, as many editors do. */
  replace: (file: string, text: string) => void;
  /** Runs `change` and resolves when `live` has told of a version that `suits`; any does, if nothing is said. */
  after: (change: () => void, suits?: () => boolean | Promise<boolean>) => Promise<number>;
  dispose: () => Promise<void>;
}

export async function openEditedHome(options: { events?: boolean } = {}): Promise<EditedHome> {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-live-'));
  for (const part of ['templates', 'subscribers'])
    cpSync(join(PROJECT, part), join(folder, part), { recursive: true });
  const app = createApp({
    home: homeIn(folder),
    cwd: folder,
    clock: { now: () => Date.parse('2026-06-02T08:00:00Z') },
    env: { PUBLIC_URL: 'http://localhost:8080' },
  });
  const live = await openLive(app, options);
  const path = (file: string) => join(folder, file);
  return {
    app,
    live,
    path,
    read: file => readFileSync(path(file), 'utf8'),
    write: (file, text) => writeFileSync(path(file), text),
    replace: (file, text) => {
      writeFileSync(path(`${file}.new`), text);
      renameSync(path(`${file}.new`), path(file));
    },
    after: (change, suits = () => true) =>
      new Promise((resolve, reject) => {
        const end = live.watch(version => {
          Promise.resolve(suits()).then(does => {
            if (!does) return;
            end();
            resolve(version);
          }, reject);
        });
        change();
      }),
    dispose: async () => {
      live.close();
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a letter of these parts says. */
export function letterOf(parts: Parts): string {
  const letter: Letter = {
    num: 1,
    kind: 'confirm',
    subscriber: 1,
    address: null,
    edition: null,
    createdAt: Date.parse('2026-06-02T08:00:00Z'),
    expiresAt: Date.parse('2026-06-09T08:00:00Z'),
    usedAt: null,
    state: 'pending',
    attempts: 0,
  };
  return parts.letter(letter, 'ada@example.org').html;
}
