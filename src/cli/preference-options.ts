import type { Command } from 'commander';
import type { LoosePreferences } from '../audience/preferences.ts';
import { collect } from './options.ts';

/** What a subscriber wishes, as options say it; what is not given is absent. */
export interface PreferenceOptions {
  topics?: string;
  query?: string[];
  exclude?: string[];
  cadence?: string;
  hour?: string;
  timezone?: string;
  max?: string;
  signOfLife?: boolean;
  outside?: boolean;
  learnOpened?: boolean;
  updates?: boolean;
}

/** Adds an option for everything that a subscriber may wish. */
export function addPreferenceOptions(command: Command): Command {
  return command
    .option('--topics <ids>', 'topics to follow, comma separated (paperboy topics lists them)')
    .option(
      '--query <query>',
      'an own query: words, "phrases", OR, -excluded, title:word; repeatable',
      collect,
    )
    .option('--exclude <words>', 'a word or phrase papers must not hold; repeatable', collect)
    .option('--cadence <days>', 'daily, weekdays, weekly or days: mon,thu')
    .option('--hour <hour>', 'local hour of the mail, 0 to 23')
    .option('--timezone <zone>', 'IANA time zone: Europe/Berlin')
    .option('--max <number>', 'most papers in one mail, 1 to 1000')
    .option('--sign-of-life', 'a line once a week even when nothing was for them')
    .option('--no-sign-of-life', 'no mail without papers')
    .option('--outside', 'one paper a mail from outside of their topics, that many others read')
    .option('--no-outside', 'only what they follow')
    .option('--learn-opened', 'they agreed that papers they open on the site teach what they like')
    .option('--no-learn-opened', 'learn from their buttons alone')
    .option('--updates', 'end a mail with what is new about papers they were sent before')
    .option('--no-updates', 'nothing of papers they were sent before');
}

/** The same under the names that preferences have; whatever else was given stays. */
export function loosely<Given extends PreferenceOptions>({
  query,
  exclude,
  ...given
}: Given): Omit<Given, 'query' | 'exclude'> & LoosePreferences {
  return { ...given, ...(query && { queries: query }), ...(exclude && { excluded: exclude }) };
}
