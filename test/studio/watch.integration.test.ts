import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Watching, watchFolders } from '../../src/studio/watch.ts';

describe.each([{ events: true }, { events: false }])('watching with %j', options => {
  let root: string;
  let folder: string;
  let watching: Watching;
  let told: string[][];
  let waiting: (() => void)[];

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'paperboy-watch-'));
    folder = join(root, 'templates');
    mkdirSync(join(folder, 'web'), { recursive: true });
    writeFileSync(join(folder, 'a.mjml'), '1');
    writeFileSync(join(folder, 'web', 'b.hbs'), '1');
    told = [];
    waiting = [];
    watching = await watchFolders(
      [folder],
      paths => {
        told.push(paths.map(path => basename(path)));
        for (const look of waiting) look();
      },
      options,
    );
  });
  afterEach(() => {
    watching.close();
    rmSync(root, { recursive: true });
  });

  /** Resolves once all of these files were told of, in whatever portions, and gives everything told by then. */
  async function untilTold(...names: string[]): Promise<string[]> {
    await new Promise<void>(resolve => {
      const look = () => {
        if (names.every(name => told.flat().includes(name))) resolve();
      };
      waiting.push(look);
      look();
    });
    return told.splice(0).flat();
  }

  test('tells of what changed, came and went, in folders that are new, too; of nothing else', async () => {
    writeFileSync(join(folder, 'a.mjml'), '2');
    writeFileSync(join(folder, 'web', 'b.hbs'), '1');
    writeFileSync(join(folder, '.a.mjml.swp'), '2');
    writeFileSync(join(folder, 'a.mjml~'), '2');
    expect(await untilTold('a.mjml')).toEqual(['a.mjml']);
    mkdirSync(join(folder, 'web', 'new'));
    writeFileSync(join(folder, 'web', 'new', 'c.yaml'), '1');
    expect(await untilTold('c.yaml')).toEqual(['c.yaml']);
    writeFileSync(join(folder, 'web', 'new', 'c.yaml'), '2');
    expect(await untilTold('c.yaml')).toEqual(['c.yaml']);
    rmSync(join(folder, 'web'), { recursive: true });
    expect((await untilTold('b.hbs', 'c.yaml')).sort()).toEqual(['b.hbs', 'c.yaml']);
  });

  test('a file and a folder that are put in the place of others are watched like them', async () => {
    writeFileSync(join(root, 'other'), '2');
    renameSync(join(root, 'other'), join(folder, 'a.mjml'));
    expect(await untilTold('a.mjml')).toEqual(['a.mjml']);
    writeFileSync(join(folder, 'a.mjml'), '3');
    expect(await untilTold('a.mjml')).toEqual(['a.mjml']);
    mkdirSync(join(root, 'elsewhere'));
    writeFileSync(join(root, 'elsewhere', 'a.mjml'), '4');
    renameSync(folder, join(root, 'old'));
    renameSync(join(root, 'elsewhere'), folder);
    expect(new Set(await untilTold('a.mjml', 'b.hbs'))).toEqual(new Set(['a.mjml', 'b.hbs']));
    writeFileSync(join(folder, 'a.mjml'), '5');
    expect(await untilTold('a.mjml')).toEqual(['a.mjml']);
  });
});
