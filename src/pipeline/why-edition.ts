import type { Catalogue } from '../match/catalogue.ts';
import { DEFAULT_THRESHOLD } from '../match/score.ts';
import type { CalendarDate } from '../model/date.ts';
import {
  againOf,
  OUTSIDE_NAME,
  papersOf,
  type SelectedGroup,
  type Selection,
  type SizeTable,
} from '../model/edition.ts';
import { allNewsInWords } from '../model/news.ts';
import { queryName } from '../model/query-name.ts';
import { headingKey, type Leaning } from '../model/signal.ts';
import type { Subscriber } from '../model/subscriber.ts';
import { hasBit } from '../plan/bits.ts';
import type { RankedGroup, RankedGroups } from '../plan/rank.ts';
import { followedGroups, roomAfter, turnsAhead } from '../plan/select.ts';
import type { EditionPapers } from './edition-papers.ts';

/** Why each paper of the window is in the mail, or is not. */
export interface WhyEdition {
  /** The headings they follow, in the order of the mail, then those that brought nothing. */
  groups: WhyGroup[];
  /** In the order of the mail; then those left out, the strongest first. */
  papers: WhyPaper[];
  /** Papers in the window that match nothing they follow, and are not in `papers`. */
  unmatched: number;
}

export interface WhyGroup {
  kind: SelectedGroup['kind'];
  key: string;
  name: string;
  /** Papers of the window that match it. */
  matched: number;
  /** Of these: carried to them before. */
  carried: number;
  /** Of these: in this mail, under this heading. */
  shown: number;
  /** Turns it is ahead because they asked more of it; behind, when below 0. */
  ahead: number;
}

/**
 * What became of a paper. `limit`: over their maximum; `room`: the mail is full; `no-mail`: it would be in one; `since`: the mail had room for
 * it, so it came in, or they came to want it, after that mail was frozen; `below`: under the threshold.
 */
export type Fate =
  | 'card'
  | 'line'
  | 'again'
  | 'update'
  | 'carried'
  | 'excluded'
  | 'limit'
  | 'room'
  | 'no-mail'
  | 'since'
  | 'below';

export interface WhyPaper {
  id: string;
  title: string;
  url: string | null;
  fate: Fate;
  /** The heading it stands under, or would; null for one that only comes near. */
  group: { kind: SelectedGroup['kind']; key: string; name: string } | null;
  /** Its score there, and from which score on it counts. */
  score: number;
  threshold: number;
  /** What matched, best first. */
  terms: string[];
  /** The edition that carried it to them; null where that is not known or never. */
  carriedOn: CalendarDate | null;
  /** What the mail tells of one of before; empty for others. */
  news: string;
  /** Their words that keep it out. */
  excludedBy: string | null;
}

/** What an earlier delivery carried, by the numbers of the elders. */
export interface PastDelivery {
  edition: CalendarDate;
  papers: ReadonlySet<number>;
}

/** What the reasons are found in. */
export interface WhySource {
  /** The candidates of their window. */
  ranked: RankedGroups;
  papers: EditionPapers;
  /** Elder of every alias: what a mail showed may be another paper by now. */
  aliases: ReadonlyMap<number, number>;
  catalogue: Catalogue;
  leaning: Leaning | null;
  sizes: SizeTable;
  /** Their deliveries that carried something and were known when this one was planned. */
  past: readonly PastDelivery[];
  /** The others, of later editions: where this one was frozen after all, they are why it lacks a paper. */
  later: readonly PastDelivery[];
}

/** Papers under the threshold that are told of: the nearest. */
const NEAREST = 20;
/** Whoever has less than this part of a threshold is not near. */
const NEAR = 0.5;

type Heading = Pick<SelectedGroup, 'kind' | 'key'>;

