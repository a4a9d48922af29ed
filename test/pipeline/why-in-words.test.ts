import { describe, expect, it } from 'vitest';
import { DELIVERY_STATES } from '../../src/model/delivery.ts';
import { SKIP_REASONS } from '../../src/model/edition.ts';
import type { SourceStanding } from '../../src/pipeline/source-standings.ts';
import type { Story } from '../../src/pipeline/story.ts';
import { type Telling, whyInWords } from '../../src/pipeline/why-in-words.ts';
import { subscriber } from '../support/builders.ts';

const SLOT = Date.parse('2026-06-01T07:00:00Z');
/** A Monday that nobody has prepared. */
const STORY: Story = {
  edition: '2026-06-01',
  state: null,
  isPrepared: false,
  hold: null,
  slot: SLOT,
  delivery: null,
  skip: null,
  candidates: 31,
  papers: [],
  updates: [],
  sources: [],
  attempts: [],
  reports: [],
};
const TELLING: Telling = {
  subscriber: subscriber({ topics: ['llm'], queries: ['"state space"'] }),
  suppression: null,
  time: at => new Date(at).toISOString().slice(0, 16),
  now: SLOT + 3_600_000,
};
const DELIVERY = {
  edition: '2026-06-01',
  subscriber: 7,
  papers: Uint8Array.of(),
  email: 'ada@example.org',
  name: null,
  preface: null,
  note: null,
  state: 'accepted',
  attempts: 1,
  messageId: null,
  code: null,
  reply: null,
  reason: null,
  slot: SLOT,
  updatedAt: SLOT + 60_000,
} as const;

const skipped = (reason: (typeof SKIP_REASONS)[number], story: Partial<Story> = {}, telling = TELLING) =>
  whyInWords({ ...STORY, isPrepared: true, skip: { reason, at: SLOT }, ...story }, telling);
const delivered = (changes: Partial<NonNullable<Story['delivery']>>, story: Partial<Story> = {}) =>
  whyInWords({ ...STORY, isPrepared: true, delivery: { ...DELIVERY, ...changes }, ...story }, TELLING);

