import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportSnapshots } from '../../src/pipeline/export-snapshots.ts';
import { importSnapshots } from '../../src/pipeline/import-snapshots.ts';
import { sweepSnapshots } from '../../src/pipeline/sweep-snapshots.ts';
import { capture } from '../support/captures.ts';
import { digest, title } from '../support/digest.ts';
import { openWorld, type World } from '../support/world.ts';

const DAY = '2026-06-02';

async function partsOf({ app, parts }: World) {
  return { ...parts, keep: await app.keep() };
}

async function withWorlds(count: number, work: (worlds: World[]) => Promise<void>): Promise<void> {
  const worlds = await Promise.all(Array.from({ length: count }, () => openWorld()));
  try {
    await work(worlds);
  } finally {
    for (const world of worlds) await world.dispose();
  }
}

test('from what was kept, another database makes the same edition', async () => {
  await withWorlds(2, async worlds => {
    const [first, second] = worlds as [World, World];
    await first.ingest(digest(title(4)), '2026-05-30', '/inbox/a.txt');
    await first.ingest(digest(title(1), title(2)), '2026-06-01', '/inbox/b.txt');
    await first.ingest(capture('capture-2026-06-02.txt'), DAY, '/inbox/c.txt');
    await first.ingest(digest(title(3)), '2026-06-03', '/inbox/d.txt');
    const folder = join(first.folder, 'export');
    const { written, lost } = await exportSnapshots(await partsOf(first), folder, DAY);
    expect(lost).toEqual([]);
    expect(written.map(({ file }) => file)).toEqual([
      '2026-05-30-1.txt',
      '2026-06-01-2.txt',
      '2026-06-02-3.txt',
    ]);
    expect(readFileSync(join(folder, '2026-06-01-2.txt'))).toEqual(Buffer.from(digest(title(1), title(2))));

    const reports = [];
    for await (const report of importSnapshots(await partsOf(second), folder, async () => []))
      reports.push(report);
    expect(reports.map(({ status, capturedAt }) => `${status} ${capturedAt}`)).toEqual([
      'ingested 2026-05-30',
      'ingested 2026-06-01',
      'ingested 2026-06-02',
    ]);
    for (const world of worlds) {
      await world.subscribe('ada@example.org', { queries: ['"language models"'], topics: [] });
      await world.send(DAY);
    }
    const carried = await first.carried();
    expect(carried.length).toBeGreaterThan(1);
    expect(await second.carried()).toEqual(carried);
  });
});

test('what is missing or was changed is told, and the others are read', async () => {
  await withWorlds(2, async worlds => {
    const [first, second] = worlds as [World, World];
    const parts = await partsOf(first);
    for (const n of [1, 2, 3, 4]) await first.ingest(digest(title(n)), `2026-06-0${n}`);
    const [gone] = await parts.store.snapshots.records();
    await parts.keep.remove(gone?.hash ?? '');
    const folder = join(first.folder, 'export');
    const { lost } = await exportSnapshots(parts, folder, null);
    expect(lost).toEqual([
      { num: 1, capturedAt: '2026-06-01', source: 'test', problem: 'its bytes are gone' },
    ]);
    rmSync(join(folder, '2026-06-02-2.txt'));
    writeFileSync(join(folder, '2026-06-03-3.txt'), 'changed');
    const reports = [];
    for await (const report of importSnapshots(await partsOf(second), folder, async () => []))
      reports.push(report);
    expect(reports).toMatchObject([
      { status: 'refused', reason: expect.stringMatching(/missing/) },
      { status: 'refused', reason: expect.stringMatching(/was changed/) },
      { status: 'ingested', new: 1 },
    ]);
    const nowhere = importSnapshots(await partsOf(second), first.folder, async () => []);
    await expect(nowhere.next()).rejects.toThrow(/cannot be read \(ENOENT\)/);
    writeFileSync(join(folder, '.snapshots.json'), '{"snapshots":[{"file":"../../secret-key"}]}');
    const outside = importSnapshots(await partsOf(second), folder, async () => []);
    await expect(outside.next()).rejects.toThrow(/is damaged/);
  });
});

test('bytes are there before the row is, are kept once, and what is refused is put aside', async () => {
  await withWorlds(1, async worlds => {
    const [world] = worlds as [World];
    const kept = () => readdirSync(join(world.folder, 'data', 'snapshots'));
    await world.ingest(new TextEncoder().encode('nothing of ours'), DAY, '/inbox/bad.txt');
    expect(kept()).toEqual(['refused']);
    await world.ingest(digest(title(1)), DAY);
    const { keep } = await partsOf(world);
    const [file] = await keep.list();
    expect(await world.ingest(digest(title(1)), DAY)).toMatchObject({ status: 'unchanged' });
    expect(await keep.list()).toEqual([file]);
    expect(await world.parts.store.snapshots.records()).toMatchObject([{ hash: file?.hash }]);
    // Where nothing can be written, papers come all the same.
    rmSync(join(world.folder, 'data', 'snapshots'), { recursive: true });
    writeFileSync(join(world.folder, 'data', 'snapshots'), '');
    expect(await world.ingest(digest(title(2)), DAY)).toMatchObject({
      status: 'ingested',
      reason: expect.stringMatching(/could not be kept/),
    });
  });
});

test('what is old is swept, never what an edition of now is made of', async () => {
  await withWorlds(1, async worlds => {
    const [world] = worlds as [World];
    const parts = await partsOf(world);
    await world.ingest(digest(title(1)), '2026-06-01');
    await world.ingest(digest(title(2)), '2026-07-20');
    const age = async (instant: string) => {
      const at = new Date(instant);
      for (const { hash } of await parts.keep.list())
        utimesSync(join(world.folder, 'data', 'snapshots', hash.slice(0, 2), `${hash}.gz`), at, at);
    };
    await age('2026-06-02T08:00:00Z');
    world.at('2026-06-30T08:00:00Z');
    expect(await sweepSnapshots(parts, 1)).toEqual({ removed: 0, left: 2 });
    world.at('2026-07-25T08:00:00Z');
    expect(await sweepSnapshots(parts, 0)).toEqual({ removed: 0, left: 2 });
    expect(await sweepSnapshots(parts, 400)).toEqual({ removed: 0, left: 2 });
    expect(await sweepSnapshots(parts, 1)).toEqual({ removed: 1, left: 1 });
    const [, second] = await parts.store.snapshots.records();
    expect(await parts.keep.list()).toMatchObject([{ hash: second?.hash }]);
    expect(statSync(join(world.folder, 'data', 'paperboy.db')).size).toBeGreaterThan(0);
  });
});
