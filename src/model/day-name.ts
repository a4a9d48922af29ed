const DAY_NAMES: Readonly<Record<string, string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};

/** `mon` as `Monday`; anything else as it is. */
export function dayName(day: string): string {
  return DAY_NAMES[day] ?? day;
}
