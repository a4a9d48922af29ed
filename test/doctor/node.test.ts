import { expect, test } from 'vitest';
import { examineNode } from '../../src/doctor/node.ts';

test.each([
  ['18.20.4', 'fail'],
  ['20.18.3', 'fail'],
  ['20.19.0', 'warn'],
  ['20.20.2', 'warn'],
  ['22.1.0', 'ok'],
  ['24.21.0', 'ok'],
])('Node %s: %s', (version, level) => {
  const finding = examineNode(version);
  expect(finding.level).toBe(level);
  expect(finding.fix === null).toBe(level === 'ok');
  expect(finding.says).toContain(version);
});
