import { UserError } from '../errors.ts';
import { isCalendarDate } from '../model/date.ts';
import { STATUSES, type Subscriber } from '../model/subscriber.ts';
import type { NewSubscriber } from '../store/subscribers.ts';
import { parseAddress } from './address.ts';
import { newSubscriber } from './decide.ts';
import type { RowValues } from './list-row.ts';
import { type PreferenceRules, readPreferences } from './preferences.ts';
import { collectProblems, quoted } from './problems.ts';

/**
 * The subscriber a row stands for. Its status column can hold mail back and never start it: only
 * `confirmed`, the operator's word for the whole list, makes active. Throws one UserError with
 * everything that is wrong with the row.
 */
export function subscriberOfRow(
  values: RowValues,
  rules: PreferenceRules,
  confirmed: boolean,
  now: number,
): NewSubscriber {
  const { list, attempt } = collectProblems();
  const address = attempt(() => parseAddress(values.email ?? ''));
  const standing = attempt(() => readStanding(values));
  const { changes, problems } = readPreferences(values, rules);
  if (!address || !standing || list.length + problems.length > 0) {
    throw new UserError([...list, ...problems].join('; '));
  }
  const active = confirmed && standing.status !== 'pending';
  const row = newSubscriber(address, changes, active, now);
  const held = standing.status === 'unsubscribed' || standing.status === 'suppressed';
  return held || (active && standing.status === 'paused') ? { ...row, ...standing } : row;
}

function readStanding(values: RowValues): Pick<Subscriber, 'status' | 'pausedUntil'> {
  const text = values.status?.trim().toLowerCase() ?? 'active';
  const status = STATUSES.find(known => known === text);
  if (!status) throw new UserError(`status ${quoted(text)}: write one of ${STATUSES.join(', ')}`);
  if (status !== 'paused') return { status, pausedUntil: null };
  const until = values.pausedUntil?.trim() ?? '';
  if (isCalendarDate(until)) return { status, pausedUntil: until };
  throw new UserError(`pausedUntil ${quoted(until)}: who is paused needs the day mail resumes, YYYY-MM-DD`);
}
