import type { SelectedGroup } from './edition.ts';

/**
 * What a reader said of a paper: more like this, less like this, or nothing of its topic any more; or, with their leave
 * alone, that they opened it.
 */
export const SIGNAL_KINDS = ['more', 'less', 'mute', 'opened'] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** One word of a reader, told by a button; an opening, only while they wish that it counts. */
export interface Signal {
  /** Dense number of the paper. */
  paper: number;
  kind: SignalKind;
  /** The heading it stood under. */
  group: Pick<SelectedGroup, 'kind' | 'key'>;
  /** Milliseconds since the epoch. */
  at: number;
}

/** How much more (above 0) or less (below) of each heading somebody wants: `topic llm` or `query "state space"`. */
export type Leaning = ReadonlyMap<string, number>;

/** What somebody's signals taught of papers: which they would rather read under a heading. Nothing is hidden by it. */
export interface Taste {
  /** What the strength of paper `num` under this heading is multiplied by, from 1/2 to 2: 1 where nothing was learned. */
  lean: (group: Pick<SelectedGroup, 'kind' | 'key'>, num: number) => number;
}

/** The key of a heading in a `Leaning`. */
export function headingKey({ kind, key }: { kind: string; key: string }): string {
  return `${kind} ${key}`;
}

/** What each word leans by. Of what is muted nothing is wanted, whatever else was said of it. */
const LEANS: Readonly<Record<SignalKind, number>> = {
  more: 1,
  less: -1,
  mute: Number.NEGATIVE_INFINITY,
  opened: 0,
};

/** Which way the signals of somebody lean who follows all this by now: what they muted before they followed it again is past. */
export function leaningOf(
  signals: readonly Signal[],
  { topics, queries }: { topics: readonly string[]; queries: readonly string[] },
): Leaning {
  const leaning = new Map<string, number>();
  for (const { kind, group } of signals) {
    const leans = LEANS[kind];
    if (leans === 0) continue;
    if (kind === 'mute' && (group.kind === 'topic' ? topics : queries).includes(group.key)) continue;
    const heading = headingKey(group);
    leaning.set(heading, (leaning.get(heading) ?? 0) + leans);
  }
  return leaning;
}
