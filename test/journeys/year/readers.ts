/** A made-up subscriber of the year. */
export interface YearReader {
  email: string;
  zone: string;
  hour: number;
  cadence: string;
  /** What they follow comes every working day, or never. */
  taste: 'steady' | 'rare';
  status: 'active' | 'paused' | 'pending' | 'unsubscribed';
}

/** Each with the hour at which it is about ten in Greenwich: together they have nearly every hour, and few instants. */
const WHOLE: readonly (readonly [zone: string, hour: number])[] = [
  ['Pacific/Honolulu', 0],
  ['America/Anchorage', 1],
  ['America/Los_Angeles', 2],
  ['America/Denver', 3],
  ['America/Chicago', 4],
  ['America/New_York', 5],
  ['America/Sao_Paulo', 7],
  ['America/Santiago', 6],
  ['Atlantic/Azores', 9],
  ['Europe/London', 10],
  ['Europe/Berlin', 11],
  ['Africa/Cairo', 12],
  ['Europe/Moscow', 13],
  ['Asia/Karachi', 15],
  ['Asia/Dhaka', 16],
  ['Asia/Shanghai', 18],
  ['Asia/Tokyo', 19],
  ['Pacific/Apia', 23],
];
/** Half and quarter hours from Greenwich. */
const ODD: readonly (readonly [zone: string, hour: number])[] = [
  ['America/St_Johns', 6],
  ['Asia/Kolkata', 15],
  ['Asia/Kathmandu', 15],
  ['Australia/Adelaide', 19],
  ['Australia/Lord_Howe', 20],
  ['Pacific/Chatham', 22],
];
/** Where and when clocks change, in the night between two days for some. */
const EDGES: readonly (readonly [zone: string, hour: number, cadence: string])[] = [
  ['Europe/Berlin', 2, 'sun'],
  ['Europe/London', 1, 'sun'],
  ['America/New_York', 2, 'sun'],
  ['America/New_York', 1, 'sun'],
  ['America/Santiago', 0, 'sun'],
  ['Africa/Cairo', 0, 'fri'],
  ['Atlantic/Azores', 0, 'sun'],
  ['Australia/Lord_Howe', 2, 'sun'],
  ['Pacific/Chatham', 2, 'sun'],
  ['Pacific/Chatham', 3, 'sun'],
  ['Pacific/Kiritimati', 0, 'weekly'],
  ['Pacific/Pago_Pago', 23, 'weekly'],
];
const CADENCES = [
  'daily',
  'weekdays',
  'weekly',
  'tue',
  'wed',
  'thu',
  'fri',
  'sat',
  'sun',
  'mon,thu',
  'sat,sun',
  'wed',
];
const FEW_DAYS = ['tue', 'fri', 'tue,fri', 'weekly'];

/** Three hundred readers: every zone, hour and cadence, some who get nothing, some who find nothing. */
export function yearReaders(): YearReader[] {
  const zones = [...WHOLE, ...ODD];
  const usual = Array.from({ length: 300 - EDGES.length }, (_, n): Omit<YearReader, 'email'> => {
    const [zone, hour] = zones[n % zones.length] ?? ['UTC', 7];
    const round = Math.floor(n / zones.length);
    const isOdd = n % zones.length >= WHOLE.length;
    const cadences = isOdd ? FEW_DAYS : CADENCES;
    const cadence = cadences[round % cadences.length] ?? 'daily';
    // Many find nothing, of those who wish for mail nearly every day most: they cost a look, not a mail.
    const isOften = cadence === 'daily' || cadence === 'weekdays';
    const taste = n % (isOften ? 4 : 3) === 0 ? 'steady' : 'rare';
    return { zone, hour, cadence, taste, status: statusOf(n) };
  });
  const edges = EDGES.map(([zone, hour, cadence]) => ({
    zone,
    hour,
    cadence,
    taste: 'steady' as const,
    status: 'active' as const,
  }));
  return [...usual, ...edges].map((one, n) => ({ ...one, email: `r${n}@example.org` }));
}

function statusOf(n: number): YearReader['status'] {
  if (n % 29 === 7) return 'paused';
  if (n % 29 === 14) return 'pending';
  return n % 29 === 21 ? 'unsubscribed' : 'active';
}
