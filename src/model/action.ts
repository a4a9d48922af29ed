/** What an operator can do that is worth remembering: it takes something back, or lets it go. */
export const ACTION_KINDS = [
  'hide',
  'unhide',
  'forget',
  'restore',
  'approve',
  'pause',
  'resume',
  'cancel',
] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

/** One such act, as it is on record. */
export interface Action {
  /** Milliseconds since the epoch. */
  at: number;
  /** By which way it came. */
  who: 'command line' | 'operator page';
  what: ActionKind;
  /** Id of a paper, number of a snapshot, or an edition. */
  subject: string;
  /** In the operator's words; null when they gave none. */
  why: string | null;
}
