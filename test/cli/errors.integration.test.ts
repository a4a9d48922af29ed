import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { capturePath } from '../support/captures.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = join(PROJECT, 'dist', 'main.js');
const CAPTURE = capturePath('capture-2026-06-02.txt');
const EDITION = '2026-06-02';

let folder: string;
const at = (...names: string[]) => join(folder, ...names);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paperboy-errors-'));
  writeFileSync(at('file'), 'not a folder\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The built program in `folder`. */
function paperboy(args: string[], environment: Record<string, string> = {}, main = MAIN, stdout?: number) {
  const env = { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1', ...environment };
  return spawnSync(process.execPath, [main, ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
    timeout: 60_000,
    stdio: ['ignore', stdout ?? 'pipe', 'pipe'],
  });
}

/** A database with the papers of a day and one reader. */
function fill() {
  expect(paperboy(['ingest', CAPTURE, '--captured-at', EDITION]).stderr).toBe('');
  expect(paperboy(['subscribers', 'add', 'a@example.org', '--topics', 'llm', '--confirmed']).stderr).toBe('');
}

function expectWords(run: ReturnType<typeof paperboy>, where: string, words: RegExp, exitCode = 2) {
  expect(run.stderr).toMatch(/^error: [^\n]+\n$/);
  expect(run.stderr).toContain(where);
  expect(run.stderr).toMatch(words);
  expect([run.status, run.stdout ?? '']).toEqual([exitCode, '']);
}

describe('what is wrong around the program ends in one sentence, and in exit code 2 unless the same command may do later', () => {
  it.each(['file', 'file/below'])('DATA_DIR is %s', dataDir => {
    expectWords(paperboy(['papers', '--json'], { DATA_DIR: dataDir }), at('file'), /expected a folder/);
  });

  it('the database is no database, is damaged, or is a folder', () => {
    fill();
    const whole = readFileSync(at('data', 'paperboy.db'));
    writeFileSync(at('letter'), 'Dear Sir,\n'.repeat(999));
    writeFileSync(at('cut'), whole.subarray(0, 6000));
    writeFileSync(at('scratched'), Buffer.from(whole).fill('A', 4096));
    mkdirSync(at('folder'));
    const words = {
      letter: /not a database/,
      cut: /damaged.*restore a backup/,
      scratched: /damaged.*restore a backup/,
      folder: /Expected a file, not a folder/,
    };
    for (const [name, said] of Object.entries(words)) {
      expectWords(paperboy(['papers', '--json'], { DATABASE_URL: `sqlite:${name}` }), at(name), said);
    }
  });

  it('backup, preview, demo or send cannot write where they were told to', () => {
    fill();
    expectWords(paperboy(['backup', 'no/such/copy.db']), 'no/such/copy.db', /in a folder that exists/);
    expectWords(
      paperboy(['preview', '--out', 'file', '--edition', EDITION]),
      'file',
      /expected a folder.*--out/,
    );
    expectWords(paperboy(['demo', '--out', 'file']), at('file'), /expected/);
    const wrong = paperboy(['send', '--edition', EDITION], { OUTBOX_DIR: 'file' });
    expectWords(wrong, at('file'), /expected a folder.*OUTBOX_DIR/);
    // Nothing is lost: with the right folder everybody gets theirs.
    const sent = paperboy(['send', '--edition', EDITION, '--json']);
    expect(JSON.parse(sent.stdout)).toMatchObject({ state: 'complete', states: { accepted: 1 } });
  });

  it.skipIf(!existsSync('/proc/self'))('no folder can be made where it is asked for', () => {
    fill();
    const nowhere = '/proc/paperboy';
    const preview = paperboy(['preview', '--out', `${nowhere}/mails`, '--edition', EDITION]);
    expectWords(preview, nowhere, /no such file or folder/);
    expectWords(paperboy(['papers'], { DATA_DIR: nowhere }), nowhere, /no such file or folder/);
    const apart = { DATA_DIR: nowhere, DATABASE_URL: 'sqlite:data/paperboy.db' };
    expectWords(paperboy(['plan', '--edition', EDITION], apart), nowhere, /SECRET_KEY/);
  });

  it.skipIf(!existsSync('/dev/full'))('the disk that takes the output is full', () => {
    const full = openSync('/dev/full', 'w');
    expectWords(paperboy(['topics'], {}, MAIN, full), 'standard output', /the disk is full/, 1);
  });

  it('the catalogue is missing', () => {
    cpSync(join(PROJECT, 'dist'), at('program', 'dist'), { recursive: true });
    copyFileSync(join(PROJECT, 'package.json'), at('program', 'package.json'));
    symlinkSync(join(PROJECT, 'node_modules'), at('program', 'node_modules'));
    const catalogue = at('program', 'subscribers', 'topics.yaml');
    expectWords(paperboy(['topics'], {}, at('program', 'dist', 'main.js')), catalogue, /restore it/);
  });
});

it('whoever only reads does not wait for a writer', () => {
  fill();
  const writer = new DatabaseSync(at('data', 'paperboy.db'));
  writer.exec('BEGIN IMMEDIATE');
  const run = paperboy(['papers', '--json']);
  writer.exec('ROLLBACK');
  writer.close();
  expect([run.status, run.stderr]).toEqual([0, '']);
  expect(run.stdout.trimEnd().split('\n')).toHaveLength(59);
});
