import fc from 'fast-check';
import PostalMime, { decodeWords } from 'postal-mime';
import { expect, test } from 'vitest';
import { headerDate } from '../../src/render/header-date.ts';
import { mailboxField, plainField, textField } from '../../src/render/headers.ts';
import { deliveryTag } from '../../src/render/message-id.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    'a\r\nBcc: evil@x.test',
    '=?UTF-8?Q?x?=',
    '"quoted" \\ back',
    'é'.repeat(90),
    'x'.repeat(200),
    '😀'.repeat(40),
  ),
);

/** What a reader is shown of a value. */
const shown = (text: string) =>
  Buffer.from(text.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').trim()).toString();

test('a plain subject stands as it is, folded at a space', () => {
  expect(textField('Subject', 'Short')).toBe('Subject: Short\r\n');
  const folded = textField(
    'Subject',
    'A title made of many plain words that goes on beyond the width of one line of mail',
  );
  expect(folded).toBe(
    'Subject: A title made of many plain words that goes on beyond the width of one\r\n line of mail\r\n',
  );
});

test('no value adds a field, breaks a rule of length, or reads back as something else', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (subject, name) => {
      const header = textField('Subject', subject) + mailboxField('To', name, 'ada@example.net');
      for (const line of header.split('\r\n')) {
        expect(line).toMatch(/^[ -~]*$/);
        if (line.includes('=?')) expect(line.length).toBeLessThanOrEqual(76);
        else expect(line.length).toBeLessThanOrEqual(998);
      }
      const mail = await PostalMime.parse(`${header}\r\nbody`);
      expect(mail.headers.map(field => field.key)).toEqual(['subject', 'to']);
      expect(mail.subject ?? '').toBe(shown(subject));
      expect(mail.to?.[0]).toEqual({ name: shown(name), address: 'ada@example.net' });
    }),
    { numRuns: 300 },
  );
});

test('every encoded-word decodes by itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 30 }), drawn => {
      // The replacement character is what a split character would show as, so it may not be drawn.
      const text = drawn.replaceAll('\ufffd', '');
      const words = textField('Subject', `é${text}`).match(/=\?\S+\?=/g) ?? [];
      expect(words.length).toBeGreaterThan(0);
      for (const word of words) {
        expect(word.length).toBeLessThanOrEqual(75);
        expect(decodeWords(word)).not.toContain('\ufffd');
      }
    }),
  );
});

test('an address that is not one plain address is refused, not repaired', () => {
  for (const bad of [
    'a@b.c\r\nBcc: x@y.z',
    'a@b,c@d',
    '<a@b>',
    'a b@c.d',
    'é@example.org',
    'a@',
    '"x"@y.z',
  ]) {
    expect(() => mailboxField('To', null, bad)).toThrow('not a plain ASCII address');
  }
  expect(() => plainField('List-Unsubscribe', '<https://x>\r\nBcc: y')).toThrow('not printable ASCII');
});

test('the date is in UTC, with its weekday and a numeric zone', () => {
  expect(headerDate(Date.UTC(2025, 8, 16, 5))).toBe('Tue, 16 Sep 2025 05:00:00 +0000');
  expect(headerDate(0)).toBe('Thu, 01 Jan 1970 00:00:00 +0000');
});

test('a delivery has one tag per purpose, the same at every attempt', () => {
  const key = Buffer.alloc(32, 1);
  const tag = deliveryTag(key, 'message-id', '2025-09-16', 7);
  expect(tag).toMatch(/^[a-z2-7]{26}$/);
  expect(deliveryTag(key, 'message-id', '2025-09-16', 7)).toBe(tag);
  const others = [
    deliveryTag(key, 'boundary', '2025-09-16', 7),
    deliveryTag(key, 'message-id', '2025-09-17', 7),
    deliveryTag(key, 'message-id', '2025-09-16', 8),
    deliveryTag(Buffer.alloc(32, 2), 'message-id', '2025-09-16', 7),
  ];
  expect(new Set([tag, ...others]).size).toBe(5);
});
