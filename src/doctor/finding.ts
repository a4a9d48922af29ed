import { UserError } from '../errors.ts';

/** One thing that was looked at, in words for the operator. */
export interface Finding {
  /** Names what was looked at; the same from run to run. */
  id: string;
  level: 'ok' | 'warn' | 'fail';
  says: string;
  /** What to do about it; null where nothing is to be done, or `says` tells it. */
  fix: string | null;
}

export function ok(id: string, says: string): Finding {
  return { id, level: 'ok', says, fix: null };
}

export function warn(id: string, says: string, fix: string | null): Finding {
  return { id, level: 'warn', says, fix };
}

export function fail(id: string, says: string, fix: string | null): Finding {
  return { id, level: 'fail', says, fix };
}

/** What `look` finds; what it throws is a finding, too, so that one trouble hides no other. */
export async function examined(id: string, look: () => Finding[] | Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof UserError) return [fail(id, error.message, null)];
    const reason = error instanceof Error ? error.message : String(error);
    return [fail(id, `could not be examined: ${reason}`, 'If the words do not help you, please report it.')];
  }
}
