import { performance } from 'node:perf_hooks';
import { createMatcher } from '../../src/match/matcher.ts';
import { absorb, companionsOf, NOTHING_ABSORBED, packCompanions } from '../../src/match/model/companions.ts';
import { SHIPPED } from '../../src/match/model/shipped.ts';
import { readTrained } from '../../src/match/model/trained.ts';
import { countWords } from '../../src/match/statistics.ts';
import { tokenizePaper } from '../../src/match/tokenize.ts';
import type { MatchText } from '../../src/model/topic.ts';
import { readMaterial } from '../relevance/labelled.ts';
import { tenWords } from '../relevance/ten-words.ts';

const PAPERS = 1_000;
const LONG_HISTORY = 10_000;
const PAGE = 200;
const OWN_TOPICS = 3;

/**
 * Milliseconds for a thousand papers: cutting them into words; that and matching them to the topics that ship; learning the companions of
 * three own topics from them, cut already. And bytes of what is learned after a thousand papers and after ten thousand.
 */
export function matchingCost(): {
  words: number;
  topics: number;
  learning: number;
  bytes: number;
  bytesLater: number;
} {
  const { catalogue, background } = readMaterial();
  const papers = papersOf(background, PAPERS);
  const statistics = countWords(background);
  const { match } = createMatcher({ ...catalogue, trained: readTrained(SHIPPED) }, statistics);
  const own = tenWords(catalogue).topics.slice(0, OWN_TOPICS);
  const learn = (texts: readonly MatchText[], from = NOTHING_ABSORBED) => {
    let state = from;
    for (let at = 0; at < texts.length; at += PAGE) {
      const page = texts.slice(at, at + PAGE).map(text => tokenizePaper(text));
      state = absorb(state, page, own, statistics);
    }
    return state;
  };
  const tokens = papers.map(paper => tokenizePaper(paper));
  const words = best(() => papers.forEach(paper => void tokenizePaper(paper)));
  const topics = best(() => papers.forEach(paper => void match(paper)));
  const learning = best(() => {
    let state = NOTHING_ABSORBED;
    for (let at = 0; at < tokens.length; at += PAGE)
      state = absorb(state, tokens.slice(at, at + PAGE), own, statistics);
    for (const topic of own) companionsOf(state, topic);
  });
  const state = learn(papers);
  const later = learn(papersOf(background, LONG_HISTORY).slice(PAPERS), state);
  return {
    words,
    topics,
    learning,
    bytes: packCompanions(state).length,
    bytesLater: packCompanions(later).length,
  };
}

/** As many papers as are asked for: real titles over real abstracts, and a word or two that no other paper has. */
function papersOf(background: readonly MatchText[], count: number): MatchText[] {
  return Array.from({ length: count }, (_, at) => ({
    title: `${background[at % background.length]?.title} q${at}x`,
    abstract: `${background[(at * 7) % background.length]?.abstract ?? ''} z${at}y`,
  }));
}

function best(work: () => void): number {
  const rounds = Array.from({ length: 3 }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...rounds);
}
