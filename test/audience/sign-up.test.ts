import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deciding, letterExpiry, letterFor, readAsked } from '../../src/audience/sign-up.ts';
import { UserError } from '../../src/errors.ts';
import { DELIVERY_STATES } from '../../src/model/delivery.ts';
import type { Letter } from '../../src/model/letter.ts';
import { STATUSES, type Subscriber } from '../../src/model/subscriber.ts';
import { subscriber } from '../support/builders.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 5, 10);
const ASKED = { topics: ['rl'], queries: [], cadence: 'weekly', timezone: 'Europe/Paris' };
const SIGN_UP = {
  email: 'Ada@example.org',
  addressKey: 'ada@example.org',
  preferences: JSON.stringify(ASKED),
  wording: 'yes',
  at: NOW - 1_000,
};

const letter = (fields: Partial<Letter> = {}): Letter => ({
  num: 1,
  kind: 'confirm',
  subscriber: 1,
  address: null,
  edition: null,
  createdAt: NOW - HOUR,
  expiresAt: NOW + 6 * DAY,
  usedAt: null,
  state: 'accepted',
  attempts: 1,
  ...fields,
});

const decide = (existing: Subscriber | null, newest: Letter | null = null, isSuppressed = false) =>
  deciding(existing, newest, isSuppressed, SIGN_UP, ASKED, NOW);
const what = (...of: Parameters<typeof decide>) => decide(...of).what;

describe('a sign-up', () => {
  it('of a new address makes a row that waits for its confirmation', () => {
    const decision = decide(null);
    expect(decision).toMatchObject({
      what: 'add',
      row: {
        email: 'Ada@example.org',
        addressKey: 'ada@example.org',
        status: 'pending',
        confirmedAt: null,
        welcomeAt: null,
        createdAt: SIGN_UP.at,
        origin: 'web',
        max: 12,
        ...ASKED,
      },
    });
  });

  it('calls for a letter by the status of its address', () => {
    expect(
      STATUSES.map(status => [status, letterFor(status), what(subscriber({ status, origin: 'web' }))]),
    ).toEqual([
      ['pending', 'confirm', 'ask-again'],
      ['active', 'known', 'remind'],
      ['paused', 'known', 'remind'],
      ['unsubscribed', 'confirm', 'invite'],
      ['suppressed', null, 'nothing'],
    ]);
    expect(letterFor(null)).toBe('confirm');
    expect([letterExpiry('known', NOW), letterExpiry('confirm', NOW)]).toEqual([NOW + DAY, NOW + 7 * DAY]);
  });

  it('of a suppressed address does nothing, whatever its row', () => {
    for (const one of [null, ...STATUSES.map(status => subscriber({ status }))]) {
      expect(what(one, null, true)).toBe('nothing');
    }
  });

  it('of somebody who waits for their confirmation is silence, until the link expired', () => {
    const pending = subscriber({ status: 'pending', origin: 'web' });
    expect(what(pending, letter())).toBe('nothing');
    expect(what(pending, letter({ createdAt: NOW - 6 * DAY, expiresAt: NOW + 1 }))).toBe('nothing');
    const again = decide(pending, letter({ createdAt: NOW - 7 * DAY, expiresAt: NOW }));
    expect(again).toMatchObject({ what: 'ask-again', changes: { ...ASKED, max: 12 } });
    expect(again).not.toHaveProperty('changes.status');
  });

  it('of somebody whom the operator entered leaves their row as it is until they confirm', () => {
    for (const origin of ['command', 'import list.csv', null]) {
      const pending = subscriber({ status: 'pending', origin });
      expect(what(pending)).toBe('invite');
      expect(what(pending, letter())).toBe('nothing');
    }
  });

  it('tries once more after a day when the letter did not arrive', () => {
    const pending = subscriber({ status: 'pending', origin: 'web' });
    const old = { createdAt: NOW - DAY };
    const silent = DELIVERY_STATES.filter(state => what(pending, letter({ ...old, state })) === 'nothing');
    expect(silent.sort()).toEqual(
      ['accepted', 'complained', 'deferred', 'handoff', 'leased', 'pending', 'suppressed', 'unknown'].sort(),
    );
    for (const state of DELIVERY_STATES) expect(what(pending, letter({ state }))).toBe('nothing');
  });

  it.each(['active', 'paused', 'unsubscribed'] as const)('of somebody %s is a letter a day', status => {
    const one = subscriber({ status });
    expect(what(one, letter({ createdAt: NOW - DAY + 1 }))).toBe('nothing');
    expect(what(one, letter({ createdAt: NOW - DAY }))).not.toBe('nothing');
  });

  it('of somebody who used the last link, and left, is answered at once', () => {
    const left = subscriber({ status: 'unsubscribed' });
    expect(what(left, letter({ usedAt: NOW - HOUR / 2 }))).toBe('invite');
  });

  it('never changes what mail depends on, nor writes twice to who did not answer', () => {
    const someone = fc.record({
      status: fc.constantFrom(...STATUSES),
      letter: fc.option(
        fc.record({
          age: fc.integer({ min: 0, max: DAY - 1 }),
          state: fc.constantFrom(...DELIVERY_STATES),
        }),
      ),
    });
    fc.assert(
      fc.property(someone, ({ status, letter: last }) => {
        const newest = last && letter({ createdAt: NOW - last.age, state: last.state });
        const decision = decide(subscriber({ status }), newest);
        if (newest) expect(decision.what).toBe('nothing');
        if (decision.what !== 'ask-again') return;
        for (const field of ['status', 'email', 'addressKey', 'confirmedAt', 'welcomeAt', 'origin']) {
          expect(decision.changes).not.toHaveProperty(field);
        }
      }),
    );
  });
});

describe('what a sign-up keeps', () => {
  const rules = {
    topicIds: ['llm', 'rl'],
    checkQuery: (text: string) => {
      if (text.includes('"')) throw new UserError('a quote that does not end');
    },
  };

  it('is read back as it was', () => {
    const asked = { topics: ['rl', 'llm'], queries: ['a b'], cadence: 'weekly', timezone: 'Europe/Paris' };
    expect(readAsked(JSON.stringify(asked), rules)).toEqual(asked);
    expect(readAsked('{"timezone":""}', rules)).toEqual({ timezone: null });
  });

  it('leaves out what the catalogue has no more', () => {
    expect(readAsked('{"topics":["gone","rl"]}', rules)).toEqual({ topics: ['rl'] });
  });

  it('is nothing when it is damaged', () => {
    for (const json of ['', '{', 'null', '7', '"x"', '{"cadence":"yearly"}', '{"queries":["\\""]}']) {
      expect(readAsked(json, rules), json).toBeNull();
    }
  });

  it('is read, or nothing, whatever stands there', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), json => {
        const asked = readAsked(json, rules);
        if (asked === null) return;
        for (const id of asked.topics ?? []) expect(rules.topicIds).toContain(id);
        for (const field of Object.keys(asked)) {
          expect(['topics', 'queries', 'cadence', 'hour', 'timezone']).toContain(field);
        }
      }),
    );
    const loose = fc.record({
      topics: fc.anything(),
      queries: fc.anything(),
      cadence: fc.anything(),
      hour: fc.anything(),
      timezone: fc.anything(),
    });
    fc.assert(
      fc.property(loose, value => {
        const json = JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? String(one) : one));
        readAsked(json, rules);
      }),
    );
  });
});
