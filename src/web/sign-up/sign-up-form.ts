import { parseAddress } from '../../audience/address.ts';
import { type PreferenceRules, readPreferences } from '../../audience/preferences.ts';
import { UserError } from '../../errors.ts';
import { DEFAULT_PREFERENCES } from '../../model/subscriber.ts';
import type { SignUp } from '../../store/sign-ups.ts';
import type { Sent } from '../sent.ts';
import { SIGN_UP_FIELDS, type SignUpField } from './views.ts';

/** What somebody typed: not checked yet. */
export interface Typed {
  email: string;
  topics: string[];
  query: string;
  cadence: string;
  timezone: string;
}

export type FieldErrors = Partial<Record<SignUpField, string>>;

export const NOTHING_TYPED: Typed = {
  email: '',
  topics: [],
  query: '',
  cadence: DEFAULT_PREFERENCES.cadence,
  timezone: '',
};

export function typedFrom(sent: Sent): Typed {
  return {
    email: sent.one('email') ?? '',
    topics: sent.all('topics') ?? [],
    query: sent.one('query') ?? '',
    cadence: sent.one('cadence') ?? NOTHING_TYPED.cadence,
    timezone: sent.one('timezone') ?? '',
  };
}

/** What a sign-up asks for, less when and by which words; or what is wrong with it, at each field. */
export type ReadSignUp = Omit<SignUp, 'at' | 'wording'> | { errors: FieldErrors };

/** Checks what was typed field by field, so that each mistake can be told where it was made. */
export function readSignUp(typed: Typed, rules: PreferenceRules): ReadSignUp {
  const errors: FieldErrors = {};
  const address = readAddress(typed.email, errors);
  const read = (field: SignUpField, loose: Parameters<typeof readPreferences>[0]) => {
    const { changes, problems } = readPreferences(loose, rules);
    if (problems.length > 0) errors[field] = problems.map(atField).join('\n\n');
    return changes;
  };
  const { topics = [] } = read('topics', {
    // What the catalogue has no more cannot be followed, and is no mistake of the reader's.
    topics: typed.topics.filter(id => rules.topicIds.includes(id)),
  });
  const { queries = [] } = read('query', { queries: [typed.query] });
  const { cadence } = read('cadence', { cadence: typed.cadence });
  const { timezone = null } = read('timezone', { timezone: typed.timezone });
  if (topics.length + queries.length === 0) {
    errors.topics = 'Choose at least one topic, or write a query of your own below.';
  }
  if (!address || SIGN_UP_FIELDS.some(field => errors[field])) return { errors };
  // Nothing else of a form gets into the database.
  const preferences = JSON.stringify({ topics, queries, cadence, timezone: timezone ?? '' });
  return { email: address.email, addressKey: address.key, preferences };
}

function readAddress(email: string, errors: FieldErrors) {
  try {
    return parseAddress(email);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    errors.email = atField(error.message);
    return null;
  }
}

/** A problem as it reads next to its field, which shows by itself what was typed. */
function atField(problem: string): string {
  const told = problem
    .replace(/^".*" is no usable mail address: /s, 'this is no usable mail address: ')
    .replace(/^(?:cadence|time zone) ".*?"(?:: | )/, '');
  return told.charAt(0).toUpperCase() + told.slice(1);
}
