import type { Catalogue, CatalogueTopic } from '../../src/match/catalogue.ts';
import { createMatcher } from '../../src/match/matcher.ts';
import { absorb, companionsOf, NOTHING_ABSORBED } from '../../src/match/model/companions.ts';
import { countWords, type Statistics } from '../../src/match/statistics.ts';
import { tokenizePaper } from '../../src/match/tokenize.ts';
import type { MatchText } from '../../src/model/topic.ts';
import type { Method } from './method.ts';

// How well a topic fares that an operator adds in two minutes: the shipped ones, with no more of each than that.

const TERMS = 10;

/** Each topic with its name and its ten strongest terms. */
export function tenWords({ topics }: Catalogue): Catalogue {
  return {
    topics: topics.map(topic => ({
      ...topic,
      description: '',
      threshold: 0.5,
      lexicon: topic.lexicon
        .filter(({ weight }) => weight > 0)
        .toSorted((a, b) => b.weight - a.weight)
        .slice(0, TERMS),
    })),
  };
}

/** Ten words a topic, with what the background teaches of their companions or without. Neither reads labels. */
export function shortTopics(catalogue: Catalogue, { companions }: { companions: boolean }): Method {
  const short = tenWords(catalogue);
  return {
    name: `ten words${companions ? ' and companions' : ''}`,
    fit: (_, background) =>
      createMatcher(short, companions ? withCompanions(short.topics, background) : countWords(background)),
  };
}

/** What an archive of these papers teaches of words, and of the companions of these topics. */
export function withCompanions(topics: CatalogueTopic[], papers: readonly MatchText[]): Statistics {
  const statistics = countWords(papers);
  const tokens = papers.map(paper => tokenizePaper(paper));
  const state = absorb(NOTHING_ABSORBED, tokens, topics, statistics);
  const companions = new Map(
    topics.flatMap(topic => {
      const own = companionsOf(state, topic);
      return own ? [[topic.id, own] as const] : [];
    }),
  );
  return { ...statistics, companions };
}
