import type { SelectedGroup } from './edition.ts';

/** What a reader said of a paper: more like this, less like this, or nothing of its topic any more. */
export const SIGNAL_KINDS = ['more', 'less', 'mute'] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** One word of a reader, told by a button and by nothing else. */
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

/** The key of a heading in a `Leaning`. */
export function headingKey({ kind, key }: Pick<SelectedGroup, 'kind' | 'key'>): string {
  return `${kind} ${key}`;
}
