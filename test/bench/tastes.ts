import { performance } from 'node:perf_hooks';
import type { Subscriber } from '../../src/model/subscriber.ts';
import { openDay } from '../../src/pipeline/day.ts';
import type { Parts } from '../../src/pipeline/parts.ts';
import { planPage } from '../../src/pipeline/plan-page.ts';
import { PAGE } from '../../src/store/pages.ts';
import type { Store } from '../../src/store/store.ts';
import type { KeptTaste } from '../../src/store/tastes.ts';

/** Of a hundred readers, those who said something; and of how many papers. */
const OF_A_HUNDRED = 5;
const SIGNALS = 20;

/**
 * What tastes cost when an edition is planned for everybody, in milliseconds: when nobody said anything; when five of a hundred said something
 * of twenty papers, learned for the first time; and read again after. Nothing is frozen.
 */
export async function tasteCost(
  parts: Parts,
  edition: string,
): Promise<{ none: number; anew: number; kept: number; learned: number }> {
  const { store } = parts;
  const none = await planAll(parts, edition);
  await speak(parts, edition);
  const learned: KeptTaste[] = [];
  const anew = await planAll(parts, edition, async tastes => {
    learned.push(...tastes);
  });
  await store.tastes.keep(learned);
  const kept = await planAll(parts, edition);
  return { none, anew, kept, learned: learned.length };
}

/** Every twentieth reader asks more, or less, of papers under what they follow. */
async function speak(parts: Parts, edition: string): Promise<void> {
  const day = await openDay(parts, { edition, at: null });
  const ranked = day.plan.rankedFor(null);
  const papersOf = (key: string) =>
    [...(ranked.topics.get(key)?.positions ?? [])].map(at => ranked.nums[at] ?? 0);
  await parts.store.transaction(async tx => {
    for await (const { num, topics } of everybody(tx)) {
      if (num % (100 / OF_A_HUNDRED) !== 0) continue;
      for (const [at, { key, paper }] of spokenOf(topics, papersOf).entries()) {
        const kind = at % 5 === 4 ? 'less' : 'more';
        await tx.signals.set(num, { paper, kind, group: { kind: 'topic', key }, at });
      }
    }
  });
}

async function* everybody({ subscribers }: Store): AsyncGenerator<Subscriber> {
  for (let after = 0; ; ) {
    const page = await subscribers.page(after, PAGE);
    yield* page;
    const last = page.at(-1);
    if (!last) return;
    after = last.num;
  }
}

/** Twenty papers of the first three topics, every second one. */
function spokenOf(topics: readonly string[], papersOf: (key: string) => number[]) {
  const of = topics
    .slice(0, 3)
    .flatMap(key => papersOf(key).flatMap((paper, at) => (at % 2 === 0 ? [{ key, paper, at }] : [])));
  return of.sort((a, b) => a.at - b.at).slice(0, SIGNALS);
}

async function planAll(
  parts: Parts,
  edition: string,
  onLearned?: (tastes: readonly KeptTaste[]) => Promise<void>,
): Promise<number> {
  const { store } = parts;
  const day = await openDay(parts, { edition, at: null });
  day.plan.rankedFor(null);
  const start = performance.now();
  for (let after = 0; ; ) {
    const page = await store.subscribers.page(after, PAGE);
    const last = page.at(-1);
    if (!last) return performance.now() - start;
    await planPage(store, day, page, onLearned);
    after = last.num;
  }
}
