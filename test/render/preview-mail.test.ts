import { expect, test } from 'vitest';
import type { EditionPreview } from '../../src/model/edition-preview.ts';
import { previewMail } from '../../src/render/preview-mail.ts';

const CONTEXT = {
  from: { name: 'Paperboy', address: 'p@example.org' },
  to: 'op@example.org',
  date: 0,
  timeZone: 'UTC',
  publicUrl: 'https://papers.example.org/',
  idKey: Buffer.alloc(32),
};
const SLOT = Date.parse('2026-06-02T07:00Z');
const PREVIEW: EditionPreview = {
  edition: '2026-06-02',
  goesAt: SLOT,
  pausedWhy: null,
  audience: 3,
  states: { pending: 1 },
  skipped: { 'nothing-new': 2 },
  papers: 20,
  leftOut: null,
  most: { papers: 20, bytes: 60_001 },
  fewest: null,
  failed: null,
  mails: [
    {
      subscriber: 7,
      slot: SLOT,
      subject: 'A paper and 19 more',
      papers: 20,
      bytes: 60_001,
      groups: [
        { heading: 'Agents', titles: Array.from({ length: 19 }, (_, n) => `Paper ${n}`) },
        { heading: 'Robots', titles: ['One\r\nBcc: x@example.org'] },
      ],
    },
  ],
  hasPage: true,
};

test('says first when it goes and what can be done about it', () => {
  const { subject, text, raw } = previewMail(PREVIEW, CONTEXT);
  expect(subject).toBe('Edition 2026-06-02 goes at 07:00: 1 mail, 20 papers');
  expect(text.split('\n').slice(0, 4)).toEqual([
    'Edition 2026-06-02 goes at 07:00, unless you cancel or pause it.',
    '',
    'Look at it, approve, pause or cancel it:',
    'https://papers.example.org/admin/editions/2026-06-02',
  ]);
  expect(text).toContain('paperboy send --approve --edition 2026-06-02');
  expect(text).toContain('To subscriber 7 at 07:00: 20 papers, 61 kB');
  expect(text).toContain('and 8 more');
  expect(raw.toString('latin1').split('\r\n\r\n')[0]).not.toContain('Bcc');
  expect(text.split('\n').every(line => line.length <= 78)).toBe(true);
});

test('says first what holds it; without pages only what can be typed', () => {
  const why = 'check: 90 papers match a mail, where 4 are usual';
  const { subject, text } = previewMail({ ...PREVIEW, pausedWhy: why, hasPage: false }, CONTEXT);
  expect(subject).toContain('is held');
  expect(text.replaceAll('\n', ' ')).toContain(`is held: ${why}. Nothing of it goes until you approve it.`);
  expect(text).not.toContain('/admin/');
  expect(previewMail(PREVIEW, CONTEXT).messageId).toBe(
    previewMail({ ...PREVIEW, papers: 1 }, CONTEXT).messageId,
  );
});
