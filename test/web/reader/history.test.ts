import { describe, expect, it } from 'vitest';
import { DELIVERY_STATES } from '../../../src/model/delivery.ts';
import { SKIP_REASONS } from '../../../src/model/edition.ts';
import type { Story } from '../../../src/pipeline/story.ts';
import { historyDay, type Telling, wordsFor } from '../../../src/web/reader/history.ts';
import { subscriber } from '../../support/builders.ts';

const DAY = '2026-06-01';
const SLOT = Date.parse(`${DAY}T07:00:00Z`);
const telling: Telling = {
  subscriber: subscriber({ topics: ['llm'], cadence: 'mon,thu' }),
  now: SLOT + 3_600_000,
  time: at => new Date(at).toISOString().slice(11, 16),
  paperLink: id => `/papers/${id}`,
  mailLink: edition => `/view/${edition}`,
  nameOf: ({ key }) => key.toUpperCase(),
};
const nothing: Story = {
  edition: DAY,
  state: 'complete',
  isPrepared: true,
  hold: null,
  slot: SLOT,
  delivery: null,
  skip: null,
  candidates: 0,
  papers: [],
  updates: [],
  sources: [],
  attempts: [],
  reports: [],
};
const delivered = (state: (typeof DELIVERY_STATES)[number], fields = {}): Story => ({
  ...nothing,
  delivery: {
    edition: DAY,
    subscriber: 1,
    papers: new Uint8Array(),
    state,
    email: 'ada@example.org',
    attempts: 1,
    messageId: null,
    code: null,
    reply: null,
    reason: null,
    slot: SLOT,
    name: null,
    preface: null,
    note: null,
    updatedAt: SLOT,
    ...fields,
  },
});
const skipped = (reason: (typeof SKIP_REASONS)[number], fields = {}): Story => ({
  ...nothing,
  skip: { reason, at: SLOT },
  candidates: 41,
  ...fields,
});

describe('the history of one day', () => {
  it('has a sentence for each state and reason, said to the reader, with its code', () => {
    const stories = [
      ...DELIVERY_STATES.map(state => delivered(state)),
      ...SKIP_REASONS.map(reason => skipped(reason)),
    ];
    for (const story of stories) {
      const day = historyDay(story, telling);
      expect(day.code).toBe(story.delivery?.state ?? story.skip?.reason);
      expect(day.words).toMatch(/^[A-Z].*\.$/);
      expect(day.words).not.toMatch(/\b(they|their|them|undefined|null)\b/i);
      expect(day.date).toBe('Monday, 1 June 2026');
    }
  });

  it('tells what a mail server said, and nothing that could break a page', () => {
    const story = delivered('rejected', { reply: '550 5.1.1 no\r\n such\u0000 user' });
    expect(wordsFor(story, telling)).toBe('Your mail server refused it (“550 5.1.1 no such user”).');
  });

  it('tells how many papers were looked at, and of a day that is none of theirs', () => {
    expect(wordsFor(skipped('nothing-matched'), telling)).toBe(
      'None of 41 papers matched what you followed.',
    );
    const empty = { ...telling, subscriber: subscriber() };
    expect(wordsFor(skipped('nothing-matched'), empty)).toBe('You follow nothing that a paper could match.');
    expect(wordsFor(skipped('not-due', { slot: null }), telling)).toContain(
      'yours comes on Monday and Thursday',
    );
  });

  it('says when the hour is yet to come, and when they were not there or nobody prepared anything', () => {
    expect(wordsFor(nothing, { ...telling, now: SLOT - 1 })).toBe('Your hour is 07:00.');
    const early = (fields: Parameters<typeof subscriber>[0]) =>
      wordsFor(nothing, { ...telling, now: SLOT - 1, subscriber: subscriber(fields) });
    expect(early({ status: 'unsubscribed' })).toBe('You are unsubscribed.');
    expect(early({ status: 'paused', pausedUntil: '2026-06-02' })).toBe('Your mail is paused.');
    expect(early({ status: 'paused', pausedUntil: DAY })).toBe('Your hour is 07:00.');
    const late = { ...telling, subscriber: subscriber({ confirmedAt: SLOT + 1 }) };
    expect(wordsFor(nothing, late)).toBe('You were not subscribed yet.');
    expect(wordsFor({ ...nothing, isPrepared: false }, telling)).toBe('No edition was made for your hour.');
  });

  it('says of what waits that the edition is on hold, or called off', () => {
    const hold = { pausedWhy: 'relay says 554', cancelled: false };
    expect(wordsFor({ ...delivered('pending'), hold }, telling)).toContain('on hold');
    expect(wordsFor({ ...delivered('accepted'), hold }, telling)).not.toContain('on hold');
    expect(wordsFor({ ...nothing, hold: { ...hold, cancelled: true } }, telling)).toContain('called off');
  });

  it('names a dozen papers with what brought them, and how many more the mail has', () => {
    const paper = {
      id: 'abc',
      title: 'A\u202etitle',
      url: null,
      kind: 'topic',
      key: 'llm',
      terms: ['x', 'y'],
    } as const;
    const papers = Array.from({ length: 30 }, () => ({ ...paper, terms: [...paper.terms] }));
    const day = historyDay({ ...delivered('accepted'), papers }, telling);
    expect(day.papers).toHaveLength(12);
    expect(day.papers[0]).toEqual({ title: 'Atitle', link: '/papers/abc', why: 'LLM: x, y' });
    expect([day.count, day.more, day.mail]).toEqual(['30 papers', 'and 18 more', `/view/${DAY}`]);
  });
});
