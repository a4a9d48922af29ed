import type { Catalogue, CatalogueTopic } from '../../src/match/catalogue.ts';
import { createMatcher } from '../../src/match/matcher.ts';
import { absorb, companionsOf, NOTHING_ABSORBED } from '../../src/match/model/companions.ts';
import { DEFAULT_THRESHOLD } from '../../src/match/score.ts';
import { countWords, type Statistics } from '../../src/match/statistics.ts';
import { tokenizePaper } from '../../src/match/tokenize.ts';
import type { MatchText } from '../../src/model/topic.ts';
import type { Method } from './method.ts';
import { lsa, ofLexicon } from './scorers.ts';

// How well a topic fares that an operator adds in two minutes: the shipped ones, with no more of each than that.

const TERMS = 10;
const RANK = 100;
/** The best of 1, 2, 3 and 5 by micro-F1. */
const LATENT_STRENGTH = 2;

/** Each topic with its name and its ten strongest terms. */
export function tenWords({ topics }: Catalogue): Catalogue {
  return {
    topics: topics.map(topic => ({
      ...topic,
      description: '',
      threshold: DEFAULT_THRESHOLD,
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

/** The same ways, and with latent semantic analysis in the place of companions; scores are put together as theirs are. */
export function shortMethods(catalogue: Catalogue): Method[] {
  const short = tenWords(catalogue);
  const latent = lsa('latent', short, ofLexicon, RANK);
  return [
    shortTopics(catalogue, { companions: true }),
    {
      name: `ten words and LSA-${RANK}`,
      fit: (train, background) => {
        const { match } = createMatcher(short, countWords(background));
        const scoreOf = latent.fit(train, background);
        return {
          match: text => {
            const cosines = new Map(scoreOf(text).map((cosine, at) => [short.topics[at]?.id ?? '', cosine]));
            return match(text)
              .map(one => ({ ...one, score: addedTo(one.score, cosines.get(one.topic) ?? 0) }))
              .map(one => ({ ...one, decided: one.score >= DEFAULT_THRESHOLD }))
              .sort((a, b) => b.score - a.score);
          },
        };
      },
    },
    shortTopics(catalogue, { companions: false }),
  ];
}

function addedTo(score: number, cosine: number): number {
  const odds = score / (1 - score) + LATENT_STRENGTH * Math.max(0, cosine);
  const whole = odds / (1 + odds);
  return score > 0 ? whole : Math.min(whole, 0.8 * DEFAULT_THRESHOLD);
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
