import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseAddress } from '../../src/audience/address.ts';
import { followAgain, leaveBy, mute } from '../../src/audience/by-link.ts';
import { askForLink, askToMove, eraseByLink, openedBy } from '../../src/audience/fresh-link.ts';
import { FRESH_LINK_MS } from '../../src/model/letter.ts';
import type { OpenStore } from '../../src/store/store.ts';
import { reader } from '../support/builders.ts';
import { DATABASES } from '../support/databases.ts';

const NOW = Date.UTC(2026, 5, 1, 8);
const NEW = parseAddress('new@example.net');

describe.each(DATABASES)('by a fresh link, on $name', ({ name, open }) => {
  let store: OpenStore;
  let other: OpenStore;
  let dispose: () => Promise<void>;
  let num: number;
  beforeEach(async () => {
    const opened = await open();
    store = opened.store;
    // Two connections of one process to one SQLite file would wait for each other, asleep.
    other = name === 'SQLite' ? store : await opened.again();
    dispose = async () => {
      if (other !== store) await other.close();
      await opened.dispose();
    };
    num = (await store.subscribers.insert(reader('Ada@example.org', { topics: ['llm', 'rl'] })))?.num ?? 0;
  });
  afterEach(() => dispose());

  it('one letter is written, however many ask at once', async () => {
    const asked = await Promise.all(
      Array.from({ length: 8 }, (_, n) => askForLink(n % 2 ? store : other, num, NOW)),
    );
    expect(asked.filter(one => one?.answer === 'written')).toHaveLength(1);
    expect(asked.filter(one => one?.answer === 'lately')).toHaveLength(7);
    const [letter] = await store.letters.of(num);
    expect(letter).toMatchObject({ kind: 'link', expiresAt: NOW + FRESH_LINK_MS, state: 'pending' });
    const at = letter?.num ?? 0;
    expect(await openedBy(store, num, at, NOW + FRESH_LINK_MS - 1)).toEqual({ until: NOW + FRESH_LINK_MS });
    expect(await openedBy(store, num, at, NOW + FRESH_LINK_MS)).toBeNull();
    expect(await openedBy(store, num + 1, at, NOW)).toBeNull();
  });

  it('three addresses are asked at most, however many are named at once', async () => {
    const asked = await Promise.all(Array.from({ length: 6 }, () => askToMove(other, num, NEW, NOW)));
    expect(asked.filter(one => one === 'written')).toHaveLength(3);
    expect(await store.letters.of(num)).toHaveLength(3);
  });

  it('an address that is taken gets a letter that has expired before it can leave', async () => {
    await store.subscribers.insert(reader('new@example.net'));
    expect(await askToMove(store, num, NEW, NOW)).toBe('written');
    expect(await store.letters.of(num)).toMatchObject([{ kind: 'move', address: NEW.email, expiresAt: NOW }]);
  });

  it('erasing happens once, and takes letters that others wanted sent there', async () => {
    const ben = (await store.subscribers.insert(reader('ben@example.org')))?.num ?? 0;
    await askToMove(store, ben, parseAddress('ADA@example.org'), NOW);
    await askToMove(store, ben, NEW, NOW);
    await askForLink(store, num, NOW);
    const erased = await Promise.all([eraseByLink(store, num, NOW), eraseByLink(other, num, NOW)]);
    expect(erased.sort()).toEqual([false, true]);
    expect(await store.letters.of(num)).toEqual([]);
    expect(await store.letters.of(ben)).toMatchObject([{ address: NEW.email }]);
    expect(await askForLink(store, num, NOW)).toBeNull();
    expect(await askToMove(store, num, NEW, NOW)).toBe('never');
  });

  it('only the one who leaves first has left; what was muted is followed again, once', async () => {
    const left = await Promise.all([leaveBy(store, num), leaveBy(other, num)]);
    expect(left.filter(({ hasLeft }) => hasLeft)).toHaveLength(1);
    const signal = { paper: 1, kind: 'mute', group: { kind: 'topic', key: 'rl' }, at: NOW } as const;
    expect(await mute(store, num, signal)).toMatchObject({ topics: ['llm'] });
    expect(await store.signals.of(num)).toEqual([signal]);
    const again = { nums: [1], group: signal.group };
    await Promise.all([followAgain(store, num, again, () => {}), followAgain(other, num, again, () => {})]);
    expect(await store.signals.of(num)).toEqual([]);
    expect((await store.subscribers.byNums([num]))[0]).toMatchObject({ topics: ['llm', 'rl'] });
  });
});
