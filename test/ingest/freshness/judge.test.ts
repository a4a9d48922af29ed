import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Gathered, judge } from '../../../src/ingest/freshness/judge.ts';
import { isPublishing } from '../../../src/ingest/freshness/publishing-days.ts';
import { ALL_DAYS, day, habits, MONDAY, page, reading } from './reading.ts';

const empty = (on: string): Gathered =>
  page(on, null, { unchanged: 0, quiet: 1, entries: 0, quietReason: 'a feed without papers' });
const failed = (on: string, problem = 'answered 503'): Gathered =>
  page(on, null, { unchanged: 0, entries: 0, problem });

test('a first reading is never stale, whatever it holds', () => {
  expect(judge(page(MONDAY, 'x'), habits([]))).toMatchObject({ status: 'ingested', newest: 'x' });
  expect(judge(page(MONDAY, 'x', { stated: '2020-01-01' }), habits([])).status).toBe('ingested');
  expect(judge(page(MONDAY, 'x', { ingested: 0, unchanged: 1 }), habits([]))).toMatchObject({
    status: 'unchanged',
    newest: 'x',
  });
});

test('the papers of the last reading are stale on a day of publication', () => {
  const before = habits([reading(MONDAY)]);
  expect(judge(page(day(1), null), before)).toMatchObject({
    status: 'stale',
    reason: `nothing new: its papers are still those of ${MONDAY}`,
    newest: `papers of ${MONDAY}`,
  });
  // Other bytes, e.g. of votes, with the same papers.
  expect(judge(page(day(1), `papers of ${MONDAY}`), before).status).toBe('stale');
  // A paper that is not among the newest of the list.
  expect(judge(page(day(1), `papers of ${MONDAY}`, { fresh: 1 }), before).status).toBe('ingested');
  expect(judge(page(day(1), 'others'), before)).toMatchObject({ status: 'ingested', reason: null });
});

test('the same again is no news on a weekend, at a second reading of a day, and before the last one', () => {
  const friday = habits([reading(day(4))]);
  expect(judge(page(day(5), null), friday)).toMatchObject({
    status: 'unchanged',
    publishing: false,
    reason: 'nothing is expected on a Saturday',
  });
  expect(judge(page(day(4), null), friday)).toMatchObject({ status: 'unchanged', reason: null });
  expect(judge(page(day(7), null), { ...friday, isLast: false }).status).toBe('unchanged');
  expect(judge(page(day(7), null), friday).status).toBe('stale');
});

test('a digest that says it is of another day is stale when more than one day of publication lies between', () => {
  const before = habits([reading(day(3))]);
  const of = (stated: string) => judge(page(day(4), 'others', { stated }), before);
  expect(of(day(4)).status).toBe('ingested');
  expect(of(day(3)).status).toBe('ingested');
  expect(of(day(1))).toMatchObject({
    status: 'stale',
    reason: `what it shows is of ${day(1)}`,
    newest: 'others',
  });
  // What nobody knew is news, though it comes with an old date.
  expect(judge(page(day(4), 'others', { stated: day(1), fresh: 1 }), before).status).toBe('ingested');
  // Friday's on a Monday.
  expect(judge(page(day(7), 'others', { stated: day(4) }), habits([reading(day(4))])).status).toBe(
    'ingested',
  );
});

test('what people bring to a folder may take some days', () => {
  const folder = habits([reading(MONDAY)], { patience: 3 });
  expect(judge(page(day(2), null), folder).status).toBe('unchanged');
  expect(judge(page(day(3), null), folder)).toMatchObject({
    status: 'stale',
    reason: `nothing new since ${MONDAY}, on 3 days of publication`,
  });
});

test('empty in good order is quiet, on a holiday, too, but not for a week', () => {
  expect(judge(empty(day(1)), habits([reading(MONDAY)]))).toMatchObject({
    status: 'quiet',
    reason: 'a feed without papers',
    newest: `papers of ${MONDAY}`,
  });
  const quiet = [1, 2, 3, 4].map(after => reading(day(after), { status: 'quiet', newest: null, entries: 0 }));
  const history = [reading(MONDAY), ...quiet];
  expect(judge(empty(day(5)), habits(history)).status).toBe('quiet');
  expect(judge(empty(day(7)), habits(history))).toMatchObject({
    status: 'stale',
    reason: `empty on 5 days of publication in a row, since ${MONDAY}`,
  });
  expect(judge(empty(day(60)), habits([])).status).toBe('quiet');
  // Nor at the next look of that day, nor on the next days.
  const told = [...history, reading(day(7), { status: 'stale', entries: 0 })];
  expect(judge(empty(day(7)), habits(told)).status).toBe('stale');
  expect(judge(empty(day(8)), habits(told)).status).toBe('stale');
  // What showed old papers before began to be empty later.
  expect(judge(empty(day(8)), habits([...history, reading(day(7), { status: 'stale' })])).status).toBe(
    'quiet',
  );
});

