import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SelectedGroup } from '../../src/model/edition.ts';
import type { SignalKind } from '../../src/model/signal.ts';
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

    it('sums up to which way each leans', async () => {
      const { signals } = world.store;
      for (const paper of [1, 2, 3]) await signals.set(1, said(paper, 'more'));
      await signals.set(1, said(4, 'less'));
      await signals.set(1, said(5, 'less', '"state space"', 'query'));
      await signals.set(2, said(1, 'mute'));
      const leanings = await signals.leanings([1, 2, 3]);
      expect([...leanings.keys()]).toEqual([1]);
      expect(Object.fromEntries(leanings.get(1) ?? [])).toEqual({
        'topic llm': 2,
        'query "state space"': -1,
      });
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
      await store.signUps.add(signUp(1));
      // As somebody else would write it.
      await store.signUps.add({ ...signUp(1), email: 'R1@example.org' });
      await store.transaction(tx => tx.erasure.forget(num, 'r1@example.org', papers => papers));
      expect(await store.consents.of(num)).toEqual([]);
      expect(await store.letters.of(num)).toEqual([]);
      expect(await store.signals.of(num)).toEqual([]);
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
