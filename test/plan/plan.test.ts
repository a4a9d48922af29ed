import { describe, expect, it } from 'vitest';
import type { Subscriber } from '../../src/model/subscriber.ts';
import { type PlanDay, type PlanLedger, planSubscriber } from '../../src/plan/plan.ts';
import { rank } from '../../src/plan/rank.ts';
import { subscriber as anySubscriber } from '../support/builders.ts';
import { never, papers, ranked, rankedWithout, sizes, topic } from './build.ts';

const subscriber = (fields: Partial<Subscriber> = {}) => anySubscriber({ topics: ['agents'], ...fields });
const AGENTS = ranked(topic('agents', { 1: 2, 2: 3 }), topic('vision', { 3: 2 }));
/** A Sunday. */
const DAY: PlanDay = {
  edition: '2026-03-01',
  at: null,
  timeZone: 'Europe/Warsaw',
  rankedFor: () => AGENTS,
  sizes: sizes(),
};
const NEW: PlanLedger = { lastEdition: null, carried: never, missed: null, suppressed: false, leaning: null };

const at = (time: string): Partial<PlanDay> => ({ at: Date.parse(`2026-03-01T${time}Z`) });

describe('a subscriber is skipped', () => {
  const cases: [string, string, Partial<Subscriber>, Partial<PlanDay>, Partial<PlanLedger>][] = [
    ['suppressed', 'by the suppression list', {}, {}, { suppressed: true }],
    ['suppressed', 'by status', { status: 'suppressed' }, {}, {}],
    [
      'suppressed',
      'before any other reason',
      { status: 'unsubscribed', cadence: 'mon' },
      {},
      { suppressed: true },
    ],
    ['unsubscribed', 'after leaving', { status: 'unsubscribed' }, {}, {}],
    ['pending', 'before confirming', { status: 'pending' }, {}, {}],
    ['paused', 'until a later day', { status: 'paused', pausedUntil: '2026-03-02' }, {}, {}],
    ['paused', 'without an end', { status: 'paused', pausedUntil: null }, {}, {}],
    [
      'paused',
      'rather than not due',
      { status: 'paused', pausedUntil: '2026-03-02', cadence: 'mon' },
      {},
      {},
    ],
    ['not-due', 'on a day without a slot', { cadence: 'weekdays' }, {}, {}],
    ['not-due', 'before the hour of the slot', {}, at('05:59:59.999'), {}],
    ['not-due', 'before the hour in a zone of their own', { timezone: 'America/New_York' }, at('11:59'), {}],
    ['not-due', 'rather than without matches', { cadence: 'mon', topics: [] }, {}, {}],
    ['nothing-matched', 'when no candidate is of a followed topic', { topics: ['audio'] }, {}, {}],
    ['nothing-matched', 'when nothing is followed', { topics: [] }, {}, {}],
    [
      'nothing-matched',
      'when all that match hold an excluded word',
      { excluded: ['survey'] },
      { rankedFor: () => rankedWithout('survey', [1, 2], topic('agents', { 1: 2, 2: 1 })) },
      {},
    ],
    ['nothing-new', 'when all that match were carried', {}, {}, { carried: num => num !== 3 }],
    ['nothing-new', 'when there is no candidate', {}, { rankedFor: () => rank([], []) }, {}],
    [
      'nothing-new',
      'when candidates match nobody and there are none',
      { topics: [] },
      { rankedFor: () => rank([], []) },
      {},
    ],
  ];

  it.each(cases)('as %s %s', (reason, _when, who, day, ledger) => {
    const planned = planSubscriber(subscriber(who), { ...DAY, ...day }, { ...NEW, ...ledger });
    expect(planned).toEqual({ kind: 'skip', reason });
  });
});

