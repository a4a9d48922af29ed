import { expect, test } from 'vitest';
import { explainError } from '../../src/cli/explain-error.ts';

/** An error as Node throws it for a failed system call. */
function failed(code: string, path?: string): Error {
  const call = { code, syscall: 'open', errno: -1 };
  return Object.assign(new Error(`${code}: something, open '${path}'`), call, path ? { path } : {});
}

test.each([
  ['EACCES', /permission denied\. .*owner and mode/],
  ['EROFS', /read-only\. .*writable/],
  ['ENOSPC', /disk is full\. Make room/],
  ['EMFILE', /too many open files\. .*ulimit/],
  ['EEXIST', /expected a folder\. .*DATA_DIR/],
  ['ENOTDIR', /expected folders\. .*OUTBOX_DIR/],
  ['EISDIR', /expected a file\. /],
])('%s is explained: where, what, and what to do', (code, words) => {
  const explained = explainError(failed(code, '/srv/papers'));
  // 1 where the same command may do later, 2 where something has to be named otherwise.
  expect(explained?.exitCode).toBe(/^E(?:NOSPC|MFILE)$/.test(code) ? 1 : 2);
  expect(explained?.message).toMatch(/^\/srv\/papers: /);
  expect(explained?.message).toMatch(words);
});

test('an error without a path names what was tried', () => {
  expect(explainError(failed('EMFILE'))?.message).toMatch(/^while trying to open: too many open files/);
});

test('what nobody foresaw is not explained away', () => {
  const named = Object.assign(new Error('no system call'), { code: 'EACCES' });
  for (const error of [new TypeError('x is not a function'), failed('EWEIRD', '/x'), named, 'text', null]) {
    expect(explainError(error)).toBeNull();
  }
});
