import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reachable } from '../../../src/model/subscriber.ts';
import type { Typed } from '../../../src/studio/preview/state.ts';
import { changedBy, typedOf } from '../../../src/studio/preview/what-if.ts';
import { subscriber } from '../../support/builders.ts';

const RULES = {
  topicIds: ['llm', 'agents', 'rl'],
  checkQuery: (text: string) => {
    if (text.includes('(')) throw new Error('no query');
  },
};
const vera: Reachable = {
  ...subscriber({
    topics: ['agents', 'llm'],
    queries: ['"state space"'],
    cadence: 'weekly',
    timezone: 'Europe/Berlin',
  }),
  email: 'vera@example.org',
};
const typing = (changes: Partial<Typed>) => changedBy({ ...typedOf(vera), ...changes }, vera, RULES);

describe('what somebody would get with other preferences', () => {
  it('changes nothing when nothing was typed', () => {
    expect(typing({})).toEqual({ changed: vera, errors: {} });
    expect(typing({}).changed).toBe(vera);
    // A form sends topics in the order of the catalogue, and days as days.
    expect(typing({ topics: ['llm', 'agents'], days: ['mon'] }).changed).toBe(vera);
  });

  it('takes what was typed over what is stored, and no more', () => {
    const { changed } = typing({
      topics: ['rl', 'llm'],
      queries: ' diffusion \n\n',
      days: ['tue', 'mon'],
      timezone: '',
    });
    expect(changed).toEqual({
      ...vera,
      topics: ['llm', 'rl'],
      queries: ['diffusion'],
      cadence: 'mon,tue',
      timezone: null,
    });
  });

  it('tells of each mistake at its field, and leaves that field as it is', () => {
    const { changed, errors } = typing({
      hour: '25',
      max: '0',
      days: [],
      timezone: 'Europe/Berln',
      name: 'V',
    });
    expect(Object.keys(errors).sort()).toEqual(['days', 'hour', 'max', 'timezone']);
    expect(errors.timezone).toContain('Europe/Berlin');
    expect(changed).toEqual({ ...vera, name: 'V' });
    expect(
      typing({ queries: 'a\n'.repeat(2) + Array.from({ length: 101 }, (_, n) => `q${n}`).join('\n') }).errors
        .queries,
    ).toContain('at most 100');
  });

  it('passes over topics that the catalogue has no more', () => {
    expect(typing({ topics: ['llm', 'gone'] })).toMatchObject({ changed: { topics: ['llm'] }, errors: {} });
  });

  it('never throws for what anybody types', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 30 });
    fc.assert(
      fc.property(
        fc.record({ name: text, hour: text, max: text, timezone: text, excluded: text }),
        changes => {
          expect(typing(changes).changed.num).toBe(vera.num);
        },
      ),
    );
  });
});
