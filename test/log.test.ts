import { expect, test } from 'vitest';
import { createProgress } from '../src/log.ts';

function stream(isTTY: boolean) {
  const written: string[] = [];
  return { written, isTTY, write: (text: string | Uint8Array) => written.push(String(text)) > 0 };
}

test('a terminal sees one line that counts, moved once a percent, and taken away at the end', () => {
  const terminal = stream(true);
  const progress = createProgress(terminal, 'delivering');
  for (let done = 0; done <= 10_000; done++) progress.update(done, 10_000);
  progress.end();
  expect(terminal.written).toHaveLength(102);
  expect(terminal.written.at(-2)).toBe('\r\x1b[Kdelivering 10,000 of 10,000');
  expect(terminal.written.at(-1)).toBe('\r\x1b[K');
});

test('without a total it counts alone', () => {
  const terminal = stream(true);
  const progress = createProgress(terminal, 'reading');
  for (let done = 1; done <= 250; done++) progress.update(done);
  expect(terminal.written.map(text => text.replace('\r\x1b[K', ''))).toEqual([
    'reading 1',
    'reading 101',
    'reading 201',
  ]);
});

test('a pipe stays silent', () => {
  const pipe = stream(false);
  const progress = createProgress(pipe, 'reading');
  progress.update(1, 2);
  progress.end();
  expect(pipe.written).toEqual([]);
});

test('nothing is taken away that was not shown', () => {
  const terminal = stream(true);
  createProgress(terminal, 'reading').end();
  expect(terminal.written).toEqual([]);
});
