import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { CONFIRM_WITHIN_MS, FRESH_LINK_MS, LETTER_KINDS, type LetterKind } from '../../src/model/letter.ts';
import { createLetterRenderer, type LetterContext, type LetterTo } from '../../src/render/letter.ts';
import { TEMPLATES } from './mail.ts';

const AT = Date.parse('2026-06-02T06:30:00Z');
const BASE = 'https://papers.example.org';
const LINKS = {
  confirm: `${BASE}/confirm/c1`,
  account: `${BASE}/account/a1`,
  preferences: `${BASE}/preferences/p1`,
  unsubscribe: `${BASE}/unsubscribe/u1`,
  home: `${BASE}/`,
};
const CONTEXT: LetterContext = {
  from: { name: 'Paperboy', address: 'paperboy@example.org' },
  replyTo: null,
  listId: 'daily.example.org',
  listName: 'Paperboy',
  postalAddress: '1 Example Street, 10115 Berlin',
  timeZone: 'Europe/Berlin',
  idKey: Buffer.alloc(32, 7),
};
/** The links that a letter holds besides the one home: whoever reads it may do this, and nothing else. */
const RIGHTS: Readonly<Record<LetterKind, (keyof typeof LINKS)[]>> = {
  confirm: ['confirm'],
  known: ['preferences', 'unsubscribe'],
  link: ['account'],
  move: ['confirm'],
  moved: [],
  quiet: ['preferences', 'unsubscribe'],
};

const compiled = createLetterRenderer(TEMPLATES);

async function write(
  kind: LetterKind,
  to: Partial<LetterTo> = {},
  context: Partial<LetterContext> = {},
  expiresAt = AT + CONFIRM_WITHIN_MS,
) {
  const renderer = (await compiled)({ ...CONTEXT, ...context });
  const whom = { email: 'ada@example.net', envelopeFrom: 'bounce+1@example.org', date: AT, links: LINKS };
  return renderer({ num: 9, kind, expiresAt }, { ...whom, ...to });
}

test.each(LETTER_KINDS)(
  '%s: from us to one person, marked as automatic; list mail only if it is',
  async kind => {
    const message = await write(kind, {}, { replyTo: 'editor@example.org' });
    const mail = await PostalMime.parse(message.raw);
    const field = (key: string) => mail.headers.find(header => header.key === key)?.value;
    expect(message.envelope).toEqual({ from: 'bounce+1@example.org', to: 'ada@example.net' });
    expect(mail.from).toEqual({ name: 'Paperboy', address: 'paperboy@example.org' });
    expect(mail.to).toEqual([{ name: '', address: 'ada@example.net' }]);
    expect(mail.replyTo?.[0]?.address).toBe('editor@example.org');
    expect([mail.subject, mail.messageId]).toEqual([message.subject, message.messageId]);
    expect(mail.messageId).toMatch(/^<v1\.letter\.[a-z2-7]{26}@example\.org>$/);
    expect(field('date')).toBe('Tue, 02 Jun 2026 06:30:00 +0000');
    expect(field('auto-submitted')).toBe('auto-generated');
    const list = ['list-id', 'list-unsubscribe', 'list-unsubscribe-post', 'precedence'].map(field);
    expect(list).toEqual(
      kind === 'quiet'
        ? ['"Paperboy" <daily.example.org>', `<${LINKS.unsubscribe}>`, 'List-Unsubscribe=One-Click', 'bulk']
        : [undefined, undefined, undefined, undefined],
    );
  },
);

