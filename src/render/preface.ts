import type { Preface } from '../model/edition.ts';

/** What a mail opens with, true whatever the days and the hour of its reader. */
export const PREFACE_WORDS: Readonly<Record<Preface, string>> = {
  welcome:
    'Welcome. This is your first edition: the best of the last days for what you follow. From now on you get what is new, on the days and at the hour you chose.',
  'catch-up': 'Welcome back. You were away: this is the best of what you missed.',
};
