import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CaughtMail } from '../../src/dev/catcher.ts';
import { mentions, readMail } from '../../src/inspect/read-mail.ts';

function caught(raw: Uint8Array | string): CaughtMail {
  const envelope = { from: 'bounces@example.org', to: ['ada@example.org'], notify: [] };
  return { num: 1, arrivedAt: 0, envelope, raw: Buffer.from(raw), secure: false, user: null };
}

const MAIL = [
  'From: =?UTF-8?Q?J=C3=BCrgen?= <j@example.org>',
  'To: "Ada, Example" <ada@example.org>',
  'Subject: =?UTF-8?B?w4RwZmVs?=',
  'List-Unsubscribe: <mailto:x@example.org>, <https://example.org/unsubscribe/1>',
  'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
  'Content-Type: multipart/alternative; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'Gr=C3=BC=C3=9Fe',
  '--b',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>Hello</p>',
  '--b--',
  '',
].join('\r\n');

test('names, subject and both parts are decoded', async () => {
  const mail = await readMail(caught(MAIL));
  expect(mail).toMatchObject({
    from: 'Jürgen <j@example.org>',
    to: 'Ada, Example <ada@example.org>',
    subject: 'Äpfel',
    oneClick: 'https://example.org/unsubscribe/1',
  });
  expect([mail.text?.trim(), mail.html?.trim()]).toEqual(['Grüße', '<p>Hello</p>']);
  expect(mail.headers[2]).toEqual({ name: 'Subject', value: '=?UTF-8?B?w4RwZmVs?=' });
});

test('one click needs both fields', async () => {
  const without = MAIL.replace(/List-Unsubscribe-Post.*\r\n/, '');
  expect((await readMail(caught(without))).oneClick).toBeNull();
});

test.each([
  'https://a;sandbox/1',
  'https://a,default-src/1',
  'https://*/1',
  'https://[/1',
  'javascript:alert(1)',
])('one click needs an address that can be asked: %s is none', async address => {
  const odd = MAIL.replace('https://example.org/unsubscribe/1', address);
  expect((await readMail(caught(odd))).oneClick).toBeNull();
});

test('one click is found behind what only begins like it', async () => {
  const odd = MAIL.replace('<mailto:x@example.org>, ', '<https:<https:');
  expect((await readMail(caught(odd))).oneClick).toBe('https://example.org/unsubscribe/1');
});

test('a header without end is shown as it came', async () => {
  const raw = `X-Odd: ${'<a'.repeat(100_000)}\r\n${MAIL}`;
  const mail = await readMail(caught(raw));
  expect(mail).toMatchObject({ subject: '(no subject)', to: 'ada@example.org', html: null, headers: [] });
  expect(mail.text).toBe(raw);
});

test('a search finds every word, wherever it stands', async () => {
  const mail = await readMail(caught(MAIL));
  for (const query of ['äpfel', 'ADA grüße', 'bounces@', '']) expect(mentions(mail, query)).toBe(true);
  expect(mentions(mail, 'äpfel birnen')).toBe(false);
});

test('whatever arrives can be shown', async () => {
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.string({ maxLength: 300 }));
  const touched = fc
    .tuple(fc.nat(MAIL.length), fc.string({ maxLength: 20 }))
    .map(([at, text]) => MAIL.slice(0, at) + text + MAIL.slice(at + text.length));
  await fc.assert(
    fc.asyncProperty(fc.oneof(bytes, touched), async raw => {
      const mail = await readMail(caught(raw));
      expect(mail.subject).not.toBe('');
      expect(mail.to).not.toBe('');
      expect(mail.oneClick ?? 'https:').toMatch(/^https?:/i);
    }),
  );
});
