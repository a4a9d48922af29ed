import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Experience, whyNeverAgain } from '../../src/audience/suppression-rule.ts';
import { addDays } from '../../src/model/date.ts';
import { DELIVERY_STATES } from '../../src/model/delivery.ts';
import { REPLY_CLASSES, type ReplyClass } from '../../src/model/smtp-reply.ts';

const FIRST = '2026-06-01';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function rejected(day: number, meaning: ReplyClass, enhanced: string | null = null): Experience {
  return {
    edition: addDays(FIRST, day),
    state: 'rejected',
    class: meaning,
    code: 550,
    enhanced,
    complained: false,
    at: day * DAY_MS,
  };
}

function accepted(day: number): Experience {
  return { ...rejected(day, 'accepted'), state: 'accepted', code: 250 };
}

const full = (...days: number[]) => days.map(day => rejected(day, 'full', '5.2.2'));

describe('an address is never mailed again', () => {
  it.each<[string, Experience[], string | null]>([
    ['no such mailbox: at once', [rejected(0, 'dead', '5.1.1')], 'bounced: 5.1.1, no such mailbox'],
    [
      'even though one was accepted since',
      [rejected(0, 'dead', '5.1.1'), accepted(1)],
      'bounced: 5.1.1, no such mailbox',
    ],
    ['no such domain, once', [rejected(0, 'doubtful', '5.1.2')], null],
    [
      'no such domain, on two days',
      [rejected(0, 'doubtful', '5.1.2'), rejected(1, 'doubtful', '5.1.2')],
      'bounced: 5.1.2, in 2 editions',
    ],
    [
      'disabled, then a bare 550',
      [rejected(0, 'doubtful', '5.2.1'), rejected(3, 'doubtful')],
      'bounced: 550, in 2 editions',
    ],
    ['a doubt, a success, a doubt', [rejected(0, 'doubtful'), accepted(1), rejected(2, 'doubtful')], null],
    [
      'two editions of one day that went out late',
      [rejected(0, 'doubtful', '5.1.2'), { ...rejected(1, 'doubtful', '5.1.2'), at: 19 * HOUR_MS }],
      null,
    ],
    [
      'two editions nearly a day apart',
      [rejected(0, 'doubtful', '5.1.2'), { ...rejected(1, 'doubtful', '5.1.2'), at: 20 * HOUR_MS }],
      'bounced: 5.1.2, in 2 editions',
    ],
    [
      'what an answer and a report say of one mail',
      [
        rejected(0, 'doubtful', '5.1.2'),
        { ...rejected(0, 'doubtful', '5.1.2'), state: 'bounced', at: DAY_MS },
      ],
      null,
    ],
    ['a doubt, and one long after', [rejected(0, 'doubtful'), rejected(91, 'doubtful')], null],
    [
      'doubts, the last of them long after',
      [rejected(0, 'doubtful'), rejected(2, 'doubtful'), rejected(100, 'doubtful')],
      null,
    ],
    [
      'a doubt again and again',
      [rejected(0, 'doubtful'), rejected(80, 'doubtful'), rejected(160, 'doubtful')],
      'bounced: 550, in 3 editions',
    ],
    [
      'two doubts, reported late',
      [rejected(0, 'doubtful'), rejected(1, 'doubtful'), accepted(2)],
      'bounced: 550, in 2 editions',
    ],
    [
      'full for five editions over ten days',
      full(0, 2, 5, 8, 10),
      'bounced: 5.2.2, mailbox full for 10 days',
    ],
    ['full for five editions over nine days', full(0, 2, 5, 8, 9), null],
    ['full for four editions over a month', full(0, 10, 20, 30), null],
    ['full, with a success between', [...full(0, 2, 5, 9, 12), accepted(6)], null],
    [
      'full, and policy between',
      [...full(0, 2, 5, 8, 10), rejected(6, 'policy', '5.7.1')],
      'bounced: 5.2.2, mailbox full for 10 days',
    ],
    ['a complaint: at once', [{ ...accepted(0), state: 'complained' }], 'complaint'],
    ['a complaint about one that is long settled', [{ ...accepted(0), complained: true }], 'complaint'],
    ['nothing', [], null],
  ])('%s', (_, history, reason) => {
    expect(whyNeverAgain(history)).toBe(reason);
    expect(whyNeverAgain([...history].reverse())).toBe(reason);
  });

  const day = fc.nat({ max: 60 });
  const experience = (classes: readonly (ReplyClass | null)[]) =>
    fc.record({
      edition: day.map(days => addDays(FIRST, days)),
      at: day.map(days => days * DAY_MS),
      state: fc.constantFrom(...DELIVERY_STATES.filter(state => state !== 'complained')),
      class: fc.constantFrom(...classes),
      code: fc.constantFrom(null, 250, 451, 550),
      enhanced: fc.constantFrom(null, '5.1.1', '5.7.1', '5.7.26', '4.4.7'),
      complained: fc.constant(false),
    });

  it('never for what is held against us, or cannot be done now', () => {
    const harmless = REPLY_CLASSES.filter(one => !['dead', 'doubtful', 'full'].includes(one));
    fc.assert(
      fc.property(fc.array(experience([...harmless, null]), { maxLength: 80 }), history => {
        expect(whyNeverAgain(history)).toBeNull();
      }),
    );
  });

  it('whatever came, more answers of that kind change nothing', () => {
    const harmless = ['policy', 'ours', 'soft', 'relay', 'throttle', 'quota', 'config'] as const;
    const refused = experience(harmless).map(one => ({ ...one, state: 'rejected' as const }));
    fc.assert(
      fc.property(fc.array(experience([...REPLY_CLASSES, null])), fc.array(refused), (history, more) => {
        expect(whyNeverAgain([...history, ...more])).toBe(whyNeverAgain(history));
      }),
    );
  });
});