describe('why somebody got no mail', () => {
  it('names what they follow and how much there was to choose from', () => {
    expect(skipped('nothing-matched')).toBe(
      'no mail: nothing-matched: none of the 31 papers of the window matched llm or "state space".',
    );
    expect(skipped('nothing-matched', { candidates: 1 })).toBe(
      'no mail: nothing-matched: the one paper of the window did not match llm or "state space".',
    );
    expect(skipped('nothing-new')).toContain('whatever matched llm or "state space" among the 31 papers');
    expect(skipped('nothing-new', { candidates: 0 })).toContain('there was no paper to choose from');
  });

  it.each([
    [[], 'anything: they follow no topic and no query'],
    [['a'], 'a'],
    [['a', 'b', 'c'], 'a, b or c'],
    [['a', 'b', 'c', 'd', 'e', 'f', 'g'], 'a, b, c, d, e or 2 more'],
  ])('names of what they follow no more than a sentence holds: %s', (topics, words) => {
    const telling = { ...TELLING, subscriber: subscriber({ topics, queries: [] }) };
    expect(skipped('nothing-matched', {}, telling)).toMatch(new RegExp(` matched ${words}\\.$`));
  });

  it('names the sources behind it, since when, and what is wrong with them', () => {
    const arxiv: SourceStanding = {
      name: 'arXiv',
      status: 'stale',
      since: '2026-05-29',
      readAt: SLOT,
      reason: 'nothing new: its papers are still those of 2026-05-28',
      lastNew: '2026-05-28',
      lastNewAt: 0,
      entries: 9,
      fresh: 9,
    };
    const pages: SourceStanding = {
      ...arxiv,
      name: 'pages',
      status: 'refused',
      since: '2026-06-01',
      reason: 'answered 503',
    };
    expect(skipped('stale-source', { sources: [arxiv, pages] })).toBe(
      'no mail: stale-source: nothing new reached us: arXiv was stale, since 2026-05-29 (3 days): nothing new: ' +
        'its papers are still those of 2026-05-28; pages could not be read: answered 503.',
    );
    const quiet = {
      ...arxiv,
      status: 'quiet',
      since: '2026-06-01',
      reason: 'a feed without papers',
    } as const;
    expect(skipped('quiet', { sources: [quiet] })).toBe(
      'no mail: quiet: nothing came out that day: arXiv was quiet: a feed without papers.',
    );
    expect(skipped('quiet')).toBe('no mail: quiet: nothing came out that day.');
  });

  it('tells a day that is none of theirs from an hour that had not come', () => {
    const tuesdays = { ...TELLING, subscriber: subscriber({ cadence: 'tue' }) };
    expect(skipped('not-due', { slot: null }, tuesdays)).toContain(
      'days are tue, and 2026-06-01 is a Monday',
    );
    expect(skipped('not-due', { skip: { reason: 'not-due', at: SLOT - 1 } })).toContain(
      'their hour, 2026-06-01T07:00, had not come',
    );
    expect(skipped('not-due')).toContain('prepared for an hour before theirs, 2026-06-01T07:00');
  });

  it('tells until when they rest, and why and since when they are never mailed', () => {
    const resting = subscriber({ status: 'paused', pausedUntil: '2026-07-01' });
    expect(skipped('paused', {}, { ...TELLING, subscriber: resting })).toContain('rests until 2026-07-01');
    expect(skipped('paused')).toContain('their mail rested');
    const suppression = { reason: '550 5.1.1', at: SLOT };
    expect(skipped('suppressed', {}, { ...TELLING, suppression })).toContain(
      'never mailed, since 2026-06-01T07:00: 550 5.1.1',
    );
  });

  it.each(SKIP_REASONS)('has words for every reason, with the reason in front: %s', reason => {
    expect(skipped(reason)).toMatch(new RegExp(`^no mail: ${reason}: \\w.*\\.$`));
  });

  it('says of an edition that knows nothing of them when their hour is, and that nobody prepared it', () => {
    expect(whyInWords(STORY, TELLING)).toBe(
      'no mail: nobody prepared it. Their slot was at 2026-06-01T07:00.',
    );
    expect(whyInWords(STORY, { ...TELLING, now: SLOT - 1 })).toBe(
      'no mail: nobody prepared it yet. Their slot is at 2026-06-01T07:00.',
    );
    expect(whyInWords({ ...STORY, slot: null }, TELLING)).toContain(
      'Their days are daily, and 2026-06-01 is a Monday.',
    );
    const added = { ...TELLING, subscriber: subscriber({ createdAt: SLOT + 60_000 }) };
    expect(whyInWords({ ...STORY, isPrepared: true }, added)).toContain(
      'They were added at 2026-06-01T07:01.',
    );
  });

  it('says that the edition is paused or cancelled', () => {
    const hold = { pausedWhy: 'wrong digest', cancelled: false };
    const cancelled = { pausedWhy: null, cancelled: true };
    expect(whyInWords({ ...STORY, hold }, TELLING)).toMatch(/The edition is paused: wrong digest\.$/);
    expect(whyInWords({ ...STORY, hold: cancelled }, TELLING)).toMatch(/The edition is cancelled\.$/);
    expect(delivered({ state: 'pending' }, { hold })).toMatch(/The edition is paused: wrong digest\.$/);
    expect(delivered({ state: 'accepted' }, { hold })).not.toContain('paused');
  });
});

describe('what became of a delivery', () => {
  it.each(DELIVERY_STATES)('has words for every state, with the state in front: %s', state => {
    expect(delivered({ state, reason: 'because' })).toMatch(new RegExp(`^${state}: \\w.*\\.$`));
  });

  it('does not call accepted what a folder took, nor arrived what a server took', () => {
    expect(delivered({ reply: 'outbox' })).toContain(
      'written to a folder at 2026-06-01T07:01, nobody got mail',
    );
    expect(delivered({ reply: '250 2.0.0 queued as 4Z' })).toBe(
      'accepted: a server took it at 2026-06-01T07:01 (250 2.0.0 queued as 4Z). Whether it arrived, nobody knows.',
    );
  });

  it('says what settles an unknown', () => {
    expect(delivered({ state: 'unknown' })).toContain('paperboy deliveries resolve 2026-06-01.7 settles it');
  });

  it('lets no server steer the terminal', () => {
    expect(delivered({ state: 'rejected', reply: '550 no\r\n\u001b[2Jsuch\u009b1muser' })).toBe(
      'rejected: the server refused it (550 no [2Jsuch1muser).',
    );
  });
});
