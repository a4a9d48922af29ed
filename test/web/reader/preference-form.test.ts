import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../src/match/query.ts';
import { DEFAULT_PREFERENCES, type Preferences, WEEKDAYS } from '../../../src/model/subscriber.ts';
import { changesInWords, readTyped, typedFrom, typedOf } from '../../../src/web/reader/preference-form.ts';
import type { Sent } from '../../../src/web/sent.ts';

const rules = { topicIds: ['llm', 'rl', 'vision'], checkQuery: (text: string) => void parseQuery(text) };
const nothing: Sent = { one: () => undefined, all: () => undefined };

const cadence = fc.oneof(
  fc.constantFrom('daily', 'weekdays', 'weekly'),
  fc
    .subarray([...WEEKDAYS], { minLength: 1, maxLength: 6 })
    .map(days => WEEKDAYS.filter(day => days.includes(day)).join(',')),
);
const preferences: fc.Arbitrary<Preferences> = fc.record({
  topics: fc.shuffledSubarray(rules.topicIds),
  queries: fc.uniqueArray(fc.constantFrom('diffusion', '"state space" -survey', 'title:video OR flow')),
  excluded: fc.uniqueArray(fc.constantFrom('survey', 'large language', 'β-VAE', 'x'), { maxLength: 3 }),
  signOfLife: fc.boolean(),
  outside: fc.boolean(),
  learnOpened: fc.boolean(),
  updates: fc.boolean(),
  cadence,
  hour: fc.integer({ min: 0, max: 23 }),
  timezone: fc.constantFrom(null, 'UTC', 'Europe/Berlin', 'America/New_York'),
  max: fc.integer({ min: 1, max: 1000 }),
});

describe('the form of preferences', () => {
  it('shows and reads back the same, whatever is stored', () => {
    fc.assert(
      fc.property(preferences, stored => {
        const { changes, errors } = readTyped(typedFrom(nothing, typedOf(stored)), stored, rules);
        expect(errors).toEqual({});
        expect({ ...stored, ...changes }).toEqual(stored);
        expect(changesInWords(stored, { ...stored, ...changes }, id => id, 'UTC')).toEqual([]);
      }),
    );
  });

  it('reads no query of a form that holds too many', () => {
    const queries = Array.from({ length: 12_000 }, (_, at) => `q${at}`).join('\n');
    let read = 0;
    const counting = { ...rules, checkQuery: () => void read++ };
    const { errors } = readTyped({ ...typedOf(DEFAULT_PREFERENCES), queries }, DEFAULT_PREFERENCES, counting);
    expect(errors).toEqual({ queries: '12000 queries are too many: keep at most 100.' });
    expect(read).toBe(0);
  });

  it('never throws, whatever is typed: it is read, or told as a mistake', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    const typed = fc.record({
      topics: fc.array(text),
      queries: text,
      excluded: text,
      signOfLife: fc.boolean(),
      outside: fc.boolean(),
      learnOpened: fc.boolean(),
      updates: fc.boolean(),
      max: text,
      cadence: text,
      days: fc.array(text),
      hour: text,
      timezone: text,
    });
    fc.assert(
      fc.property(typed, one => {
        const { changes, errors } = readTyped(one, DEFAULT_PREFERENCES, rules);
        for (const field of ['max', 'hour', 'cadence'] as const) {
          expect(errors[field] === undefined).toBe(changes[field] !== undefined);
        }
      }),
    );
  });

  it('keeps the order in which topics were chosen; new ones come last', () => {
    const stored = { ...DEFAULT_PREFERENCES, topics: ['vision', 'gone', 'rl'] };
    const typed = { ...typedOf(stored), topics: ['llm', 'rl', 'vision', 'gone'] };
    expect(readTyped(typed, stored, rules).changes.topics).toEqual(['vision', 'rl', 'llm']);
  });

  it('keeps at most a hundred queries, or those there are', () => {
    const many = (count: number) => Array.from({ length: count }, (_, n) => `word${n}`);
    const read = (typed: number, stored: number) => {
      const before = { ...DEFAULT_PREFERENCES, queries: many(stored) };
      return readTyped({ ...typedOf(before), queries: many(typed).join('\n') }, before, rules).errors.queries;
    };
    expect(read(100, 0)).toBeUndefined();
    expect(read(101, 0)).toContain('at most 100');
    expect(read(150, 150)).toBeUndefined();
  });
});
