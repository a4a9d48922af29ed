import { createHash } from 'node:crypto';
import type { FollowedGroup } from '../model/edition.ts';
import { headingKey, type Leaning, leaningOf, type Signal, type Taste } from '../model/signal.ts';
import type { Subscriber } from '../model/subscriber.ts';
import type { RankedGroups } from '../plan/rank.ts';
import { type Reasons, reasonsOf } from '../plan/taste/explain.ts';
import { LEAST_POSITIVES, learnInterest } from '../plan/taste/interest.ts';
import { packTaught, RULES, type Taught, unpackTaught } from '../plan/taste/kept.ts';
import { leanOf, likingBy } from '../plan/taste/lean.ts';
import type { Terms } from '../plan/taste/terms.ts';
import { usualUnder } from '../plan/taste/usual.ts';
import type { Store } from '../store/store.ts';
import type { KeptTaste } from '../store/tastes.ts';
import type { EditionPapers } from './edition-papers.ts';
import { termsOfDay, writtenWords } from './taste-terms.ts';

/** The papers of an edition, as far as taste reads them. */
export interface TasteDay {
  papers: EditionPapers;
  aliases: ReadonlyMap<number, number>;
  /** The candidates of whoever had mail within the week: what is learned is told apart from these. */
  usual: () => RankedGroups;
}

type Reader = Pick<Subscriber, 'num' | 'topics' | 'queries' | 'learnOpened'>;

/** What is known of readers by what they said. Who never said anything is in no map. */
export interface Tastes {
  leanings: ReadonlyMap<number, Leaning>;
  tastes: ReadonlyMap<number, Taste>;
  /** What was learned just now: whoever may write keeps it. */
  learned: readonly KeptTaste[];
}

/** More headings than a page of subscribers has, as a rule. */
const MOST_KEPT = 4_000;
/** Most signals of a heading that are learned from: the newest. */
const MOST_SIGNALS = 120;
/**
 * Reads what these subscribers said, and what it taught: from what is kept, where it was learned of the same signals, and anew
 * elsewhere. Both come to the same. `candidates` of a subscriber are what it will be asked of. Writes nothing.
 */
export async function tastesOf(
  store: Store,
  day: TasteDay,
  readers: readonly Reader[],
  candidates: (num: number) => RankedGroups,
): Promise<Tastes> {
  const lessons = await store.signals.lessons(readers.map(({ num }) => num));
  const speakers = readers.flatMap(reader => {
    const said = lessons.get(reader.num);
    return said ? [{ reader, said }] : [];
  });
  const headings = speakers.flatMap(({ reader, said }) => headingsOf(reader, said));
  const kept = await store.tastes.of([...new Set(headings.map(({ reader }) => reader))]);
  const found = headings.map(heading => ({
    heading,
    own: (kept.get(heading.reader) ?? []).find(
      one => one.signals === heading.fingerprint && headingKey(one.group) === headingKey(heading.group),
    ),
  }));
  const anew = found.filter(({ own }) => !own).flatMap(({ heading }) => heading.said);
  if (anew.length > 0) await readSpoken(store, day, anew);
  const learned: KeptTaste[] = [];
  const interests = new Map<number, Map<string, Taught>>();
  for (const { heading, own } of found) {
    const taught = own ? unpackTaught(own.weights) : learnOnce(day, heading);
    if (!taught) continue;
    const { reader, group, fingerprint } = heading;
    if (!own) learned.push({ subscriber: reader, group, signals: fingerprint, weights: packTaught(taught) });
    const mine = interests.get(reader) ?? new Map<string, Taught>();
    interests.set(reader, mine.set(headingKey(group), taught));
  }
  const terms = termsOfDay(day.papers);
  const windows = new Set([...interests.keys()].map(candidates));
  for (const { nums } of windows) await terms.read(store, nums);
  return {
    leanings: new Map(speakers.map(({ reader, said }) => [reader.num, leaningOf(said, reader)])),
    tastes: new Map([...interests].map(([num, mine]) => [num, tasteBy(mine, day)])),
    learned,
  };
}

/** Stands for all headings together. */
const ANYWHERE = { kind: 'any', key: '' } as const;

/** What somebody said of one heading that they follow, or of all. */
interface Heading {
  reader: number;
  group: KeptTaste['group'];
  /** The headings whose papers it is told apart from. */
  among: FollowedGroup[];
  said: Signal[];
  /** Tells of which signals, under which rules. */
  fingerprint: string;
}

/** The headings of which they said enough, and all together where that is enough. */
function headingsOf(reader: Reader, signals: readonly Signal[]): Heading[] {
  const heard = signals.filter(
    ({ kind }) => kind === 'more' || kind === 'less' || (kind === 'opened' && reader.learnOpened),
  );
  const followed = followedBy(reader);
  const one = (group: KeptTaste['group'], among: FollowedGroup[], all: readonly Signal[]): Heading[] => {
    const said = all.slice(0, MOST_SIGNALS);
    const positives = said.filter(({ kind }) => kind !== 'less').length;
    if (positives < LEAST_POSITIVES || among.length === 0) return [];
    const fingerprint = fingerprintOf(said, group.kind === 'any' ? among : []);
    return [{ reader: reader.num, group, among, said, fingerprint }];
  };
  const isOf = (group: FollowedGroup) => (signal: Signal) => headingKey(signal.group) === headingKey(group);
  return [
    ...followed.flatMap(group => one(group, [group], heard.filter(isOf(group)))),
    ...one(
      ANYWHERE,
      followed.filter(group => heard.some(isOf(group))),
      heard,
    ),
  ];
}

