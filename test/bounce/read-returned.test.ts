import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LARGEST_MAIL } from '../../src/bounce/mail-parts.ts';
import { readReturned } from '../../src/bounce/read-returned.ts';
import { returnPaths } from '../../src/deliver/verp.ts';
import { IGNORED, type Returned } from '../../src/model/report.ts';

const FOLDER = new URL('../fixtures/bounces/', import.meta.url);
const paths = returnPaths('bounces@daily.example.org', Buffer.from('key of the fixtures'));
const DELIVERY = { subscriber: 7, edition: '2026-06-02' };
const TOKEN = paths.sign(DELIVERY.subscriber, DELIVERY.edition);

function read(mail: string | Uint8Array): Returned {
  return readReturned(typeof mail === 'string' ? Buffer.from(mail) : mail, paths.verify);
}

function fixture(name: string): string {
  return readFileSync(new URL(`${name}.eml`, FOLDER), 'utf8');
}

/** What a mail tells, in short: `bounce dead 5.1.1`, or why it is ignored. */
function short(returned: Returned): string[] {
  if (returned.kind === 'ignored') return [returned.why];
  expect(returned.delivery).toEqual(DELIVERY);
  return returned.evidence.map(({ kind, class: meaning, enhanced }) =>
    [kind, meaning, enhanced].filter(Boolean).join(' '),
  );
}

const MAILS: Record<string, string[]> = {
  'postfix-no-user': ['bounce dead 5.1.1'],
  'postfix-delayed': ['delay 4.2.2'],
  'postfix-expired': ['bounce soft 4.4.1'],
  'postfix-relayed': ['arrival 2.0.0'],
  'exim-no-user': ['bounce dead 5.1.1'],
  'exchange-not-found': ['bounce doubtful 5.1.10'],
  'outlook-policy': ['bounce policy 5.7.515'],
  'gmail-no-user': ['bounce dead 5.1.1'],
  international: ['bounce dead 5.1.1'],
  'odd-fields': ['bounce full 5.2.2'],
  'several-recipients': ['arrival 2.1.5', 'delay 4.4.1', 'bounce policy 5.7.1'],
  'yahoo-complaint': ['complaint'],
  'hotmail-complaint': ['complaint'],
  unsubscribe: ['unsubscribe'],
  qmail: ['unreadable'],
  'sendmail-old': ['unreadable'],
  forged: ['no-token'],
  vacation: ['auto-reply'],
  'outlook-away': ['auto-reply'],
  'read-receipt': ['auto-reply'],
  'not-spam': ['not-a-report'],
};

describe('a returned mail', () => {
  it.each(Object.entries(MAILS))('%s: %s', (name, expected) => {
    const text = fixture(name);
    expect(short(read(text))).toEqual(expected);
    expect(short(read(text.replace(/\r?\n/g, '\r\n')))).toEqual(expected);
  });

  it('is one of the fixtures', () => {
    const names = readdirSync(FOLDER).map(name => name.replace(/\.eml$/, ''));
    expect(names.sort()).toEqual(Object.keys(MAILS).sort());
  });

  it('keeps what the server said, without addresses', () => {
    for (const name of ['postfix-no-user', 'exchange-not-found', 'international', 'gmail-no-user']) {
      const returned = read(fixture(name));
      const [evidence] = returned.kind === 'evidence' ? returned.evidence : [];
      expect(evidence?.reply, name).toMatch(/^550[ -]5\.1\.1/);
      expect(JSON.stringify(evidence), name).not.toMatch(/ada|jörg/);
    }
  });

  it('is known by the mail it returns where the report went to another address', () => {
    const text = fixture('postfix-no-user');
    const [header = ''] = text.split('\n\n', 1);
    const moved = header.replaceAll(TOKEN, 'complaints@daily.example.org') + text.slice(header.length);
    expect(short(read(moved))).toEqual(['bounce dead 5.1.1']);
  });

  it.each([
    ['unsubscribe', ['unsubscribe']],
    ['UNSUBSCRIBE please', ['unsubscribe']],
    ['Re: unsubscribe', ['unsubscribe']],
    ['=?utf-8?B?VW5zdWJzY3JpYmU=?=', ['unsubscribe']],
    ['How does one unsubscribe?', ['not-a-report']],
    ['unsubscribed', ['not-a-report']],
    ['', ['not-a-report']],
  ])('of a person, headed "%s": %s', (subject, expected) => {
    const mail = `From: eve@private.example\nTo: ${TOKEN}\nSubject: ${subject}\n\nhello\n`;
    expect(short(read(mail))).toEqual(expected);
  });

  it('may carry the token in its subject', () => {
    const mail = `From: eve@private.example\nTo: bounces@daily.example.org\nSubject: unsubscribe ${TOKEN}\n\n`;
    expect(short(read(mail))).toEqual(['unsubscribe']);
    expect(short(read(mail.replace(TOKEN, 'bounces+7-fwe@daily.example.org')))).toEqual(['no-token']);
  });

  it.each([
    'Auto-Submitted: auto-generated',
    'Auto-Submitted:   auto-replied; owner-email="x"',
    'Precedence: bulk',
    'Precedence: junk',
    'Precedence: auto_reply',
    'X-Autoreply: yes',
    'X-Autorespond: away',
    'Return-Path: <>',
  ])('that a program wrote (%s) is no wish of its reader', line => {
    const mail = `${line}\nFrom: ada@reader.example\nTo: ${TOKEN}\nSubject: unsubscribe\n\n`;
    expect(short(read(mail))).toEqual(['auto-reply']);
    expect(short(read(mail.replace(line, 'Auto-Submitted: no')))).toEqual(['unsubscribe']);
  });

  it.each([
    ['5.0.0', 'smtp; 550 5.2.1 disabled', 'doubtful 5.2.1'],
    ['5.1.0', 'smtp; 550-5.1.1 unknown', 'dead 5.1.1'],
    ['5.0.0', 'smtp; 451 try again later', 'soft 5.0.0'],
    ['5.0.0', 'smtp; 550 mailbox is full', 'full 5.0.0'],
    ['5.0.0', 'smtp; 550 blocked as spam', 'policy 5.0.0'],
    ['5.0.0', 'smtp; 550 what', 'doubtful 5.0.0'],
    ['', 'smtp; 550 what', 'doubtful'],
    ['4.4.7', 'smtp; 550 5.1.1 unknown', 'soft 4.4.7'],
    ['5.1.1', '', 'dead 5.1.1'],
    ['5.7.1', 'smtp; 550 5.1.1 unknown', 'policy 5.7.1'],
    ['5.5.0', 'smtp; 550 5.5.0 what', 'ours 5.5.0'],
  ])('Status "%s" and "%s" mean %s', (status, diagnostic, expected) => {
    const mail = dsn([{ action: 'failed', status, diagnostic }], STYLE);
    expect(short(read(mail))).toEqual([`bounce ${expected}`]);
  });
});

