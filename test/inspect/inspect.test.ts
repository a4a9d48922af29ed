import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { inspect } from '../../src/inspect/inspect.ts';
import { CHECKS, type Inspection } from '../../src/inspect/inspection.ts';
import { LETTER_KINDS } from '../../src/model/letter.ts';
import { createLetterRenderer } from '../../src/render/letter.ts';
import { operatorMail } from '../../src/render/operator-mail.ts';
import { cards, editionOf, linksOf, recipient, TEMPLATES } from '../render/mail.ts';
import { TEXTS } from '../support/hostile.ts';
import { FACTS, mailOf } from './example-mail.ts';

/** What is told of a mail that is more than a hint. */
function bad({ findings }: Inspection): string[] {
  return findings
    .filter(({ level }) => level === 'warning' || level === 'fault')
    .map(({ check, found, piece }) => `${check}: ${found} ${piece ?? ''}`);
}

const PAPERS = [
  {
    title: 'Fast decoding of language models',
    abstract: 'We propose a parallel decoder that keeps the distribution.',
    url: 'https://example.org/p/1',
    organisation: 'ETH Zürich',
    authorCount: 1,
    comments: 3,
    codeUrl: 'https://github.com/a/b',
  },
  { title: 'No page & no abstract <b>at</b> all' },
  { title: 'مرحبا بالعالم' },
  { title: 'A line' },
  { title: 'On {{constructor}} and $\\mathbb{R}^{n_{k}}$' },
];

describe('our own mails', () => {
  it('are without fault or warning: an edition', async () => {
    const edition = await editionOf(PAPERS, {
      explain: () => ['speculative decoding'],
      replyTo: 'editor@example.org',
    });
    const query = { kind: 'query' as const, key: '"own words"', papers: [{ num: 4, form: 'line' as const }] };
    const selection = cards([0, 1, 2, 3], {
      groups: [...cards([0, 1, 2, 3]).groups, query],
      more: 2,
      again: { editions: [{ edition: '2025-09-15', papers: [1] }], more: 1 },
    });
    const links = {
      ...linksOf(1),
      tune: (id: string) => `https://papers.example.org/tune/v1.abcdefghijkl?p=${id}`,
    };
    const message = edition.render(recipient({ name: 'Ada', note: 'Enjoy the week.' }), selection, links);
    const inspection = await inspect(message.raw, FACTS);
    expect(bad(inspection)).toEqual([]);
    expect(inspection.size.whole).toBe(message.raw.length);
    expect(Math.abs(inspection.size.html - Buffer.byteLength(message.html))).toBeLessThanOrEqual(2);
    expect(inspection.listed.length).toBeGreaterThan(6);
    expect(inspection.listed[0]?.preheader).toMatch(/^Also: /);
    const kinds = new Map(inspection.links.map(({ href, kind }) => [href, kind]));
    expect(kinds.get(links.unsubscribe)).toBe('unsubscribe');
    expect(kinds.get(links.preferences)).toBe('preferences');
    expect(kinds.get(links.view)).toBe('view');
    expect(kinds.get(links.tune('p0'))).toBe('tune');
    expect(kinds.get(links.edition)).toBe('page');
    expect(kinds.get('https://example.org/p/1')).toBe('paper');
    expect(kinds.get('#t1')).toBe('anchor');
  });

  it.each(LETTER_KINDS)('are without fault or warning: the letter %s', async kind => {
    const base = FACTS.publicUrl;
    const context = {
      from: { name: 'Paperboy', address: 'paperboy@example.org' },
      replyTo: null,
      listId: 'daily.example.org',
      listName: 'Paperboy',
      postalAddress: '1 Example Street',
      timeZone: 'Europe/Berlin',
      idKey: Buffer.alloc(32, 7),
    };
    const links = {
      confirm: `${base}/confirm/c1`,
      account: `${base}/account/a1`,
      preferences: `${base}/preferences/p1`,
      unsubscribe: `${base}/unsubscribe/u1`,
      home: `${base}/`,
    };
    const write = (await createLetterRenderer(TEMPLATES))(context);
    const date = Date.UTC(2026, 5, 2);
    const { raw } = write(
      { num: 9, kind, expiresAt: date + 1 },
      { email: 'ada@example.net', envelopeFrom: 'b@example.org', date, links },
    );
    const inspection = await inspect(raw, FACTS);
    expect(bad(inspection)).toEqual([]);
    expect(inspection.links.some(link => link.kind === 'confirm')).toBe(
      kind === 'confirm' || kind === 'move',
    );
  });
});

