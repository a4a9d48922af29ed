import fc from 'fast-check';
import { expect, it } from 'vitest';
import { prometheus } from '../../src/web/prometheus.ts';

it('writes each measurement with its meaning, and each value with its labels', () => {
  const text = prometheus([
    { name: 'a', help: 'How many.', values: [{ value: 3 }] },
    { name: 'none', help: 'Nothing.', values: [] },
    { name: 'b', help: 'By state.', values: [{ labels: { state: 'x', of: 'y' }, value: 0.5 }, { value: 1 }] },
  ]);
  expect(text).toBe(
    '# HELP a How many.\n# TYPE a gauge\na 3\n# HELP b By state.\n# TYPE b gauge\nb{state="x",of="y"} 0.5\nb 1\n',
  );
});

it('lets no label or help break its line or its quotes', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('\n', '"', '\\', '"}\nb 1'), (text, evil) => {
      const label = text + evil;
      const lines = prometheus([
        { name: 'a', help: label, values: [{ labels: { x: label }, value: 1 }] },
      ]).split('\n');
      expect(lines).toHaveLength(4);
      const [, written = ''] = /^a\{x="((?:[^"\\]|\\["\\n])*)"\} 1$/s.exec(lines[2] ?? '') ?? [];
      expect(written.replace(/\\(.)/gs, (_, char) => (char === 'n' ? '\n' : char))).toBe(label);
    }),
  );
});
