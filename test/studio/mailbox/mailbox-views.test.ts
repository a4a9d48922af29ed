import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mailboxView, type OpenedMail, readSight } from '../../../src/studio/mailbox/mailbox-views.ts';

const MAIL: OpenedMail = {
  num: 3,
  envelope: { from: '', to: ['ada@example.org', 'bob@example.org'] },
  raw: Buffer.alloc(2048),
  arrivedAt: 0,
  secure: true,
  from: 'a@example.org',
  to: 'ada@example.org',
  subject: 'A mail',
  html: '<p>x</p>',
  text: 'x',
  headers: [],
  oneClick: null,
};
const PLACES = { source: { mails: [], watch: () => () => {} }, smtp: '', pages: '', trouble: [] };
const HAND_OVER = { open: '', send: '', to: '', server: '', missing: '', bySettingsOfTheirOwn: false };

function viewOf(mail: OpenedMail, address: string) {
  const query = new URL(address, 'http://localhost').searchParams;
  const sight = readSight(name => query.get(name) ?? undefined, mail);
  const open = { mail, headers: null, checks: null, outlook: null, handOver: HAND_OVER };
  return { sight, view: mailboxView({ total: 2, found: [mail], open, sight, places: PLACES }) };
}
const pathOf = (href: string | undefined) => new URL(href ?? '', 'http://localhost').pathname;

describe('what an address of the mailbox asks to see', () => {
  it('is something that there is, whatever it says', () => {
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom('phone', 'text', 'dark', 'off', 'outlook', 'constructor'),
    );
    const asked = fc.dictionary(fc.constantFrom('q', 'part', 'scheme', 'images', 'other'), value);
    const mails = fc.constantFrom(MAIL, { ...MAIL, html: null }, { ...MAIL, html: null, text: null });
    fc.assert(
      fc.property(asked, mails, (fields, mail) => {
        const { sight, view } = viewOf(mail, `/mailbox/3?${new URLSearchParams(fields)}`);
        const parts = view.mail?.parts ?? [];
        expect(parts.filter(({ current }) => current)).toHaveLength(1);
        expect(view.mail?.frame === null).toBe(!['html', 'phone', 'outlook'].includes(sight.part));
        if (mail.html === null) expect(view.mail?.frame).toBeNull();
        expect(view.mail?.plain === null).toBe(!['text', 'source'].includes(sight.part));
      }),
    );
  });

  it('is what its links lead to: each changes one thing, and keeps the rest', () => {
    const asked = fc.record({
      q: fc.string(),
      part: fc.constantFrom('html', 'phone', 'outlook'),
      scheme: fc.constantFrom('light', 'dark', 'inverted'),
      images: fc.constantFrom('on', 'off'),
    });
    fc.assert(
      fc.property(asked, fields => {
        const { sight, view } = viewOf(MAIL, `/mailbox/3?${new URLSearchParams(fields)}`);
        const frame = view.mail?.frame;
        for (const [at, { href }] of (view.mail?.parts ?? []).entries()) {
          const there = viewOf(MAIL, href);
          expect({ ...there.sight, part: sight.part }).toEqual(sight);
          expect(there.view.mail?.parts[at]?.current).toBe(true);
        }
        for (const [at, { href }] of (frame?.schemes ?? []).entries()) {
          const there = viewOf(MAIL, href);
          expect({ ...there.sight, scheme: sight.scheme }).toEqual(sight);
          expect(there.view.mail?.frame?.schemes[at]?.current).toBe(true);
        }
        const other = viewOf(MAIL, frame?.images.href ?? '').sight;
        expect(other).toEqual({ ...sight, images: !sight.images });
        expect(viewOf(MAIL, view.mail?.back ?? '').sight.query).toBe(sight.query);
        expect([pathOf(view.mail?.back), pathOf(view.mails[0]?.href), pathOf(frame?.src)]).toEqual([
          '/mailbox',
          '/mailbox/3',
          '/mailbox/3/html',
        ]);
      }),
      { numRuns: 40 },
    );
  });

  it('names what is not there: a sender, one mail only', () => {
    const { view } = viewOf(MAIL, '/mailbox/3');
    expect(view.mail).toMatchObject({
      sender: '<>',
      recipients: 'ada@example.org, bob@example.org',
      size: '2 KB',
      encrypted: true,
    });
    expect(view.count).toBe('2 mails');
    const sight = readSight(() => undefined, null);
    const one = mailboxView({
      total: 1,
      found: [],
      open: null,
      sight: { ...sight, query: 'x' },
      places: PLACES,
    });
    expect([one.title, one.count, one.none, one.mail]).toEqual(['Mailbox (1)', '0 of 1 mail', false, null]);
  });
});
