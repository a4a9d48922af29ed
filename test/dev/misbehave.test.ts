import { expect, test } from 'vitest';
import { misbehave } from '../../src/dev/misbehave.ts';

test.each([
  ['reject@example.org', { code: 550 }],
  ['REJECT+me@example.org', { code: 550 }],
  ['defer@x.example', { code: 450 }],
])('%s is answered %o', (address, answer) => {
  expect(misbehave(address)).toMatchObject(answer);
});

test('drop@ ends the connection, and everybody else gets their mail', () => {
  expect(misbehave('drop@example.org')).toBe('drop');
  for (const address of ['ada@example.org', 'rejected@example.org', 'ada@reject.example', 'reject']) {
    expect(misbehave(address)).toBeNull();
  }
});
