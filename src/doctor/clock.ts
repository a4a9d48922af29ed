import { type Finding, fail, ok, warn } from './finding.ts';

/** Beyond this an edition may get a wrong day, a link or a signature a wrong age. */
const MOST_SKEW = 60_000;
/** This program is no older, and a clock without a battery starts in 1970. */
const EARLIEST = Date.parse('2026-01-01T00:00:00Z');
const LATEST = Date.parse('2100-01-01T00:00:00Z');
const FIX = 'Set the clock, and keep it set: timedatectl set-ntp true.';

/** Another clock, and how far it is ahead of ours in milliseconds. */
export interface OtherClock {
  name: string;
  ahead: number;
}

/** Whether `now` (ms) is a time to believe, compared with whatever other clocks there are. */
export function examineClock(now: number, timeZone: string, others: readonly OtherClock[]): Finding[] {
  const told = Number.isFinite(now)
    ? new Date(now).toISOString().slice(0, 16).replace('T', ' ')
    : String(now);
  if (!(now >= EARLIEST && now < LATEST)) return [fail('clock', `The clock says ${told} UTC.`, FIX)];
  const wrong = others.filter(({ ahead }) => Math.abs(ahead) > MOST_SKEW);
  if (wrong.length > 0) {
    return wrong.map(({ name, ahead }) => {
      const way = ahead > 0 ? 'ahead of' : 'behind';
      const says = `The clock of ${name} is ${Math.round(Math.abs(ahead) / 1000)} seconds ${way} ours (${told} UTC).`;
      return warn('clock', says, FIX);
    });
  }
  const local = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'short' });
  const names = others.map(({ name }) => name).join(', ');
  const agree = names ? `compared with ${names}` : 'nothing to compare it with';
  return [ok('clock', `The clock says ${local.format(now)} in ${timeZone} (${agree}).`)];
}
