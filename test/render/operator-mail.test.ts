import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { operatorMail } from '../../src/render/operator-mail.ts';
import type { Incident } from '../../src/store/incidents.ts';

const AT = Date.parse('2026-06-02T06:30:00Z');
const CONTEXT = {
  from: { name: 'Die Zeitungsjungen – täglich', address: 'paperboy@example.org' },
  to: 'operator@example.net',
  date: AT,
  timeZone: 'Europe/Berlin',
  publicUrl: 'https://papers.example.org',
  idKey: Buffer.alloc(32, 7),
};
const RELAY: Incident = {
  key: 'relay mail.example.org:587',
  what: 'it hung up',
  openedAt: AT - 3_600_000,
  lastAt: AT,
  times: 7,
  toldAt: null,
  closedAt: null,
};
const EDITION: Incident = { ...RELAY, key: 'edition 2026-06-02', what: 'paused: 5.7.26', times: 1 };

test('a mail tells what is wrong, since when, how often, and what to do', async () => {
  const { raw, envelope, messageId, subject } = operatorMail([RELAY], CONTEXT);
  expect(envelope).toEqual({ from: 'paperboy@example.org', to: 'operator@example.net' });
  const mail = await PostalMime.parse(raw);
  expect(mail.from).toEqual({ name: CONTEXT.from.name, address: 'paperboy@example.org' });
  expect(mail.to).toEqual([{ name: '', address: 'operator@example.net' }]);
  expect(mail.subject).toBe('Something is wrong: Mail server mail.example.org:587');
  expect([mail.subject, mail.messageId, mail.date]).toEqual([subject, messageId, '2026-06-02T06:30:00.000Z']);
  expect(mail.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
  expect(mail.html).toBeUndefined();
  expect(mail.text).toBe(
    [
      'THIS IS WRONG',
      '',
      'Mail server mail.example.org:587',
      '  it hung up',
      '  Since 2026-06-02 07:30, seen 7 times, last 2026-06-02 08:30.',
      '  What is owed waits, and is tried again by itself.',
      '  What to mend: paperboy doctor',
      '',
      'Times are those of Europe/Berlin. Every incident is told once, and once',
      'more when it is over.',
      '',
      '-- ',
      'Paperboy at https://papers.example.org',
      'writes to OPERATOR_EMAIL.',
      '',
    ].join('\n'),
  );
});

test('what lasts comes before what is over, in one mail', async () => {
  const over = { ...RELAY, closedAt: AT };
  const { text, subject } = operatorMail([over, EDITION, { ...EDITION, key: 'edition 2026-06-01' }], CONTEXT);
  expect(subject).toBe(
    'Something is wrong: Edition 2026-06-02 and 1 more; over: Mail server mail.example.org:587',
  );
  expect(text).toMatch(
    /THIS IS WRONG[\s\S]*Edition 2026-06-02[\s\S]*THIS IS OVER[\s\S]*From 2026-06-02 07:30 to/,
  );
  expect(text).toContain('paperboy send --resume --edition 2026-06-02\n');
});

test('the same incidents have the same Message-ID, whatever was counted since; others another', () => {
  const idOf = (...incidents: Incident[]) => operatorMail(incidents, CONTEXT).messageId;
  expect(idOf(RELAY, EDITION)).toBe(idOf(EDITION, { ...RELAY, times: 9, lastAt: AT + 1 }));
  const ids = [
    idOf(RELAY),
    idOf(EDITION),
    idOf({ ...RELAY, closedAt: AT }),
    idOf({ ...RELAY, openedAt: AT }),
    operatorMail([RELAY], { ...CONTEXT, idKey: Buffer.alloc(32, 8) }).messageId,
  ];
  expect(new Set(ids).size).toBe(ids.length);
});

test('whatever a server says stays one block of a mail that can be read', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 2_000 }), fc.string(), async (what, key) => {
      const { raw } = operatorMail([{ ...RELAY, what: `${what}\r\nBcc: x@example.org`, key }], CONTEXT);
      const text = raw.toString('latin1');
      expect(text).toMatch(/^[\x20-\x7e\r\n\t]*$/);
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      expect(text.split('\r\n').every(line => line.length <= 78)).toBe(true);
      const mail = await PostalMime.parse(raw);
      expect(mail.bcc).toBeUndefined();
      expect(mail.to).toHaveLength(1);
      expect(mail.text?.length).toBeLessThan(2_500);
    }),
  );
});
