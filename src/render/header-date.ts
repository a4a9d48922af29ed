const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A moment (ms since the epoch) as an RFC 5322 §3.3 date-time in UTC: `Tue, 16 Sep 2025 05:00:00 +0000`. */
export function headerDate(ms: number): string {
  const date = new Date(ms);
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  const day = `${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return `${WEEKDAYS[date.getUTCDay()]}, ${day} ${time} +0000`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