/** Tells of every paper of a window why it is in somebody's mail, or is not. `selection` is null where there is no mail. */
export function whyEdition(
  source: WhySource,
  subscriber: Subscriber,
  selection: Selection | null,
): WhyEdition {
  const { ranked } = source;
  const shown = (selection?.groups ?? []).flatMap(group => group.papers.map(paper => ({ ...paper, group })));
  const again = selection ? againOf(selection) : [];
  const updates = selection?.updates?.papers ?? [];
  const nums = [...shown, ...updates].map(({ num }) => num).concat(again);
  const inMail = new Set(nums.flatMap(num => [num, source.aliases.get(num) ?? num]));
  const strongest = strongestHeadings(followedGroups(subscriber, ranked), ranked);
  const told = tellerOf(source);

  const kept = shown.map(({ num, form, group }) => told(num, group, { fate: form }));
  const missed = again.map(num => {
    const elder = source.aliases.get(num) ?? num;
    return told(num, null, { fate: 'again', carriedOn: carriedOn(source.past, elder) });
  });
  const known = updates.map(({ num, news }) =>
    told(num, null, { fate: 'update', news: allNewsInWords(news) }),
  );
  const outside = outsiderOf(source, subscriber, selection);
  const left = [...strongest].flatMap(([num, group]) =>
    inMail.has(num) ? [] : [told(num, group, outside(num, group))],
  );
  const others = [...ranked.nums].filter(num => !strongest.has(num) && !inMail.has(num));
  const near = nearest(source, subscriber, others);
  const below = near.map(({ num, topic }) => told(num, { kind: 'topic', key: topic }, { fate: 'below' }));
  return {
    groups: groupsOf(source, subscriber, selection),
    papers: [...kept, ...missed, ...known, ...left, ...below],
    unmatched: others.length - below.length,
  };
}

/** Why a paper that matches is in no mail, the first reason that holds. */
function outsiderOf(
  { ranked, past, later, sizes }: WhySource,
  subscriber: Subscriber,
  selection: Selection | null,
) {
  const isFull = selection !== null && papersOf(selection).length >= subscriber.max;
  const room = roomAfter(selection, sizes);
  return (num: number, group: RankedGroup): Partial<WhyPaper> & Pick<WhyPaper, 'fate'> => {
    const since = carriedOn(past, num);
    if (since !== null) return { fate: 'carried', carriedOn: since };
    const excludedBy = excludedFrom(subscriber, ranked, num);
    if (excludedBy !== null) return { fate: 'excluded', excludedBy };
    if (isFull) return { fate: 'limit' };
    if (!room(num, group)) return { fate: 'room' };
    if (selection === null) return { fate: 'no-mail' };
    const after = carriedOn(later, num);
    return after === null ? { fate: 'since' } : { fate: 'carried', carriedOn: after };
  };
}

/** Tells of one paper under a heading. */
function tellerOf({ catalogue, papers }: WhySource) {
  const topics = new Map(catalogue.topics.map(topic => [topic.id, topic]));
  const scoreOf = (num: number, { kind, key }: Heading) =>
    kind === 'outside'
      ? undefined
      : kind === 'topic'
        ? papers.matches(num).find(({ topic }) => topic === key)?.score
        : papers.query(num, key)?.score;
  return (
    num: number,
    heading: Heading | null,
    rest: Partial<WhyPaper> & Pick<WhyPaper, 'fate'>,
  ): WhyPaper => {
    const { id, title, url } = papers.paper(num);
    const topic = heading?.kind === 'topic' ? topics.get(heading.key) : undefined;
    return {
      id,
      title,
      url,
      group: heading && {
        ...heading,
        name: topic?.name ?? (heading.kind === 'outside' ? OUTSIDE_NAME : queryName(heading.key)),
      },
      score: (heading && scoreOf(num, heading)) ?? 0,
      threshold: topic?.threshold ?? DEFAULT_THRESHOLD,
      terms: heading ? termsOf(papers, num, heading) : [],
      carriedOn: null,
      news: '',
      excludedBy: null,
      ...rest,
    };
  };
}

