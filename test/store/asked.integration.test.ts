import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SelectedGroup } from '../../src/model/edition.ts';
import { leaningOf, type SignalKind } from '../../src/model/signal.ts';
import { reader } from '../support/builders.ts';
import { DATABASES } from '../support/databases.ts';

for (const database of DATABASES) {
  describe(`what people ask for and say, on ${database.name},`, () => {
    let world: Awaited<ReturnType<typeof database.open>>;
    beforeEach(async () => {
      world = await database.open();
    });
    afterEach(() => world.dispose());

    const signUp = (n: number) => ({
      email: `r${n}@example.org`,
      addressKey: `r${n}@example.org`,
      preferences: '{}',
      wording: 'yes',
      at: 1_000 + n,
    });
    const said = (paper: number, kind: SignalKind, key = 'llm', of: SelectedGroup['kind'] = 'topic') => ({
      paper,
      kind,
      group: { kind: of, key },
      at: 1_000 + paper,
    });

    it('is taken out of the line once, oldest first', async () => {
      const { store } = world;
      for (const n of [1, 2, 3]) await store.signUps.add(signUp(n));
      expect(await store.signUps.count()).toBe(3);
      const takes = await Promise.all(
        [0, 1, 2].map(() =>
          store.transaction(tx => tx.signUps.take(2)).then(rows => rows.map(row => row.at)),
        ),
      );
      expect(takes).toEqual([[1_001, 1_002], [1_003], []]);
      expect(await store.signUps.count()).toBe(0);
    });

    it('is back in the line when whoever took it failed', async () => {
      await world.store.signUps.add(signUp(1));
      const failing = world.store.transaction(async tx => {
        await tx.signUps.take(1);
        throw new Error('it broke');
      });
      await expect(failing).rejects.toThrow('it broke');
      expect(await world.store.signUps.count()).toBe(1);
    });

    it('is a signal once for each paper, of which more and less replace each other', async () => {
      const { signals } = world.store;
      await signals.set(1, said(7, 'more'));
      await signals.set(1, said(7, 'more'));
      await signals.set(1, said(8, 'less'));
      await signals.set(1, said(8, 'more', 'vision'));
      await signals.set(1, said(8, 'mute', 'vision'));
      expect((await signals.of(1)).map(({ paper, kind }) => `${paper} ${kind}`).sort()).toEqual([
        '7 more',
        '8 more',
        '8 mute',
      ]);
      await signals.take(1, 8, 'mute');
      await signals.clear(2);
      expect(await signals.of(1)).toHaveLength(2);
      await signals.clear(1);
      expect(await signals.of(1)).toEqual([]);
    });

    it('is a lesson, the newest of each kind and heading', async () => {
      const { signals } = world.store;
      for (const paper of [1, 2, 3]) await signals.set(1, said(paper, 'more'));
      await signals.set(1, said(4, 'less'));
      await signals.set(1, said(5, 'less', '"state space"', 'query'));
      await signals.set(2, said(1, 'mute'));
      const lessons = await signals.lessons([1, 2, 3]);
      expect([...lessons.keys()]).toEqual([1, 2]);
      expect(lessons.get(1)?.map(({ paper }) => paper)).toEqual([5, 4, 3, 2, 1]);
      const follows = { topics: [], queries: [] };
      expect(Object.fromEntries(leaningOf(lessons.get(1) ?? [], follows))).toEqual({
        'topic llm': 2,
        'query "state space"': -1,
      });
      const newest = (await signals.lessons([1, 2], 1)).get(1);
      expect(newest?.map(({ paper, kind }) => `${paper} ${kind}`)).toEqual(['5 less', '4 less', '3 more']);
    });

    it('teaches, and what it taught goes with it', async () => {
      const { signals, tastes } = world.store;
      const taught = (subscriber: number, key: string, weights: string) => ({
        subscriber,
        group: { kind: 'topic', key } as const,
        signals: 'abc',
        weights: new TextEncoder().encode(weights),
      });
      const kept = async (...nums: number[]) =>
        [...(await tastes.of(nums)).values()]
          .flat()
          .map(one => `${one.subscriber} ${one.group.key} ${new TextDecoder().decode(one.weights)}`);
      await tastes.keep([taught(1, 'llm', 'a'), taught(1, 'vision', 'b'), taught(2, 'llm', 'c')]);
      await tastes.keep([taught(1, 'llm', 'd')]);
      expect(await kept(1, 2, 3)).toEqual(['1 llm d', '1 vision b', '2 llm c']);
      await signals.set(1, said(9, 'less'));
      await signals.take(1, 9, 'more');
      expect(await kept(1)).toHaveLength(2);
      await signals.take(1, 9, 'less');
      expect(await kept(1)).toEqual(['1 vision b']);
      for (const kind of ['more', 'mute', 'opened'] as const) await signals.set(1, said(3, kind));
      await signals.forget(1, { kind: 'topic', key: 'llm' });
      expect((await signals.of(1)).map(({ kind }) => kind)).toEqual(['mute']);
      expect(await kept(1)).toEqual(['1 vision b']);
      await signals.clear(1);
      expect(await kept(1, 2)).toEqual(['2 llm c']);
    });

    it('is kept on record in its order', async () => {
      const { consents } = world.store;
      const asked = { at: 1, act: 'asked', how: 'web form', wording: 'Send me the papers.' } as const;
      const confirmed = { at: 2, act: 'confirmed', how: 'link', wording: null } as const;
      await consents.add(1, asked);
      await consents.add(1, confirmed);
      await consents.addAll([2, 3], asked);
      await consents.addAll([], asked);
      expect(await consents.of(1)).toEqual([asked, confirmed]);
      expect(await consents.of(3)).toEqual([asked]);
    });

    it('is gone with them when they are erased', async () => {
      const { store } = world;
      const row = await store.subscribers.insert(reader('r1@example.org'));
      const num = row?.num ?? 0;
      await store.consents.add(num, { at: 1, act: 'asked', how: 'web form', wording: null });
      await store.letters.add({ kind: 'confirm', subscriber: num, expiresAt: 9_000 }, 1);
      await store.signals.set(num, said(1, 'more'));
      const group = { kind: 'topic', key: 'llm' } as const;
      await store.tastes.keep([{ subscriber: num, group, signals: 'abc', weights: new Uint8Array([1]) }]);
      await store.signUps.add(signUp(1));
      // As somebody else would write it.
      await store.signUps.add({ ...signUp(1), email: 'R1@example.org' });
      await store.transaction(tx => tx.erasure.forget(num, 'r1@example.org', papers => papers));
      expect(await store.consents.of(num)).toEqual([]);
      expect(await store.letters.of(num)).toEqual([]);
      expect(await store.signals.of(num)).toEqual([]);
      expect((await store.tastes.of([num])).size).toBe(0);
      expect(await store.signUps.count()).toBe(0);
    });

    it('is the newest note of an edition, while older mails keep theirs', async () => {
      const { notes } = world.store;
      expect(await notes.current('2026-06-01')).toBeNull();
      await notes.set('2026-06-01', 'Good morning', 1);
      const first = await notes.current('2026-06-01');
      await notes.set('2026-06-01', 'Good day', 2);
      expect(await notes.current('2026-06-01')).toMatchObject({ text: 'Good day', at: 2 });
      expect(await notes.text(first?.num ?? 0)).toBe('Good morning');
      await notes.set('2026-06-01', '', 3);
      expect(await notes.current('2026-06-01')).toBeNull();
      expect(await notes.text(999)).toBe('');
    });

    it('is that no list is to bring them back, until they come themselves', async () => {
      const { suppressions } = world.store;
      await suppressions.depart('hash-a', 1);
      await suppressions.depart('hash-a', 2);
      expect(await suppressions.departed(['hash-a', 'hash-b'])).toEqual(new Set(['hash-a']));
      expect(await suppressions.departed([])).toEqual(new Set());
      await suppressions.arrive('hash-a');
      expect(await suppressions.departed(['hash-a'])).toEqual(new Set());
    });
  });
}
