import { expect, it } from 'vitest';
import { openAlarm } from '../../src/deliver/alarm.ts';
import type { ReplyClass } from '../../src/model/smtp-reply.ts';

const hearAll = (classes: readonly ReplyClass[]) => {
  const alarm = openAlarm();
  return classes.map(means => alarm.hear(means, '550 said')).findIndex(Boolean);
};
const times = (count: number, means: ReplyClass) => Array.from({ length: count }, () => means);

it('stops after a handful of refusals that are about us', () => {
  expect(hearAll(times(9, 'policy'))).toBe(4);
  expect(hearAll([...times(300, 'accepted'), ...times(9, 'policy')])).toBe(306);
});

it('lets a few of them pass among many that were taken', () => {
  const mixed = times(600, 'accepted').map((means, n) => (n % 50 === 0 ? 'policy' : means));
  expect(hearAll(mixed)).toBe(-1);
});

it('stops when the dead are too many to be true, not for an old list', () => {
  expect(hearAll(times(50, 'dead'))).toBe(19);
  // Those, too, suppress nobody more, so that the operator has to know.
  expect(hearAll([...times(10, 'dead'), ...times(40, 'doubtful')])).toBe(19);
  expect(hearAll(times(400, 'accepted').map((means, n) => (n % 20 === 0 ? 'dead' : means)))).toBe(-1);
});

it('says nothing of what is deferred, full or unanswered, and starts afresh after it spoke', () => {
  expect(hearAll([...times(300, 'soft'), ...times(300, 'full'), ...times(300, 'unanswered')])).toBe(-1);
  const alarm = openAlarm();
  const said = times(10, 'policy').map(means => alarm.hear(means, null));
  expect(said.map(Boolean)).toEqual([false, false, false, false, true, false, false, false, false, true]);
});