/** Of a paper that does not match, its terms all the same: they are why it comes near. */
function termsOf(papers: EditionPapers, num: number, heading: Heading): string[] {
  const decided = papers.explain(num, heading);
  if (decided.length > 0 || heading.kind !== 'topic') return decided;
  return papers.matches(num).find(({ topic }) => topic === heading.key)?.terms ?? [];
}

/** Of every candidate the followed heading under which it is strongest; the strongest candidates first. */
function strongestHeadings(groups: readonly RankedGroup[], ranked: RankedGroups): Map<number, RankedGroup> {
  const best = new Map<number, { group: RankedGroup; strength: number }>();
  for (const group of groups) {
    for (const [at, position] of group.positions.entries()) {
      const num = ranked.nums[position] ?? 0;
      const strength = group.strengths[at] ?? 0;
      if (strength > (best.get(num)?.strength ?? Number.NEGATIVE_INFINITY))
        best.set(num, { group, strength });
    }
  }
  const sorted = [...best].sort(([, a], [, b]) => b.strength - a.strength);
  return new Map(sorted.map(([num, { group }]) => [num, group]));
}

function carriedOn(past: readonly PastDelivery[], num: number): CalendarDate | null {
  return past.find(({ papers }) => papers.has(num))?.edition ?? null;
}

function excludedFrom({ excluded }: Subscriber, ranked: RankedGroups, num: number): string | null {
  const position = ranked.nums.indexOf(num);
  const holds = (words: string) => {
    const bits = ranked.excluded.get(words);
    return bits !== undefined && position >= 0 && hasBit(bits, position);
  };
  return excluded.find(holds) ?? null;
}

/** Papers that come near a followed topic's threshold, the nearest first. */
function nearest({ papers, catalogue }: WhySource, { topics }: Subscriber, nums: readonly number[]) {
  const followed = catalogue.topics.filter(({ id, threshold }) => topics.includes(id) && threshold > 0);
  const near = nums.flatMap(num => {
    const scores = new Map(papers.matches(num).map(({ topic, score }) => [topic, score]));
    const parts = followed.map(({ id, threshold }) => ({
      topic: id,
      part: (scores.get(id) ?? 0) / threshold,
    }));
    const [best] = parts.sort((a, b) => b.part - a.part);
    return best && best.part >= NEAR && best.part < 1 ? [{ num, ...best }] : [];
  });
  return near.sort((a, b) => b.part - a.part).slice(0, NEAREST);
}

/** One paper at most, which matches nothing that they follow. */
const OUTSIDE: WhyGroup = {
  kind: 'outside',
  key: '',
  name: OUTSIDE_NAME,
  matched: 1,
  carried: 0,
  shown: 1,
  ahead: 0,
};

function groupsOf(
  { ranked, catalogue, leaning, past }: WhySource,
  subscriber: Subscriber,
  selection: Selection | null,
): WhyGroup[] {
  const names = new Map(catalogue.topics.map(({ id, name }) => [id, name]));
  const headings: Heading[] = [
    ...subscriber.topics.map(key => ({ kind: 'topic' as const, key })),
    ...subscriber.queries.map(key => ({ kind: 'query' as const, key })),
  ];
  const shown = selection?.groups ?? [];
  const isShown = (heading: Heading) => shown.some(group => headingKey(group) === headingKey(heading));
  return [...shown, ...headings.filter(heading => !isShown(heading))].map(({ kind, key }) => {
    if (kind === 'outside') return OUTSIDE;
    const group = (kind === 'topic' ? ranked.topics : ranked.queries).get(key);
    const nums = [...(group?.positions ?? [])].map(position => ranked.nums[position] ?? 0);
    return {
      kind,
      key,
      name: kind === 'topic' ? (names.get(key) ?? key) : queryName(key),
      matched: nums.length,
      carried: nums.filter(num => carriedOn(past, num) !== null).length,
      shown: shown.find(one => one.kind === kind && one.key === key)?.papers.length ?? 0,
      ahead: turnsAhead({ kind, key }, leaning),
    };
  });
}
