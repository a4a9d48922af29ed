import { createHmac } from 'node:crypto';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import type { WeekSummary } from '../../src/model/week-summary.ts';
import { summaryMail } from '../../src/render/summary-mail.ts';

const AT = Date.parse('2026-06-08T08:00:00Z');
const NOTHING: WeekSummary = {
  from: AT - 7 * 86_400_000,
  to: AT,
  editions: [],
  sources: [],
  newPapers: 0,
  subscribers: {},
  come: 0,
  gone: 0,
  suppressed: 0,
  incidents: [],
  missed: [],
};
const WEEK: WeekSummary = {
  ...NOTHING,
  editions: [
    {
      edition: '2026-06-07',
      state: 'complete',
      audience: 1_300,
      states: { accepted: 700, bounced: 2 },
      skipped: { 'not-due': 500, quiet: 98 },
    },
    { edition: '2026-06-06', state: 'complete', audience: 1_300, states: {}, skipped: { 'not-due': 1_300 } },
  ],
  sources: [
    {
      source: 'arXiv <cs.CL> & friends',
      readings: { ingested: 5, quiet: 2 },
      fresh: 412,
      lastFresh: AT - 86_400_000,
      problem: null,
    },
    { source: 'lab', readings: { refused: 7 }, fresh: 0, lastFresh: null, problem: 'it answers 404' },
  ],
  newPapers: 412,
  subscribers: { active: 1_200, paused: 100 },
  come: 12,
  gone: 3,
  suppressed: 1,
  incidents: [
    { key: 'schedule', what: 'It stood still', openedAt: AT - 9_000_000, closedAt: null, times: 2 },
  ],
  missed: ['2026-06-03'],
};
const write = (week: WeekSummary) =>
  summaryMail(week, {
    from: { name: 'Paperboy', address: 'paperboy@example.org' },
    to: 'op@example.org',
    date: AT,
    timeZone: 'Europe/Berlin',
    publicUrl: 'https://papers.example.org',
    idKey: createHmac('sha256', 'k').update('x').digest(),
  });

test('a week without anything is told, too', async () => {
  const mail = await PostalMime.parse(write(NOTHING).raw);
  expect(mail.subject).toBe('The week up to 2026-06-08: 0 mails accepted, 0 new papers, nothing wrong');
  expect(mail.text).toContain('There was none.');
  expect(mail.html).toContain('None was read by itself.');
});

test('text and HTML tell the same numbers, whatever sources are called', async () => {
  const mail = await PostalMime.parse(write(WEEK).raw);
  expect(mail.subject).toContain('700 mails accepted, 412 new papers, 2 things wrong');
  const text = mail.text?.replace(/\s+/g, ' ') ?? '';
  const shown = mail.html?.replace(/<style>[\s\S]*<\/style>/, '').replace(/<[^>]+>/g, ' ') ?? '';
  const html = shown.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&').replace(/\s+/g, ' ');
  for (const part of [
    'audience 1,300; accepted 700; bounced 2; skipped 598',
    'read: ingested 5, quiet 2; 412 new papers; last new paper 2026-06-07 10:00',
    'never a new paper; it answers 404',
    'arXiv <cs.CL> & friends',
    '1,800 times',
    'active 1,200, paused 100',
    'nobody prepared it',
    'goes on, seen 2 times',
  ]) {
    expect(text).toContain(part);
    expect(html).toContain(part);
  }
});

test('the same week is the same message', () => {
  expect(write(WEEK).messageId).toBe(write({ ...WEEK, newPapers: 1 }).messageId);
  expect(write(WEEK).messageId).not.toBe(write({ ...WEEK, to: AT + 7 * 86_400_000 }).messageId);
});
