import { setImmediate } from 'node:timers/promises';
import type { Catalogue, CatalogueTopic } from '../match/catalogue.ts';
import { ownTopics } from '../match/matcher.ts';
import {
  absorb,
  COMPANIONS_VERSION,
  type CompanionState,
  type Companions,
  catchUp,
  companionsOf,
  NOTHING_ABSORBED,
  packCompanions,
  unknownTopics,
  unpackCompanions,
} from '../match/model/companions.ts';
import type { Statistics } from '../match/statistics.ts';
import { type TokenizedPaper, tokenizePaper } from '../match/tokenize.ts';
import { vocabulary } from '../match/vocabulary.ts';
import type { KeptLearning } from '../store/learned.ts';
import type { Store } from '../store/store.ts';

/** The row it is kept in. */
const NAME = 'companions';
/** Papers learned from between two writes. */
const PAGE = 200;
/** A topic that is new is found in so many of the newest papers. */
const LOOK_BACK = 2_000;

interface Archive {
  store: Store;
  catalogue: Catalogue;
}

export interface CompanionsOrder {
  /** From nothing, over every paper stored. */
  rebuild?: boolean;
  /** Papers to learn from in one go. */
  limit?: number;
  onLearned?: (papers: number) => void;
}

/**
 * Learns from papers that are new what words keep the terms of own topics company; returns from how many. Nothing is to do
 * while every topic was taught by examples. Holds no transaction while it reads; safe to run anywhere at once: who comes
 * second leaves it to the first.
 */
export async function learnCompanions(
  { store, catalogue }: Archive,
  { rebuild = false, limit = LOOK_BACK, onLearned = () => {} }: CompanionsOrder = {},
): Promise<number> {
  const topics = ownTopics(catalogue);
  if (topics.length === 0) return 0;
  const statistics = await statisticsOf(store, topics);
  let kept = await store.learned.get(NAME);
  let { state, last } =
    rebuild || kept?.version !== COMPANIONS_VERSION
      ? { state: NOTHING_ABSORBED, last: rebuild ? 0 : await store.learned.beforeNewest(LOOK_BACK) }
      : { state: unpackCompanions(kept.content), last: kept.last };

  async function keep(): Promise<boolean> {
    const content = packCompanions(state);
    const learning: KeptLearning = { version: COMPANIONS_VERSION, papers: state.papers, last, content };
    const isMine = await store.learned.keep(NAME, learning, kept);
    kept = learning;
    return isMine;
  }

  const fresh = state.papers === 0 ? [] : unknownTopics(state, topics);
  if (fresh.length > 0) {
    state = await caughtUp(store, state, fresh, statistics, last);
    if (!(await keep())) return 0;
  }
  let done = 0;
  while (rebuild || done < limit) {
    const nums = await store.learned.after(last, PAGE);
    if (nums.length === 0) break;
    state = absorb(state, await papersOf(store, nums), topics, statistics);
    last = nums.at(-1) ?? last;
    if (!(await keep())) break;
    done += nums.length;
    onLearned(done);
    await setImmediate();
  }
  return done;
}

/** New topics beside the others: from the newest papers that the others were learned from. */
async function caughtUp(
  store: Store,
  before: CompanionState,
  topics: readonly CatalogueTopic[],
  statistics: Statistics,
  last: number,
): Promise<CompanionState> {
  let state = before;
  for (let after = await store.learned.beforeNewest(LOOK_BACK); ; ) {
    const nums = (await store.learned.after(after, PAGE)).filter(num => num <= last);
    // With no paper among the newest it is known all the same, and not looked for again.
    state = catchUp(state, await papersOf(store, nums), topics, statistics);
    after = nums.at(-1) ?? last;
    if (nums.length < PAGE) return state;
    await setImmediate();
  }
}

async function papersOf(store: Store, nums: readonly number[]): Promise<TokenizedPaper[]> {
  return (await store.papers.byNums(nums)).map(paper => tokenizePaper(paper));
}

async function statisticsOf(store: Store, topics: CatalogueTopic[]): Promise<Statistics> {
  const frequencies = await store.words.frequencies(vocabulary({ topics }));
  return { papers: await store.words.papers(), frequency: word => frequencies.get(word) ?? 0 };
}

/** What is learned of an own topic. */
export interface LearnedTopic {
  topic: CatalogueTopic;
  /** Papers that its terms found. */
  papers: number;
  /** Null while these are too few. */
  companions: Companions | null;
}

/** What is learned of every own topic; only reads. */
export async function learnedTopics({ store, catalogue }: Archive): Promise<LearnedTopic[]> {
  const topics = ownTopics(catalogue);
  if (topics.length === 0) return [];
  const kept = await store.learned.get(NAME);
  const state = kept?.version === COMPANIONS_VERSION ? unpackCompanions(kept.content) : NOTHING_ABSORBED;
  const unknown = new Set(unknownTopics(state, topics));
  return topics.map(topic => ({
    topic,
    papers: unknown.has(topic) ? 0 : (state.topics.get(topic.id)?.papers ?? 0),
    companions: companionsOf(state, topic),
  }));
}

/** The companions of own topics by id, as statistics have them. */
export async function companions(archive: Archive): Promise<Map<string, Companions>> {
  const learned = await learnedTopics(archive);
  return new Map(
    learned.flatMap(({ topic, companions: own }): [string, Companions][] => (own ? [[topic.id, own]] : [])),
  );
}

/** Changes whenever what is kept does, but for topics that were just added. */
export function companionsKept({ learned }: Pick<Store, 'learned'>): Promise<number> {
  return learned.papers(NAME);
}
