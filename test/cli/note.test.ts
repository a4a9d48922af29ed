import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseNote } from '../../src/cli/note.ts';
import { UserError } from '../../src/errors.ts';

test('a line of plain text is taken as it is, without the space around it', () => {
  expect(parseNote(' ICLR decisions are out: "well done" & {{thanks}}. \n')).toBe(
    'ICLR decisions are out: "well done" & {{thanks}}.',
  );
  expect(parseNote('😀'.repeat(200))).toHaveLength(400);
});

test('what is no line of a mail is refused in words', () => {
  expect(() => parseNote(' ')).toThrow('--clear');
  expect(() => parseNote('x'.repeat(201))).toThrow('201 characters, expected at most 200');
  expect(() => parseNote('one\ntwo')).toThrow('after 3 characters');
});

test('whatever passes is one line of 1 to 200 characters without controls', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 220 }), text => {
      try {
        const line = parseNote(text);
        expect([...line].length).toBeGreaterThan(0);
        expect([...line].length).toBeLessThanOrEqual(200);
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }),
  );
});
