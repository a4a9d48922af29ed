import { expect, test } from 'vitest';
import { UserError } from '../src/errors.ts';
import { createLog, createProgress } from '../src/log.ts';

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

function record(isTTY: boolean, level: Parameters<typeof createLog>[0] = 'info') {
  const { written: lines, ...output } = stream(isTTY);
  return { log: createLog(level, output), lines };
}

test('a log in a pipe is one JSON document a line', () => {
  const { log, lines } = record(false);
  log.info({ edition: '2026-06-02', papers: 3 }, 'prepared');
  log.debug('not now');
  log.warn('twice\nas long');
  expect(lines.every(line => line.endsWith('}\n') && line.indexOf('\n') === line.length - 1)).toBe(true);
  expect(lines.map(line => JSON.parse(line))).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      edition: '2026-06-02',
      papers: 3,
      msg: 'prepared',
    },
    { level: 'warn', time: expect.any(String), msg: 'twice\nas long' },
  ]);
});

test('a log on a terminal is for people, one line each', () => {
  const { log, lines } = record(true);
  log.info({ edition: '2026-06-02', newPapers: 3, sources: ['a', 'b'] }, 'prepared');
  log.warn({ err: new UserError('x: no such file\n\x1b[31mred') }, 'cannot be read');
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d prepared \(edition 2026-06-02, new papers 3, sources a, b\)\n$/);
  expect(lines[1]).toMatch(/^\d\d:\d\d:\d\d warn: cannot be read: x: no such file \[31mred\n$/);
});

test('an error keeps its stack only where it is a fault', () => {
  const { log, lines } = record(false);
  log.error({ err: new UserError('yours') }, 'failed');
  log.error({ err: new TypeError('ours') }, 'failed');
  const [yours, ours] = lines.map(
    line => (JSON.parse(line) as { err: { message: string; stack?: string } }).err,
  );
  expect(yours).toEqual({ message: 'yours' });
  expect(ours?.message).toBe('ours');
  expect(ours?.stack).toContain('log.test');
});

test.each([true, false])('passwords in addresses are never logged (terminal: %s)', isTTY => {
  const { log, lines } = record(isTTY);
  const url = 'smtps://me:hunter2@mail.example.org:465';
  log.error({ err: new Error(`connect ${url}`), url }, `cannot reach ${url}`);
  expect(lines.join('')).not.toContain('hunter2');
  expect(lines.join('')).toContain('mail.example.org:465');
});

test('a silent log says nothing', () => {
  const { log, lines } = record(false, 'silent');
  log.error('x');
  expect(lines).toEqual([]);
});