function followedBy({ topics, queries }: Reader): FollowedGroup[] {
  return [
    ...topics.map(key => ({ kind: 'topic' as const, key })),
    ...queries.map(key => ({ kind: 'query' as const, key })),
  ];
}

function fingerprintOf(said: readonly Signal[], among: readonly FollowedGroup[]): string {
  const lines = said.map(({ paper, kind }) => `${paper} ${kind}`).sort();
  return createHash('sha256')
    .update([RULES, ...among.map(headingKey), ...lines].join('\n'))
    .digest('hex')
    .slice(0, 32);
}

/** Reads what is learned from, for all who are learned of at once: as many queries for many of them as for one. */
async function readSpoken(store: Store, day: TasteDay, said: readonly Signal[]): Promise<void> {
  const { papers, aliases } = day;
  const nums = [...new Set(said.map(({ paper }) => aliases.get(paper) ?? paper))];
  papers.add(await store.papers.byNums(papers.lacking(nums)));
  const gone = new Set(papers.lacking(nums));
  const spoken = nums.filter(num => !gone.has(num));
  await termsOfDay(papers).read(store, [...spoken, ...day.usual().nums]);
}

const learnedAlready = new WeakMap<EditionPapers, Map<string, Taught | null>>();

/** What was learned before a transaction is not learned again in it: others wait for its end. */
function learnOnce(day: TasteDay, heading: Heading): Taught | null {
  const known = learnedAlready.get(day.papers) ?? new Map<string, Taught | null>();
  learnedAlready.set(day.papers, known);
  const key = `${heading.fingerprint} ${headingKey(heading.group)}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const taught = learn(day, heading);
  if (known.size >= MOST_KEPT) known.clear();
  known.set(key, taught);
  return taught;
}

/** Learns from papers that `readSpoken` read. */
function learn(day: TasteDay, { among, said }: Heading): Taught | null {
  const { papers, aliases } = day;
  const elder = (num: number) => aliases.get(num) ?? num;
  const nums = [...new Set(said.map(({ paper }) => elder(paper)))];
  const gone = new Set(papers.lacking(nums));
  const usual = usualUnder(day.usual(), among, new Set(nums));
  const terms = termsOfDay(papers);

  // An opening that a button followed says no more than the button.
  const [more, less, opened] = (['more', 'less', 'opened'] as const).map(kind => {
    const of = said.filter(one => one.kind === kind).map(({ paper }) => elder(paper));
    return [...new Set(of)].filter(num => !gone.has(num)).sort((a, b) => a - b);
  });
  const buttons = new Set([...(more ?? []), ...(less ?? [])]);
  const alone = (opened ?? []).filter(num => !buttons.has(num));
  const all = (list: readonly number[] = []) => list.flatMap(num => terms.of(num) ?? []);
  const interest = learnInterest(
    { more: all(more), less: all(less), opened: all(alone) },
    all(usual),
    terms.book,
  );
  if (!interest) return null;
  const spokenOf = (list: readonly number[] = []) =>
    list.flatMap(num => {
      const own: Terms | null = terms.of(num);
      return own ? [{ terms: own, words: writtenWords(papers.paper(num)) }] : [];
    });
  const reasons = reasonsOf(
    interest,
    { liked: spokenOf([...(more ?? []), ...alone]), disliked: spokenOf(less) },
    terms.book,
  );
  return { interest, reasons };
}

/** Each heading by what was said of it: separate interests stay separate, but for a weaker lean to what they like anywhere. */
function tasteBy(interests: ReadonlyMap<string, Taught>, { papers, aliases }: TasteDay): Taste {
  const terms = termsOfDay(papers);
  const likings = new Map<string, (paper: Terms) => number>();
  for (const [heading, { interest }] of interests) likings.set(heading, likingBy(interest, terms.book));
  const anywhere = likings.get(headingKey(ANYWHERE));
  return {
    lean(group, num) {
      const own = terms.of(aliases.get(num) ?? num);
      if (!own) return 1;
      return leanOf(likings.get(headingKey(group))?.(own) ?? 0, anywhere?.(own) ?? 0);
    },
  };
}

/** What was learned of one heading, for whoever it was learned of. */
export interface LearnedHeading {
  group: FollowedGroup;
  more: number;
  less: number;
  opened: number;
  /** `few`: three papers they want more of, or opened, are needed; `soon`: the next mail goes by it. */
  state: 'few' | 'soon' | 'learned';
  reasons: Reasons;
}

/** What somebody said of the headings they follow, and what it taught; those of which they said nothing are left out. */
export async function learnedOf(store: Store, reader: Reader): Promise<LearnedHeading[]> {
  const said = (await store.signals.lessons([reader.num])).get(reader.num) ?? [];
  const enough = headingsOf(reader, said);
  const kept = (await store.tastes.of([reader.num])).get(reader.num) ?? [];
  return followedBy(reader).flatMap(group => {
    const isOf = (one: { group: { kind: string; key: string } }) =>
      one.group.kind === group.kind && one.group.key === group.key;
    const own = said.filter(one => isOf(one) && one.kind !== 'mute');
    if (own.length === 0) return [];
    const count = (kind: Signal['kind']) => own.filter(one => one.kind === kind).length;
    const heading = enough.find(isOf);
    const row = kept.find(one => isOf(one) && one.signals === heading?.fingerprint);
    return [
      {
        group,
        more: count('more'),
        less: count('less'),
        opened: count('opened'),
        state: heading ? (row ? 'learned' : 'soon') : 'few',
        reasons: row ? unpackTaught(row.weights).reasons : { liked: [], disliked: [] },
      },
    ];
  });
}
