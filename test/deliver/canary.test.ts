import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CANARIES, leaveFor, PATIENCE_MS } from '../../src/deliver/canary.ts';
import { REPLY_CLASSES, type ReplyClass } from '../../src/model/smtp-reply.ts';
import type { Answered } from '../../src/store/answered.ts';

const tried = (answers: Partial<Record<ReplyClass, number>>, held = 0): Answered => ({
  held,
  answers: new Map(Object.entries(answers) as [ReplyClass, number][]),
  firstAt: 100,
});
const soon = { waitedMs: 0, approvedAt: null };

test('fifty go first, whoever holds them; the rest when they are answered', () => {
  expect(leaveFor(undefined, soon)).toEqual({ kind: 'some', room: CANARIES });
  expect(leaveFor(tried({ accepted: 10 }, 15), soon)).toEqual({ kind: 'some', room: 25 });
  expect(leaveFor(tried({ accepted: 40 }, 30), soon)).toEqual({ kind: 'some', room: -20 });
  expect(leaveFor(tried({ accepted: 50 }), soon)).toEqual({ kind: 'all' });
});

test.each<[string, Partial<Record<ReplyClass, number>>, 'all' | 'held']>([
  ['everybody is greylisted', { soft: 50 }, 'all'],
  ['a few are dead', { accepted: 46, dead: 4 }, 'all'],
  ['a few refuse us, as always', { accepted: 47, policy: 3 }, 'all'],
  ['some got no answer', { accepted: 40, unanswered: 10 }, 'all'],
  ['many refuse us', { accepted: 45, policy: 4, ours: 1 }, 'held'],
  ['too many are dead', { accepted: 25, dead: 15, doubtful: 10 }, 'held'],
  ['half got no answer', { accepted: 25, unanswered: 25 }, 'held'],
])('%s: %j', (_, answers, kind) => {
  expect(leaveFor(tried(answers), soon).kind).toBe(kind);
});

test('answers are waited for ten minutes, and no longer', () => {
  const slow = tried({ accepted: 3 }, 47);
  expect(leaveFor(slow, { ...soon, waitedMs: PATIENCE_MS - 1 })).toEqual({ kind: 'some', room: 0 });
  expect(leaveFor(slow, { ...soon, waitedMs: PATIENCE_MS })).toEqual({ kind: 'all' });
  expect(leaveFor(tried({ policy: 5 }, 45), { ...soon, waitedMs: PATIENCE_MS }).kind).toBe('held');
});

test('an operator who let it go on has seen the answers before; who approved before it went has not', () => {
  const bad = tried({ policy: 50 });
  expect(leaveFor(bad, { waitedMs: 0, approvedAt: 100 })).toEqual({ kind: 'all' });
  expect(leaveFor(bad, { waitedMs: 0, approvedAt: 99 }).kind).toBe('held');
});

test('never more than fifty before they are looked at, and never a wait without an end', () => {
  const counts = fc.array(fc.tuple(fc.constantFrom(...REPLY_CLASSES), fc.nat(40)), { maxLength: 6 });
  fc.assert(
    fc.property(counts, fc.nat(80), (answers, held) => {
      const known = tried(Object.fromEntries(answers), held);
      const answered = [...known.answers.values()].reduce((sum, one) => sum + one, 0);
      const leave = leaveFor(known, soon);
      if (answered < CANARIES) expect(leave).toEqual({ kind: 'some', room: CANARIES - answered - held });
      else expect(leave.kind).not.toBe('some');
      expect(leaveFor(known, { ...soon, waitedMs: PATIENCE_MS }).kind).not.toBe('some');
    }),
    { numRuns: 200 },
  );
});
