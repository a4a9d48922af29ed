import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryReport } from '../../src/model/delivery.ts';
import { capturePath } from '../support/captures.ts';
import { commandLine } from '../support/cli.ts';

const EDITION = '2026-06-02';

describe('send --pause, --resume, --cancel', () => {
  let cli: ReturnType<typeof commandLine>;
  beforeEach(async () => {
    cli = commandLine();
    await cli.run('ingest', capturePath('capture-2026-06-02.txt'), '--captured-at', EDITION);
    for (const name of ['ada', 'bob']) {
      await cli.run('subscribers', 'add', `${name}@example.org`, '--topics', 'llm', '--confirmed');
    }
  });
  afterEach(() => cli.dispose());
  const send = (...args: string[]) => cli.run('send', '--edition', EDITION, ...args);
  const states = async () =>
    ((await cli.run('deliveries', '--json')).json() as DeliveryReport[]).map(({ state }) => state);

  it('pauses an edition before it is prepared; it is frozen, and handed over after --resume', async () => {
    const paused = await send('--pause', '--reason', 'wrong digest', '--json');
    expect([paused.code, paused.stderr]).toEqual([0, '']);
    expect(paused.json()).toEqual({
      edition: EDITION,
      state: 'paused',
      audience: 0,
      states: {},
      skipped: {},
    });

    const held = await send('--json');
    expect(held.code).toBe(1);
    expect(held.json()).toMatchObject({ state: 'paused', audience: 2, states: { pending: 2 } });
    expect(held.stderr).toContain(`Edition ${EDITION} is paused: wrong digest.`);
    expect(held.stderr).toContain(`paperboy send --edition ${EDITION} --resume`);
    expect(existsSync(join(cli.folder, 'data', 'outbox', EDITION))).toBe(false);

    const again = await send('--pause');
    expect(again).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('was paused already: wrong digest'),
    });
    const resumed = await send('--resume', '--json');
    expect(resumed.json()).toMatchObject({ state: 'sending', states: { pending: 2 } });
    expect(await states()).toEqual(['pending', 'pending']);
    const sent = await send('--json');
    expect([sent.code, sent.json()]).toMatchObject([0, { state: 'complete', states: { accepted: 2 } }]);
    expect((await send('--resume')).stdout).toContain('was not paused');
  });

  it('cancels for good: nothing goes out, everybody is accounted for, and the next edition has the papers', async () => {
    const early = await send('--cancel', '--json');
    expect([early.code, early.json()]).toMatchObject([0, { state: 'cancelled', audience: 0 }]);
    const nothing = await send('--json');
    expect([nothing.code, nothing.json()]).toMatchObject([
      0,
      { state: 'cancelled', audience: 2, states: {}, skipped: { held: 2 } },
    ]);
    expect(nothing.stderr).toContain(`Edition ${EDITION} is cancelled, for good`);
    for (const word of ['--pause', '--resume']) {
      expect(await send(word)).toMatchObject({ code: 1, stderr: expect.stringContaining('is cancelled') });
    }
    expect((await send('--cancel')).code).toBe(0);
    expect(existsSync(join(cli.folder, 'data', 'outbox', EDITION))).toBe(false);
    const next = await cli.run('send', '--edition', '2026-06-03', '--json');
    expect(next.json()).toMatchObject({ states: { accepted: 2 } });
  });

  it('cancels what is frozen and not handed over', async () => {
    await send('--pause');
    await send();
    expect((await send('--cancel', '--json')).json()).toMatchObject({
      state: 'cancelled',
      audience: 2,
      states: { cancelled: 2 },
    });
    expect(await states()).toEqual(['cancelled', 'cancelled']);
  });

  it('leaves alone what went out before it was cancelled', async () => {
    await send();
    expect((await send('--cancel', '--json')).json()).toMatchObject({
      state: 'cancelled',
      states: { accepted: 2 },
    });
  });
});

it('send takes no two words at once: a mistake in use, and nothing is changed', async () => {
  const cli = commandLine();
  for (const args of [
    ['--pause', '--resume'],
    ['--pause', '--cancel'],
    ['--resume', '--cancel'],
    ['--pause', '--at', '08:00'],
    ['--cancel', '--reason', 'because'],
    ['--reason', 'because'],
  ]) {
    expect(await cli.run('send', '--edition', EDITION, ...args)).toMatchObject({ code: 2, stdout: '' });
  }
  expect((await cli.run('status', '--json')).json()).toMatchObject({ editions: [] });
  cli.dispose();
});
