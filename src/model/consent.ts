/** What somebody, or the operator for them, decided about getting mail. Closed list. */
export const CONSENT_ACTS = ['asked', 'confirmed', 'vouched', 'withdrew', 'returned', 'moved'] as const;

/**
 * `asked`: on the sign-up page. `confirmed`: by the link mailed to them. `vouched`: the operator has their consent.
 * `withdrew`: they left. `returned`: they came back. `moved`: they confirmed another address.
 */
export type ConsentAct = (typeof CONSENT_ACTS)[number];

/** One line of the record of consent (GDPR Art. 7(1)). */
export interface Consent {
  /** Milliseconds since the epoch. */
  at: number;
  act: ConsentAct;
  /** By which way: `web form`, `link in the confirmation mail`, `one-click`, `import list.csv`. */
  how: string;
  /** What they agreed to, as it was shown to them; null where nothing was. */
  wording: string | null;
}
