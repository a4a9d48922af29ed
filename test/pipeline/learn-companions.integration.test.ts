import { describe, expect, it } from 'vitest';
import { type Catalogue, parseCatalogue } from '../../src/match/catalogue.ts';
import { learn } from '../../src/pipeline/learn.ts';
import { learnCompanions, learnedTopics } from '../../src/pipeline/learn-companions.ts';
import { openLearner } from '../../src/pipeline/learner.ts';
import { capture } from '../support/captures.ts';
import { openWorld } from '../support/world.ts';

const OWN = parseCatalogue(
  `topics:
  - id: attention
    name: Study of attention
    terms:
      strong: [attention head, attention sink, linear attention, sparse attention]
      normal: [attention mechanism, self-attention, attention score]
`,
  'own.yaml',
);
const EDITED = parseCatalogue(
  `topics:
  - { id: attention, name: Study of attention, terms: { strong: [reinforcement learning, reward] } }
`,
  'edited.yaml',
);

/** What is known of the one topic of a catalogue: papers found and companions. */
async function known(archive: Parameters<typeof learnedTopics>[0]) {
  const [topic] = await learnedTopics(archive);
  return { papers: topic?.papers ?? 0, words: [...(topic?.companions?.keys() ?? [])] };
}

describe('learning of own topics', () => {
  it('follows the papers as they come, once each, and starts anew where terms changed', async () => {
    const world = await openWorld();
    try {
      const { store } = world.parts;
      const archive = (catalogue: Catalogue) => ({ store, catalogue });
      await world.ingest(capture('capture-2025-08-11.txt'), '2026-06-01');
      const papers = await store.words.papers();

      const newest = openLearner(archive(OWN));
      expect((await newest()).matcher.statistics.companions?.size).toBe(0);
      expect(await learnCompanions(archive(OWN))).toBe(papers);
      expect(await learnCompanions(archive(OWN))).toBe(0);
      const first = await known(archive(OWN));
      expect(first.papers).toBeGreaterThan(4);
      expect(first.words.length).toBe(100);
      // Whoever matches goes by it from then on.
      expect((await newest()).matcher.statistics.companions?.has('attention')).toBe(true);
      expect((await learn(archive(OWN))).statistics.companions?.has('attention')).toBe(true);

      await world.ingest(capture('capture-2025-03-14.txt'), '2026-06-02');
      expect(await learnCompanions(archive(OWN))).toBe((await store.words.papers()) - papers);
      const second = await known(archive(OWN));
      expect(second.papers).toBeGreaterThan(first.papers);

      // Other terms are another topic: the papers are gone through for it, and no word counts twice.
      expect(await known(archive(EDITED))).toEqual({ papers: 0, words: [] });
      expect(await learnCompanions(archive(EDITED))).toBe(0);
      const edited = await known(archive(EDITED));
      expect(edited.words.slice(0, 10)).toContain('reward');
      expect((await store.learned.papers('companions')) === (await store.words.papers())).toBe(true);

      const total = await store.words.papers();
      expect(await learnCompanions(archive(EDITED), { rebuild: true })).toBe(total);
      expect((await known(archive(EDITED))).papers).toBe(edited.papers);
    } finally {
      await world.dispose();
    }
  });

  it('has nothing to do while every topic was taught by examples', async () => {
    const world = await openWorld();
    try {
      const { store } = world.parts;
      await world.ingest(capture('capture-2025-03-14.txt'), '2026-06-02');
      const topics = OWN.topics.map(({ id, name, description, lexicon }) => ({
        id,
        name,
        description,
        lexicon,
        lean: 0,
        bias: 0,
        words: {},
        beside: [0],
      }));
      const trained = { topics, signs: [], cut: 0 } as Catalogue['trained'];
      const catalogue = trained ? { ...OWN, trained } : OWN;
      expect(await learnCompanions({ store, catalogue })).toBe(0);
      expect(await learnedTopics({ store, catalogue })).toEqual([]);
      expect(await store.learned.get('companions')).toBeNull();
    } finally {
      await world.dispose();
    }
  });
});
