import { expect, test } from 'vitest';
import { nearestAddresses } from '../../src/audience/nearest-address.ts';

const KNOWN = ['Ada@example.org', 'eve@example.org', 'grace@example.org', 'ada@other.example'];

test.each([
  ['adda@example.org', ['ada@example.org']],
  ['gracie@EXAMPLE.org', ['grace@example.org']],
  ['ada@exmaple.org', ['ada@example.org']],
  ['ada@example.net', ['ada@example.org']],
  // The domain alone makes nobody near.
  ['charles@example.org', []],
  ['grace@elsewhere.example', []],
])('whoever typed %s may have meant %j', (typed, meant) => {
  expect(nearestAddresses(typed, KNOWN)).toEqual(meant);
});