test('what comes once a week or once a month, or when somebody has time, is stale when it is later than that', () => {
  const everyFourWeeks = [0, 28, 56].map(after => reading(day(after)));
  const at = (after: number) => judge(page(day(after), null), habits(everyFourWeeks)).status;
  expect([57, 60, 84, 87].map(at)).toEqual(['unchanged', 'unchanged', 'unchanged', 'unchanged']);
  expect(at(91)).toBe('stale');
  expect(judge(empty(day(80)), habits(everyFourWeeks)).status).toBe('quiet');
  expect(judge(empty(day(91)), habits(everyFourWeeks)).status).toBe('stale');
  // One pause is no habit, and neither is one among days with news.
  expect(judge(page(day(29), null), habits(everyFourWeeks.slice(0, 2))).status).toBe('stale');
  const outage = [0, 1, 28, 29].map(after => reading(day(after)));
  expect(judge(page(day(30), null), habits(outage)).status).toBe('stale');
});

test('a holiday does not count against the papers before it', () => {
  const holiday = reading(day(1), { status: 'quiet', newest: `papers of ${MONDAY}`, entries: 0 });
  const judged = judge(page(day(2), null), habits([reading(MONDAY), holiday], { patience: 2 }));
  expect(judged.status).toBe('unchanged');
});

test('what could not be read is refused; a day that is not there yet says so, and is quiet on a weekend', () => {
  expect(judge(failed(day(5)), habits([]))).toMatchObject({ status: 'refused', reason: 'answered 503' });
  const missing = { ...failed(day(4), 'answered 404 Not Found'), isAbsent: true };
  expect(judge(missing, habits([]))).toMatchObject({
    status: 'refused',
    reason: 'not there yet: answered 404 Not Found',
  });
  expect(judge({ ...missing, day: day(5) }, habits([]))).toMatchObject({
    status: 'quiet',
    reason: 'nothing is there on a Saturday',
  });
  // One bad file among good ones.
  expect(judge(page(MONDAY, 'x', { problem: 'b.txt: binary data' }), habits([]))).toMatchObject({
    status: 'ingested',
    reason: 'b.txt: binary data',
  });
});

test.each([
  ['far fewer than usual', [80, 80, 90, 70, 85], 12, null, '12 papers where 80 are usual'],
  ['somewhat fewer', [80, 80, 90, 70, 85], 30, null, null],
  ['too little is known', [80, 80, 90, 70], 1, null, null],
  ['short lists', [3, 4, 5, 3, 4], 0, null, null],
  ['less than it says', [], 10, 12, '10 of the 12 papers it says it has'],
  ['more than it says', [], 10, 8, null],
] as const)('remarks on %s, and ingests it', (_, usual, entries, declared, reason) => {
  const history = usual.map((count, at) => reading(day(at), { entries: count }));
  const judged = judge(page(day(7), 'others', { entries, declared }), habits(history));
  expect(judged).toMatchObject({ status: 'ingested', reason });
});

const anyGathered = fc.record({
  newest: fc.constantFrom(null, 'a', 'b', 'c'),
  stated: fc.option(fc.integer({ min: -20, max: 40 }).map(day)),
  quietReason: fc.constantFrom(null, 'empty'),
  problem: fc.constantFrom(null, 'answered 500'),
  isAbsent: fc.boolean(),
  ingested: fc.nat(2),
  unchanged: fc.nat(2),
  quiet: fc.nat(1),
  entries: fc.nat(99),
  fresh: fc.nat(2),
  declared: fc.option(fc.nat(99)),
});
const anyHistory = fc.array(
  fc.record({
    after: fc.integer({ min: -60, max: 30 }),
    status: fc.constantFrom('ingested', 'unchanged', 'quiet', 'stale', 'refused'),
    newest: fc.constantFrom('a', 'b', 'c'),
  }),
);

test('never stale on a day that is none of publication, at first readings, or once the day has brought something', () => {
  fc.assert(
    fc.property(anyGathered, anyHistory, fc.nat(30), fc.nat(4), (given, past, after, patience) => {
      const history = past
        .filter(one => one.after <= after)
        .map(one => reading(day(one.after), { status: one.status, newest: one.newest }));
      const known = habits(history, { patience: patience + 1 });
      const { status, newest } = judge({ day: day(after), ...given }, known);
      const hadNews = history.some(one => one.status === 'ingested' || one.status === 'stale');
      const hadToday = history.some(one => one.status === 'ingested' && one.day === day(after));
      if (!isPublishing(day(after), known.publishes) || !hadNews) expect(status).not.toBe('stale');
      if (hadToday && given.quietReason === null) expect(status).not.toBe('stale');
      if (status === 'ingested') expect(newest).toBe(given.newest);
      // Nothing known is forgotten.
      if (history.length > 0) expect(newest).not.toBeNull();
    }),
    { numRuns: 300 },
  );
});

test('on whatever day, other papers without a date heal', () => {
  fc.assert(
    fc.property(anyHistory, fc.nat(30), (past, after) => {
      const history = past.map(one => reading(day(one.after), { status: one.status, newest: one.newest }));
      const judged = judge(page(day(after), 'never seen'), habits(history, { publishes: ALL_DAYS }));
      expect(judged.status).toBe('ingested');
    }),
    { numRuns: 200 },
  );
});