describe('a subscriber gets a delivery', () => {
  const cases: [string, Partial<Subscriber>, Partial<PlanDay>, string][] = [
    ['at their hour in the zone of the instance', {}, {}, '06:00'],
    ['at their hour in their own zone', { timezone: 'Asia/Kathmandu', hour: 20 }, {}, '14:15'],
    ['from the very instant of the slot', {}, at('06:00'), '06:00'],
    ['whatever the hour, when the whole day is due', { hour: 23 }, {}, '22:00'],
    ['on the day a pause ends', { status: 'paused', pausedUntil: '2026-03-01' }, {}, '06:00'],
    ['on a weekday they chose', { cadence: 'mon,sun' }, {}, '06:00'],
    ['although a pause once stood in their row', { pausedUntil: '2027-01-01' }, {}, '06:00'],
  ];

  it.each(cases)('%s', (_when, who, day, slot) => {
    const planned = planSubscriber(subscriber(who), { ...DAY, ...day }, NEW);
    expect(planned).toMatchObject({ kind: 'delivery', slot: Date.parse(`2026-03-01T${slot}Z`) });
  });

  const came = (instant: string, fields: Partial<Subscriber> = {}) =>
    subscriber({ welcomeAt: Date.parse(`${instant}Z`), ...fields });
  it.each([
    ['before their hour', came('2026-03-01T04:30:00'), '04:30'],
    ['after their hour', came('2026-03-01T20:00:00'), '20:00'],
    ['on a day without a slot', came('2026-03-01T09:00:00', { cadence: 'weekdays' }), '09:00'],
    ['late on the day before in UTC', came('2026-02-28T23:30:00'), '23:30'],
    ['in a zone of their own', came('2026-03-02T02:00:00', { timezone: 'America/New_York' }), '02:00'],
  ])('at once, as a welcome, when they came by themselves %s', (_when, who, time) => {
    const planned = planSubscriber(who, DAY, NEW);
    expect(planned).toMatchObject({ kind: 'delivery', slot: who.welcomeAt, preface: 'welcome' });
    expect(new Date(who.welcomeAt ?? 0).toISOString()).toContain(`T${time}`);
    const early = planSubscriber(who, { ...DAY, at: (who.welcomeAt ?? 0) - 1 }, NEW);
    expect(early).toEqual({ kind: 'skip', reason: 'not-due' });
  });

  it('at their usual hour from the day after they came, still as their first', () => {
    const who = came('2026-02-28T20:00:00');
    expect(planSubscriber(who, DAY, NEW)).toMatchObject({
      slot: Date.parse('2026-03-01T06:00Z'),
      preface: 'welcome',
    });
    const next = { ...NEW, lastEdition: '2026-02-28' };
    expect(planSubscriber(who, DAY, next)).toMatchObject({ preface: null });
  });

  it.each([
    ['after a pause', { status: 'paused', pausedUntil: '2026-03-01' }, '2026-02-10', 'catch-up'],
    ['in the second after it', { status: 'paused', pausedUntil: '2026-02-27' }, '2026-02-27', null],
    ['who came back today', { welcomeAt: Date.parse('2026-03-01T12:00Z') }, '2025-12-01', 'catch-up'],
    ['on any other day', {}, '2026-02-28', null],
  ] as const)('that says so %s', (_when, who, lastEdition, preface) => {
    const planned = planSubscriber(subscriber(who), DAY, { ...NEW, lastEdition });
    expect(planned).toMatchObject({ kind: 'delivery', preface });
  });

  it('with what is new to them of what they follow, in the window since their last edition', () => {
    const asked: (string | null)[] = [];
    const rankedFor: PlanDay['rankedFor'] = lastEdition => {
      asked.push(lastEdition);
      return AGENTS;
    };
    const ledger = { ...NEW, lastEdition: '2026-02-20', carried: (num: number) => num === 2 };
    const planned = planSubscriber(
      subscriber({ topics: ['vision', 'agents'], max: 1 }),
      { ...DAY, rankedFor },
      ledger,
    );
    expect(asked).toEqual(['2026-02-20']);
    expect(planned).toMatchObject({
      kind: 'delivery',
      selection: { groups: [{ key: 'vision', papers: [{ num: 3, form: 'card' }] }], best: 3, more: 1 },
    });
  });

  it('and below it what they may have missed, which is no reason for a mail by itself', () => {
    const missed = { editions: [{ edition: '2026-02-28', papers: [9, 8] }], more: 0 };
    expect(planSubscriber(subscriber(), DAY, { ...NEW, missed })).toMatchObject({
      selection: { again: missed },
    });
    expect(planSubscriber(subscriber(), DAY, { ...NEW, missed, carried: () => true })).toEqual({
      kind: 'skip',
      reason: 'nothing-new',
    });
  });

  it('with nothing twice over a run of editions, until all was carried', () => {
    const carried = new Set<number>();
    const many = rank(papers(1, 2, 3, 4, 5), [topic('agents', { 1: 1, 2: 2, 3: 3, 4: 4, 5: 5 })]);
    const days = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04'].map(edition => {
      const day = { ...DAY, edition, rankedFor: () => many };
      const planned = planSubscriber(subscriber({ max: 2 }), day, {
        ...NEW,
        carried: num => carried.has(num),
      });
      if (planned.kind === 'skip') return planned.reason;
      const nums = planned.selection.groups.flatMap(group => group.papers.map(paper => paper.num));
      for (const num of nums) carried.add(num);
      return nums;
    });
    expect(days).toEqual([[5, 4], [3, 2], [1], 'nothing-new']);
  });
});