test('a mail to the operator, which is plain text, is without fault or warning', async () => {
  const context = {
    from: { name: 'Paperboy', address: 'paperboy@example.org' },
    to: 'operator@example.org',
    date: Date.UTC(2026, 5, 2),
    timeZone: 'UTC',
    publicUrl: FACTS.publicUrl,
    idKey: Buffer.alloc(32, 7),
  };
  const incident = {
    key: 'source:test',
    what: 'It does not answer.',
    openedAt: 0,
    lastAt: 0,
    toldAt: null,
    closedAt: null,
    times: 1,
  };
  const { raw } = operatorMail([incident], context);
  const inspection = await inspect(raw, FACTS);
  expect(bad(inspection)).toEqual([]);
  expect(inspection.size.html).toBe(0);
});

test('every check says something, in the order that is told; a check that finds nothing says what it looked at', async () => {
  const { findings } = await inspect(mailOf(), FACTS);
  expect([...new Set(findings.map(({ check }) => check))]).toEqual([...CHECKS]);
  for (const { level, todo, found, piece } of findings) {
    if (level !== 'fine') continue;
    expect([todo, piece]).toEqual(['', null]);
    expect(found).toMatch(/^[A-Z\d].{10,}\.$/);
  }
});

test('what a list of mails shows is cut between letters, and goes on where the preheader ends', async () => {
  const preheader = `<div style="display:none">Also: ${'👩‍👩‍👧‍👦 '.repeat(80)}</div>`;
  const { listed } = await inspect(mailOf({ preheader }), FACTS);
  for (const { preheader: shown } of listed) expect(shown).toMatch(/^Also: (?:👩‍👩‍👧‍👦 )*(?:👩‍👩‍👧‍👦)?…$/u);
  const short = await inspect(mailOf(), FACTS);
  expect(
    short.listed.some(({ preheader: shown }) =>
      shown.startsWith('Also: Slow decoding · Decoding at last Paperboy'),
    ),
  ).toBe(true);
});

describe('whatever the bytes are', () => {
  const known = { ...FACTS, dkim: { domain: 'example.org', selector: 's', publicKey: 'x' } };
  const holds = async (raw: Uint8Array) => {
    const { findings } = await inspect(raw, known);
    expect(findings.length).toBeGreaterThanOrEqual(CHECKS.length);
    expect(findings.filter(({ found }) => found.startsWith('This could not be looked at'))).toEqual([]);
  };

  it('bytes by chance are told of', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), holds));
  });

  it('so is a mail in which pieces are lost, doubled or turned around', async () => {
    const mail = mailOf().toString('latin1');
    const pieces = fc.constantFrom(
      ...mail.split(/(?<=[\r\n:;="<>])/),
      '=?utf-8?q?=',
      '\u0000',
      '<!--[if mso]>',
      '<style>',
      '@media',
      '{{',
      '<a href="',
      '\r\n\r\n',
      '--b',
    );
    const touched = fc
      .tuple(fc.nat(mail.length), fc.nat(60), fc.array(pieces, { maxLength: 6 }))
      .map(([at, length, more]) => mail.slice(0, at) + more.join('') + mail.slice(at + length));
    await fc.assert(
      fc.asyncProperty(touched, text => holds(Buffer.from(text, 'latin1'))),
      { numRuns: 40 },
    );
  });

  it('so is HTML that means no good', async () => {
    for (const text of TEXTS) {
      await holds(
        mailOf({ body: text, head: text, preheader: text, lang: ` lang="${text.replaceAll('"', '')}"` }),
      );
    }
  });

  it('so is what has no end', async () => {
    for (const more of [
      '<div>'.repeat(50_000),
      '<a href="#">'.repeat(5_000),
      '\u00a0'.repeat(200_000),
      '<!--[if mso]>'.repeat(5_000),
      '&'.repeat(50_000),
      `<style>${'a{'.repeat(20_000)}</style>`,
      `<p style="${'font:'.repeat(20_000)}">x</p>`,
    ]) {
      await holds(mailOf({ body: more }));
    }
    await holds(
      Buffer.from(
        `Content-Type: multipart/mixed; boundary=a\r\n\r\n${'--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n'.repeat(2_000)}`,
      ),
    );
  });
});
