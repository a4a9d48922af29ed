import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf, type Typed } from '../../../src/web/reader/preference-form.ts';
import { fingerprint, merged } from '../../../src/web/reader/seen.ts';

const TOPICS = ['llm', 'rl', 'vision', 'audio', 'robots'];
const QUERIES = ['diffusion', '"state space" -survey', 'title:video OR flow', 'protein', 'größe'];
const some = (all: string[]) => fc.shuffledSubarray(all);

const form: fc.Arbitrary<Typed> = fc
  .record({
    topics: some(TOPICS),
    queries: some(QUERIES).map(lines => lines.join('\n')),
    excluded: some(['survey', 'benchmark', 'large language']).map(lines => lines.join('\n')),
    signOfLife: fc.boolean(),
    outside: fc.boolean(),
    learnOpened: fc.boolean(),
    updates: fc.boolean(),
    max: fc.constantFrom('5', '12', '30'),
    cadence: fc.constantFrom('daily', 'weekly', 'days'),
    days: fc.subarray(['mon', 'thu', 'sat']),
    hour: fc.constantFrom('7', '18'),
    timezone: fc.constantFrom('', 'UTC', 'Europe/Berlin'),
  })
  // Boxes of days are ticked only where days are chosen.
  .map(one => (one.cadence === 'days' ? one : { ...one, days: [] }));

const sorted = (items: readonly string[]) => [...items].sort();
const items = (one: Typed) => ({
  topics: sorted(one.topics),
  queries: sorted(linesOf(one.queries)),
  excluded: sorted(linesOf(one.excluded)),
});

describe('a form that was left open while something else was saved', () => {
  it('changes nothing where nobody touched it', () => {
    fc.assert(
      fc.property(form, form, (seen, now) => {
        expect(merged(seen, fingerprint(seen), now)).toEqual(now);
      }),
    );
  });

  it('counts as it was typed where nothing else was saved', () => {
    fc.assert(
      fc.property(form, form, (seen, typed) => {
        expect(merged(typed, fingerprint(seen), seen)).toEqual(typed);
      }),
    );
  });

  it('brings both changes together, item by item and field by field', () => {
    fc.assert(
      fc.property(form, form, form, (seen, typed, now) => {
        const result = merged(typed, fingerprint(seen), now);
        const [s, t, n, r] = [items(seen), items(typed), items(now), items(result)];
        for (const field of ['topics', 'queries', 'excluded'] as const) {
          // Kept by both, or new to one of them.
          const expected = new Set(
            [...t[field], ...n[field]].filter(item =>
              s[field].includes(item) ? t[field].includes(item) && n[field].includes(item) : true,
            ),
          );
          expect(r[field]).toEqual(sorted([...expected]));
        }
        for (const field of ['signOfLife', 'max', 'hour', 'timezone'] as const) {
          expect(result[field]).toBe(typed[field] === seen[field] ? now[field] : typed[field]);
        }
        const days = (one: Typed) => `${one.cadence} ${one.days}`;
        expect(days(result)).toBe(days(typed) === days(seen) ? days(now) : days(typed));
      }),
    );
  });

  it('saved twice is saved once', () => {
    fc.assert(
      fc.property(form, form, form, (seen, typed, now) => {
        const once = merged(typed, fingerprint(seen), now);
        expect(merged(once, fingerprint(once), once)).toEqual(once);
      }),
    );
  });

  it('keeps the lines as they were typed where nobody else touched them, mistakes and all', () => {
    const seen = { ...sample(), queries: 'diffusion' };
    const typed = { ...seen, queries: '  diffusion \r\n\r\n"open' };
    const now = { ...seen, max: '30' };
    expect(merged(typed, fingerprint(seen), now)).toEqual({ ...typed, max: '30' });
  });

  it('counts whole without a fingerprint, or with one that is none', () => {
    const [typed, now] = [sample(), { ...sample(), max: '99', topics: [] }];
    fc.assert(
      fc.property(fc.option(fc.string({ unit: 'binary' }), { nil: undefined }), seen => {
        const result = merged(typed, seen, now);
        expect(result.max).toBe('12');
        expect(result.queries).toBe(typed.queries);
      }),
    );
    expect(merged(typed, undefined, now)).toBe(typed);
  });

  it('has a fingerprint that stays short, however much is stored', () => {
    const queries = Array.from({ length: 100 }, (_, n) => `word${n} ${'x'.repeat(250)}`).join('\n');
    expect(fingerprint({ ...sample(), queries }).length).toBeLessThan(800);
    expect(fingerprint(sample())).toMatch(/^[\w.-]+$/);
  });
});

function sample(): Typed {
  return {
    topics: ['llm'],
    queries: 'diffusion\nflow',
    excluded: 'survey',
    signOfLife: false,
    outside: false,
    learnOpened: false,
    updates: false,
    max: '12',
    cadence: 'daily',
    days: [],
    hour: '7',
    timezone: '',
  };
}