test.each(LETTER_KINDS)('%s: both parts hold the same words, the links it gives and no other', async kind => {
  const { html, text } = await write(kind);
  const shown = html.replace(/<head>[\s\S]*<\/head>|<!--[\s\S]*?-->|<[^>]*>/g, ' ').replace(/\s+/g, ' ');
  const sentences = text
    .split(/\n\n+|^-+$/m)
    .map(block => block.replace(/\s+/g, ' ').trim())
    .filter(block => block !== '' && !block.includes('https://'));
  expect(sentences.length).toBeGreaterThan(4);
  for (const sentence of sentences) expect(shown).toContain(sentence);
  const expected = ['home' as const, ...RIGHTS[kind]].map(name => LINKS[name]).sort();
  const linked = [...html.matchAll(/href="([^"]*)"/g)].map(([, link]) => link);
  expect([...new Set(linked)].sort()).toEqual(expected);
  expect([...new Set(text.match(/https:\S+/g))].sort()).toEqual(expected);
  expect(text).toContain('You receive this mail because');
  expect(text).toContain('1 Example Street, 10115 Berlin');
  expect(html).not.toMatch(/<img|<link|@import|url\(|<script/);
  expect(html.match(/<h\d/g)).toEqual(['<h1']);
});

test('a letter is the same to the byte at every attempt; another letter has another Message-ID', async () => {
  const again = (await createLetterRenderer(TEMPLATES))(CONTEXT);
  const to = { email: 'ada@example.net', envelopeFrom: 'b@example.org', date: AT, links: LINKS };
  const letter = { num: 9, kind: 'confirm', expiresAt: AT + CONFIRM_WITHIN_MS } as const;
  const first = await write('confirm', { envelopeFrom: 'b@example.org' });
  expect(again(letter, to).raw.equals(first.raw)).toBe(true);
  const ids = [
    first.messageId,
    again({ ...letter, num: 10 }, to).messageId,
    again({ ...letter, kind: 'move' }, to).messageId,
    // A database may give a number anew.
    again(letter, { ...to, date: AT + 1 }).messageId,
    (await write('confirm', {}, { idKey: Buffer.alloc(32, 8) })).messageId,
  ];
  expect(new Set(ids).size).toBe(ids.length);
});

test('how long a link works is told in length and in the hour of the instance', async () => {
  const confirm = await write('confirm');
  expect(confirm.text.replace(/\s+/g, ' ')).toContain(
    'works once, for 7 days, until Tuesday, 9 June 2026, 08:30 (Europe/Berlin).',
  );
  const link = await write('link', {}, {}, AT + FRESH_LINK_MS);
  expect(link.subject).toBe('Your link to Paperboy, good for 15 minutes');
  expect(link.text.replace(/\s+/g, ' ')).toContain('for 15 minutes, until 08:45 (Europe/Berlin).');
  const late = Date.parse('2026-06-02T21:50:00Z');
  const overnight = await write('link', { date: late }, {}, late + FRESH_LINK_MS);
  expect(overnight.text.replace(/\s+/g, ' ')).toContain(
    'until Wednesday, 3 June 2026, 00:05 (Europe/Berlin)',
  );
  const hours = await write('move', {}, {}, AT + 24 * 3_600_000);
  expect(hours.text).toContain('for 24 hours, until');
});

test('the old address is told where a person reads, or else the sender', async () => {
  expect((await write('moved', {}, { replyTo: 'editor@example.org' })).text).toContain('editor@example.org');
  expect((await write('moved')).text).toContain('paperboy@example.org');
});

test('whatever the operator calls the list, a letter is well formed and reads back the same', async () => {
  const words = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom('a\r\nBcc: evil@example.com', '{{constructor}}', '<b>x</b>', '&amp;', 'مرحبا', '\u202Ex'),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...LETTER_KINDS),
      words,
      words,
      fc.emailAddress(),
      async (kind, name, postal, email) => {
        const context = { listName: name, postalAddress: postal, from: { ...CONTEXT.from, name } };
        const message = await write(kind, { email }, context);
        const wire = message.raw.toString('latin1');
        expect(wire).toMatch(/^[\t\r\n -~]*$/);
        expect(wire.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        for (const line of wire.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
        const mail = await PostalMime.parse(message.raw);
        expect(mail.to).toEqual([{ name: '', address: email }]);
        expect(mail.headers.map(({ key }) => key)).not.toContain('bcc');
        // The parser adds the line end that belongs to the boundary (RFC 2046 §5.1.1).
        expect([mail.html, mail.text]).toEqual([`${message.html}\n`, `${message.text}\n`]);
        expect(mail.subject).toBe(message.subject.replace(/\s+/g, ' ').trim());
        expect(message.html + message.text).not.toMatch(/\{\{|<b>|\u202e/);
      },
    ),
    { numRuns: 150 },
  );
});

test('what is no plain address is refused, never repaired', async () => {
  for (const email of ['a b@example.net', 'a\r\nBcc: x@example.org', 'a@x,b@y', 'ä@example.net', ''])
    await expect(write('confirm', { email })).rejects.toThrow('not a plain ASCII address');
});

test('a mistake in a template of letters is reported with its file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'templates-'));
  try {
    cpSync(TEMPLATES, folder, { recursive: true });
    const edit = (file: string, from: string, to: string) => {
      const path = join(folder, file);
      const source = readFileSync(path, 'utf8');
      expect(source).toContain(from);
      writeFileSync(path, source.replace(from, to));
    };
    const complaint = async () => {
      const error: unknown = await createLetterRenderer(folder).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(UserError);
      return (error as UserError).message;
    };
    edit('letter.txt.hbs', '{{reason}}', '{{raisin}}');
    expect(await complaint()).toMatch(/letter\.txt\.hbs:\d+:1: .*raisin/);
    edit('letter.mjml', '<mj-column>', '<mj-column colour="red">');
    expect(await complaint()).toMatch(/letter\.mjml:\d+:\d+: .*colour/);
    rmSync(join(folder, 'letter.mjml'));
    expect(await complaint()).toContain('letter.mjml');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