interface Style {
  eol: string;
  blank: boolean;
  fold: boolean;
  shout: boolean;
}
const STYLE: Style = { eol: '\n', blank: true, fold: false, shout: false };

/** A report as a server would write it that is more or less careful. */
function dsn(recipients: { action: string; status: string; diagnostic: string }[], style: Style): string {
  const name = (text: string) => (style.shout ? text.toUpperCase() : text);
  const colon = style.fold ? `:${style.eol}\t` : ': ';
  const blocks = recipients.map(({ action, status, diagnostic }) =>
    [
      `${name('Final-Recipient')}${colon}rfc822; ada@reader.example`,
      `${name('Action')}${colon}${action}`,
      status && `${name('Status')}${colon}${status}`,
      diagnostic && `${name('Diagnostic-Code')}${colon}${diagnostic}`,
    ]
      .filter(Boolean)
      .join(style.eol),
  );
  return [
    'Return-Path: <>',
    `To: ${TOKEN}`,
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'It did not work out.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.org',
    ...(style.blank ? [''] : []),
    blocks.join(style.blank ? style.eol.repeat(2) : style.eol),
    '--b--',
    '',
  ].join(style.eol);
}

describe('always', () => {
  const KINDS = {
    failed: 'bounce',
    delayed: 'delay',
    delivered: 'arrival',
    relayed: 'arrival',
    expanded: 'arrival',
  } as const;
  const actions = Object.keys(KINDS) as (keyof typeof KINDS)[];
  const recipient = fc.record({
    action: fc.constantFrom(...actions),
    status: fc.constantFrom('5.1.1', '5.2.2', '5.7.1', '4.4.7', '5.0.0'),
    diagnostic: fc.constantFrom('', 'smtp; 550 5.1.1 unknown', 'x-unix; 67'),
  });
  const style = fc.record({
    eol: fc.constantFrom('\n', '\r\n'),
    blank: fc.boolean(),
    fold: fc.boolean(),
    shout: fc.boolean(),
  });

  it('every recipient of a report is read, however it is written', () => {
    fc.assert(
      fc.property(fc.array(recipient, { minLength: 1, maxLength: 8 }), style, (all, how) => {
        const returned = read(dsn(all, how));
        const kinds = returned.kind === 'evidence' ? returned.evidence.map(({ kind }) => kind) : [];
        expect(kinds).toEqual(all.map(({ action }) => KINDS[action]));
      }),
    );
  });

  it('nothing is read from bytes that hold no token of ours, and nothing throws', () => {
    const names = readdirSync(FOLDER).map(name => readFileSync(new URL(name, FOLDER)));
    const damaged = fc
      .tuple(fc.constantFrom(...names), fc.nat(), fc.nat(), fc.uint8Array({ maxLength: 40 }))
      .map(([mail, a, b, junk]) => {
        const [from, to] = [a % mail.length, b % mail.length].sort((x, y) => x - y);
        return Buffer.concat([mail.subarray(0, from), junk, mail.subarray(to)]);
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 3000 }), damaged), bytes => {
        const blind = readReturned(bytes, () => null);
        expect(blind.kind).toBe('ignored');
        if (blind.kind === 'ignored') expect(IGNORED).toContain(blind.why);
        const returned = read(bytes);
        if (returned.kind === 'evidence') expect(returned.delivery).toEqual(DELIVERY);
      }),
      { numRuns: 300 },
    );
  });

  it('what would take too much is not read', () => {
    expect(read(new Uint8Array(LARGEST_MAIL + 1))).toEqual({ kind: 'ignored', why: 'too-large' });
    const parts = `Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\n'.repeat(1000)}${dsn([], STYLE)}`;
    expect(read(parts)).toEqual({ kind: 'ignored', why: 'not-a-report' });
    const addresses = `To: ${'a@example.org, '.repeat(4000)}${TOKEN}\nSubject: unsubscribe\n\n`;
    expect(read(addresses)).toEqual({ kind: 'ignored', why: 'no-token' });
  });

  it('a report of ten thousand recipients is cut short', () => {
    const many = Array.from({ length: 10_000 }, () => ({
      action: 'failed',
      status: '5.1.1',
      diagnostic: '',
    }));
    const returned = read(dsn(many, STYLE));
    expect(returned.kind === 'evidence' && returned.evidence.length).toBe(20);
  });
});
