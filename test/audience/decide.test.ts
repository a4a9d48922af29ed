import { describe, expect, it } from 'vitest';
import { following, leaving, resuming, returning, unfollowing } from '../../src/audience/decide.ts';
import { STATUSES, type Subscriber } from '../../src/model/subscriber.ts';
import { subscriber } from '../support/builders.ts';

const NOW = Date.UTC(2026, 5, 1);
const ada = subscriber({ topics: ['llm', 'rl'], queries: ['rl', 'diffusion'], confirmedAt: 1 });

/** The status after a change, for every status before it. */
function statuses(decide: (one: Subscriber) => { status?: string } | null): Record<string, string> {
  return Object.fromEntries(STATUSES.map(status => [status, decide({ ...ada, status })?.status ?? status]));
}

describe('what a link in a mail changes', () => {
  it('leaving ends everything but a suppression', () => {
    expect(statuses(leaving)).toEqual({
      pending: 'unsubscribed',
      active: 'unsubscribed',
      paused: 'unsubscribed',
      unsubscribed: 'unsubscribed',
      suppressed: 'suppressed',
    });
    expect(leaving({ ...ada, status: 'unsubscribed' })).toBeNull();
  });

  it('ending a pause touches nobody who is not paused', () => {
    expect(statuses(resuming)).toMatchObject({
      pending: 'pending',
      paused: 'active',
      unsubscribed: 'unsubscribed',
      suppressed: 'suppressed',
    });
  });

  it('coming back is for who left, and confirms nobody who never was', () => {
    expect(statuses(one => returning(one, NOW))).toMatchObject({
      pending: 'pending',
      paused: 'paused',
      unsubscribed: 'active',
      suppressed: 'suppressed',
    });
    const left = { ...ada, status: 'unsubscribed' as const };
    expect(returning(left, NOW)).toEqual({ status: 'active', confirmedAt: NOW, pausedUntil: null });
    expect(returning({ ...left, confirmedAt: null }, NOW)).toMatchObject({ status: 'pending' });
  });

  it('following less takes away the one thing that was named, of the kind that was named', () => {
    expect(unfollowing(ada, 'topic', 'rl')).toEqual({ topics: ['llm'] });
    expect(unfollowing(ada, 'query', 'rl')).toEqual({ queries: ['diffusion'] });
    expect(unfollowing(ada, 'topic', 'vision')).toBeNull();
  });

  it('following again adds what is missing, last, and undoes what stopping did', () => {
    expect(following(ada, 'topic', 'vision')).toEqual({ topics: ['llm', 'rl', 'vision'] });
    expect(following(ada, 'query', 'rl')).toBeNull();
    const less = { ...ada, ...unfollowing(ada, 'query', 'diffusion') };
    expect({ ...less, ...following(less, 'query', 'diffusion') }).toEqual(ada);
  });
});
