import { describe, expect, it, test } from 'vitest';
import type { CheckName, Level } from '../../src/inspect/inspection.ts';
import { FACTS, headerOf, mailOf, PIECES, type Pieces, problemsOf, UNSUBSCRIBE } from './example-mail.ts';

const { body, foot, text, header } = PIECES;

/** What is found wrong with a mail, as `check level found`, but for what is only a hint about every mail here. */
async function told(raw: Uint8Array, facts = FACTS): Promise<string[]> {
  const problems = await problemsOf(raw, facts);
  return problems
    .filter(({ check, level }) => !(level === 'hint' && (check === 'dkim' || check === 'support')))
    .map(({ check, level, found }) => `${check} ${level} ${found}`);
}

test('with the mail that all others here are made of nothing is wrong', async () => {
  expect(await told(mailOf())).toEqual([]);
});

type Case = [
  what: string,
  pieces: Parameters<typeof mailOf>[0],
  check: CheckName,
  level: Level,
  found: RegExp,
];

const with_ = (more: string): Partial<Pieces> => ({ body: body + more });
const subject = (Subject: string): Partial<Pieces> => ({ header: { ...header, Subject } });
const field = (name: string, value: string): Partial<Pieces> => ({ header: { ...header, [name]: value } });
const without = (name: string): Partial<Pieces> => {
  const { [name]: _, ...rest } = header;
  return { header: rest };
};
/** Links that the text has, too, so that only what is wrong with them is told. */
const link = (href: string, words = 'A paper'): Partial<Pieces> => ({
  body: `${body}<a href="${href}">${words}</a>`,
  text: `${text}\n${href}`,
});
const image = (attributes: string): Partial<Pieces> => with_(`<img ${attributes}>`);

const CASES: Case[] = [
  ['much HTML', with_(`<p>${'word '.repeat(19_000)}</p>`), 'size', 'warning', /93 KB of 100 KB/],
  [
    'too much HTML',
    with_(`<p>${'word '.repeat(25_000)}</p>`),
    'size',
    'fault',
    /12\d KB of 100 KB: Gmail cuts/,
  ],
  ['tables in tables', with_('<div>'.repeat(300)), 'size', 'warning', /30\d elements stand in each other/],

  ['no subject', subject(''), 'subject', 'fault', /no subject/],
  [
    'a long subject',
    subject('Fast decoding of every model '.repeat(5)),
    'subject',
    'warning',
    /has 144 characters/,
  ],
  [
    'a subject longer than a phone shows',
    subject('Fast decoding of models with many layers'),
    'subject',
    'hint',
    /Phones/,
  ],
  ['capitals', subject('FAST DECODING NOW'), 'subject', 'warning', /capitals/],
  ['a leftover', subject('{{title}} and 2 more'), 'subject', 'fault', /\{\{title/],
  ['a false answer', subject('Re: your papers'), 'subject', 'warning', /answer/],
  [
    'emoji',
    subject(`=?utf-8?b?${Buffer.from('Papers 😀😀').toString('base64')}?=`),
    'subject',
    'hint',
    /2 emoji/,
  ],
  [
    'an override',
    subject(`=?utf-8?b?${Buffer.from('Papers \u202edne').toString('base64')}?=`),
    'subject',
    'warning',
    /direction/,
  ],
  [
    'an isolate left open',
    subject(`=?utf-8?b?${Buffer.from('Papers \u2067end').toString('base64')}?=`),
    'subject',
    'warning',
    /direction/,
  ],

  ['no preheader', { preheader: '' }, 'preheader', 'warning', /shows what comes first/],
  [
    'a short preheader',
    { preheader: '<div style="display:none">Also: one&nbsp;&zwnj;&nbsp;&zwnj;</div>' },
    'preheader',
    'warning',
    /9 characters/,
  ],
  [
    'the subject again',
    { preheader: '<div style="display:none">Fast decoding, and 2 more!</div>' },
    'preheader',
    'warning',
    /what the subject says/,
  ],

  ['an empty link', link(''), 'links', 'fault', /nowhere/],
  ['a link with a leftover', link('https://example.org/{{id}}'), 'links', 'fault', /a template left/],
  ['a link to undefined', link('https://example.org/papers/undefined'), 'links', 'fault', /a template left/],
  ['an anchor without a target', link('#t9'), 'links', 'fault', /no target/],
  ['#', link('#'), 'links', 'fault', /no target/],
  ['code in a link', link('javascript:alert(1)'), 'links', 'fault', /runs? code/],
  ['a link without a host', link('/papers/p1'), 'links', 'fault', /no whole address/],
  ['a link of spaces', link('https://example.org/p/2', ' '), 'links', 'fault', /no words/],
  ['http', link('http://example.org/p/2'), 'links', 'warning', /to http:/],
  ['this machine', link('https://localhost:3000/p'), 'links', 'fault', /cannot reach/],
  [
    'a link of another instance',
    link('https://old.example.com/preferences/v1.abcdefghijkl'),
    'links',
    'fault',
    /another host than PUBLIC_URL/,
  ],
  ['a password', link('https://a:b@example.org/'), 'links', 'warning', /password/],
  ['click here', link('https://example.org/p/2', 'Click here'), 'links', 'hint', /nothing by themselves/],

  [
    'an image without words',
    image('src="https://example.org/a.png" width="10"'),
    'images',
    'fault',
    /no alt text/,
  ],
  [
    'an image of unknown width',
    image('src="https://example.org/a.png" alt="A"'),
    'images',
    'warning',
    /width attribute/,
  ],
  ['a picture that is not there', image('src="cid:a" alt="A" width="10"'), 'images', 'fault', /nowhere/],
  ['a picture without a source', image('alt="A" width="10"'), 'images', 'fault', /nowhere/],
  [
    'a pixel',
    image('src="https://example.org/o?u=1" alt="" width="1" height="1"'),
    'images',
    'warning',
    /who reads/,
  ],
  [
    'a pixel by style',
    image('src="https://example.org/o" alt="" width="100" style="width:1px; height:1px"'),
    'images',
    'warning',
    /who reads/,
  ],
  [
    'a picture in the HTML',
    image('src="data:image/png;base64,AAAA" alt="A" width="10"'),
    'images',
    'warning',
    /in the HTML itself/,
  ],
  [
    'a picture over http',
    image('src="http://example.org/a.png" alt="A" width="10"'),
    'images',
    'warning',
    /without encryption/,
  ],

  [
    'grey on grey',
    with_('<p style="color:#888;background:#999">Hardly seen</p>'),
    'contrast',
    'fault',
    /#888888 on #999999 when it is light/,
  ],

  ['no first heading', { title: '' }, 'headings', 'warning', /No heading of the first level/],
  [
    'two of them',
    { body: `<h1>Reasoning</h1>${body}` },
    'headings',
    'warning',
    /2 headings of the first level/,
  ],
  [
    'a level skipped',
    { body: `<h2>Reasoning</h2><h4>Fast decoding</h4>${body}` },
    'headings',
    'warning',
    /skips a level/,
  ],
  ['an empty heading', with_('<h2> </h2>'), 'headings', 'warning', /empty/],
  ['no title', { head: '' }, 'headings', 'warning', /no title/],
  ['a table that is none', with_('<table><tr><td>x</table>'), 'headings', 'hint', /read out as data/],

  ['no language', { lang: ' dir="ltr"' }, 'language', 'fault', /names no language/],
  ['no language tag', { lang: ' lang="english language" dir="ltr"' }, 'language', 'fault', /no language tag/],
  ['no direction', { lang: ' lang="en"' }, 'language', 'warning', /no direction/],
  ['text from right to left', with_('<p>مرحبا</p>'), 'language', 'hint', /right to left/],

  [
    'boxes that grow',
    with_('<div style="display:grid">x</div>'),
    'support',
    'warning',
    /grid.*is not known to/i,
  ],

  ['a condition left open', with_('<!--[if mso]><b>x'), 'support', 'fault', /1 condition for Outlook/],

  ['no Date', without('Date'), 'headers', 'fault', /Date/],
  [
    'a Date of another form',
    field('Date', '2026-06-02T07:00:00Z'),
    'headers',
    'fault',
    /Date is not in the form/,
  ],
  [
    'another weekday',
    field('Date', 'Mon, 02 Jun 2026 07:00:00 +0000'),
    'headers',
    'warning',
    /that day is a Tue/,
  ],
  ['a Message-ID without brackets', field('Message-ID', 'abc@example.org'), 'headers', 'fault', /Message-ID/],
  [
    'a Message-ID of any machine',
    field('Message-ID', '<abc@localhost>'),
    'headers',
    'warning',
    /name of every machine/,
  ],
  [
    'two senders',
    field('From', 'a@example.org, b@example.org'),
    'headers',
    'fault',
    /From is not one mailbox/,
  ],
  ['a sender without a name', field('From', 'paperboy@example.org'), 'headers', 'hint', /no name/],
  ['two readers', field('To', 'a@example.org, b@example.org'), 'headers', 'fault', /each other’s addresses/],
  ['copies', field('Cc', 'b@example.org'), 'headers', 'fault', /for others/],
  ['no word that a program wrote it', without('Auto-Submitted'), 'headers', 'warning', /out-of-office/],
  [
    'an answer by a program',
    field('Auto-Submitted', 'auto-replied'),
    'headers',
    'warning',
    /says auto-replied/,
  ],
  ['a List-Id without a name', field('List-Id', 'Paperboy'), 'headers', 'fault', /List-Id is not/],
  [
    'a header line that is too long',
    field('X-Note', `word ${'w'.repeat(1_000)}`),
    'headers',
    'fault',
    /longer than 998/,
  ],
  ['a header line that is long', field('X-Note', 'word '.repeat(20)), 'headers', 'hint', /longer than 78/],
  ['a header that is not ASCII', field('X-Note', 'caf\u00e9'), 'headers', 'fault', /not in ASCII/],
  [
    'a long encoded word',
    field('X-Note', `=?utf-8?q?${'a'.repeat(80)}?=`),
    'headers',
    'fault',
    /encoded word/,
  ],
  [
    'a boundary that never comes',
    field('Content-Type', 'multipart/alternative; boundary="c"'),
    'headers',
    'fault',
    /multipart does not end/,
  ],

  ['no way out', without('List-Unsubscribe'), 'unsubscribe', 'fault', /List-Unsubscribe is missing/],
  [
    'a way out by mail only',
    field('List-Unsubscribe', '<mailto:a@example.org>'),
    'unsubscribe',
    'fault',
    /holds 0 web addresses/,
  ],
  [
    'two ways out',
    field('List-Unsubscribe', `<${UNSUBSCRIBE}>, <https://example.org/u>`),
    'unsubscribe',
    'fault',
    /holds 2 web addresses/,
  ],
  [
    'a way out in clear text',
    field('List-Unsubscribe', '<http://papers.example.org/unsubscribe/x>'),
    'unsubscribe',
    'fault',
    /not encrypted/,
  ],
  [
    'a way out of another list',
    field('List-Unsubscribe', '<https://example.com/u>'),
    'unsubscribe',
    'warning',
    /not that of our own/,
  ],
  ['no one click', without('List-Unsubscribe-Post'), 'unsubscribe', 'fault', /one click/],
  [
    'another click',
    field('List-Unsubscribe-Post', 'List-Unsubscribe=one-click'),
    'unsubscribe',
    'fault',
    /something else/,
  ],
  ['no link', { foot: '' }, 'unsubscribe', 'fault', /No link in the HTML/],
  [
    'no address in the text',
    {
      text: text.replaceAll('unsubscribe/', 'papers/'),
      foot: foot.replace('</p>', ` ${UNSUBSCRIBE.replace('unsubscribe', 'papers')}</p>`),
    },
    'unsubscribe',
    'fault',
    /No address in the text/,
  ],
  ['mail to many without a list', without('List-Id'), 'unsubscribe', 'warning', /names no list/],

  ['no text', { text: null }, 'text', 'fault', /no text part/],
  ['an empty text', { text: ' \n' }, 'text', 'fault', /no text part/],
  [
    'an address that the text lacks',
    with_('<a href="https://example.org/p/2">Slow decoding</a>'),
    'text',
    'warning',
    /1 address of the HTML is missing/,
  ],
  [
    'a title that the text lacks',
    with_('<h3>Slow decoding</h3>'),
    'text',
    'warning',
    /1 heading of the HTML is missing/,
  ],
  ['tags', { text: `${text}\n<p>Hello</p>` }, 'text', 'fault', /2 tags of HTML/],
  ['entities', { text: `${text}\nA &amp; B` }, 'text', 'warning', /1 entity of HTML/],
  ['a value that nobody gave', { text: `${text}\nundefined\n` }, 'text', 'fault', /not filled in/],
  [
    'a value that nobody gave in the HTML',
    with_('<p>Hello {{name}}</p>'),
    'text',
    'fault',
    /HTML holds a value/,
  ],
  ['a long line', { text: `${text}\n${'word '.repeat(20)}` }, 'text', 'hint', /longer than 78/],
  ['escaped twice', with_('<p>A &amp;amp; B</p>'), 'text', 'hint', /escaped twice/],

  ['exclamations', subject('Papers!!! Now'), 'spam', 'warning', /exclamation/],
  ['exclamations in the text', with_('<p>Read it!!!!</p>'), 'spam', 'warning', /rows of exclamation/],
  [
    'loud lines',
    with_('<p>READ ALL OF THESE PAPERS TODAY WITHOUT FAIL</p>'),
    'spam',
    'hint',
    /line is in capitals/,
  ],
  ['advertising', with_('<p>Act now, limited time, risk-free</p>'), 'spam', 'warning', /3 phrases/],
  [
    'a sender who is another',
    field('From', '"boss@bank.example" <paperboy@example.org>'),
    'spam',
    'fault',
    /another address than the sender/,
  ],
  [
    'a lying link',
    link('https://evil.example/x', 'www.bank.com'),
    'spam',
    'fault',
    /one host and leads to another/,
  ],
  ['a short link', link('https://bit.ly/x'), 'spam', 'warning', /hides where/],
  ['a host without a name', link('https://192.0.2.1/x'), 'spam', 'warning', /a number in place/],
  ['a host of other letters', link('https://xn--exmple-cua.org/x'), 'spam', 'hint', /mistaken/],
  ['hidden text', with_('<p style="display: none">casino</p>'), 'spam', 'warning', /is hidden, besides/],
  ['tiny text', with_('<p style="font-size:2px">x y</p>'), 'spam', 'warning', /smaller than 9 px/],
  [
    'tiny text by shorthand',
    with_('<p style="font:italic 4pt/1.2 serif">x y</p>'),
    'spam',
    'warning',
    /smaller than 9 px/,
  ],
  ['text out of sight', with_('<p style="text-indent:-9999px">x</p>'), 'spam', 'warning', /out of sight/],
  [
    'broken words',
    with_('<p>a\u200bb\u200bc a\u200bb\u200bc a\u200bb\u200bc a\u200bb\u200bc</p>'),
    'spam',
    'hint',
    /cannot be seen/,
  ],
  ['a script', with_('<script>x</script>'), 'spam', 'fault', /brings a program/],
  ['a handler', with_('<p onclick="x()">y</p>'), 'spam', 'fault', /runs code/],
  ['a form', with_('<form><input name="a"></form>'), 'spam', 'warning', /2 elements belong/],
  [
    'a refresh',
    { head: '<title>x</title><meta http-equiv="refresh" content="0;url=x">' },
    'spam',
    'warning',
    /leads readers away/,
  ],
  [
    'a style elsewhere',
    { head: '<title>x</title><link rel="stylesheet" href="https://example.org/a.css">' },
    'spam',
    'warning',
    /style from elsewhere/,
  ],
];

test.each(CASES)('%s is found, with what to do about it', async (_, pieces, check, level, found) => {
  const problems = await problemsOf(mailOf(pieces));
  const is = problems.filter(one => one.check === check && one.level === level && found.test(one.found));
  expect(is).toHaveLength(1);
  for (const { todo, found: what, piece } of problems) {
    expect(what).toMatch(/\.$/);
    expect(todo).toMatch(/^[A-Z].{10,}\.$/s);
    expect((piece ?? '').length).toBeLessThanOrEqual(120);
  }
});

describe('form of the bytes', () => {
  const plain = headerOf({ ...header, 'Content-Type': 'text/plain; charset=utf-8' });
  const whole = (more: string) =>
    Buffer.from(`${plain}\r\n${text.replaceAll('\n', '\r\n')}${more}`, 'latin1');

  it('takes a mail of plain text', async () => {
    expect(await told(whole(''))).toEqual([]);
  });

  it.each([
    ['a bare line feed', whole('a\nb\r\n'), 'headers fault 1 line end is CR or LF alone'],
    ['a bare carriage return', whole('a\rb\r\n'), 'headers fault 1 line end is CR or LF alone'],
    ['a NUL', whole('a\u0000'), 'headers fault The mail holds control characters'],
    ['bytes of 8 bits', whole('caf\u00e9'), 'headers warning The body is in 8-bit bytes'],
    ['a line without end', whole('w'.repeat(1_000)), 'headers fault 1 line is longer than 998'],
    [
      'a line that is no field',
      Buffer.concat([Buffer.from('no field\r\n'), whole('')]),
      'headers fault 1 line of the header is no field',
    ],
    [
      'a field twice',
      Buffer.concat([Buffer.from('Subject: x\r\n'), whole('')]),
      'headers fault 1 field stands twice',
    ],
    [
      'another alphabet',
      Buffer.from(whole('').toString().replace('utf-8', 'latin1')),
      'headers fault 1 text names another alphabet',
    ],
    [
      'an encoding that is none',
      Buffer.concat([Buffer.from('Content-Transfer-Encoding: x-uu\r\n'), whole('')]),
      'headers fault 1 part has an encoding',
    ],
    [
      'bad quoted-printable',
      Buffer.concat([Buffer.from('Content-Transfer-Encoding: quoted-printable\r\n'), whole('a = b\r\n')]),
      'headers fault 1 text is not encoded as said',
    ],
    [
      'line ends of Unix',
      Buffer.from(whole('').toString().replaceAll('\r\n', '\n')),
      'headers hint Lines end as in files of Unix',
    ],
  ])('finds %s', async (_, raw, found) => {
    expect((await told(raw)).filter(one => one.startsWith(found))).toHaveLength(1);
  });

  it('wants the text first', async () => {
    const [head = '', plainPart = '', htmlPart = '', end = ''] = mailOf()
      .toString('latin1')
      .split(/^--b(?=\r|--)/m);
    const turned = Buffer.from([head, htmlPart, plainPart, end].join('--b'), 'latin1');
    expect((await told(turned)).join()).toMatch(/headers fault The parts are not in order/);
  });

  it('finds a file that is attached', async () => {
    const mixed = mailOf()
      .toString('latin1')
      .replace(
        '--b--',
        '--b\r\nContent-Type: application/pdf; name="a.pdf"\r\nContent-Disposition: attachment\r\n\r\nx\r\n--b--',
      );
    expect((await told(Buffer.from(mixed, 'latin1'))).join()).toMatch(/spam warning 1 file is attached/);
  });
});

describe('a service without a name on the web', () => {
  /** A mail whose own pages are at this address. */
  const mailAt = (publicUrl: string) =>
    mailOf(JSON.parse(JSON.stringify(PIECES).replaceAll(FACTS.publicUrl, publicUrl)) as Pieces);
  const LOCAL = 'http://localhost:8080';

  it('on this machine gets a hint', async () => {
    expect(await told(mailAt(LOCAL), { publicUrl: LOCAL, dkim: null })).toEqual([
      expect.stringMatching(/^links hint Our own links lead to this machine/),
      expect.stringMatching(/^unsubscribe hint .*not encrypted/),
    ]);
  });

  it('must not be linked to in the mails of another', async () => {
    const all = (await told(mailAt(LOCAL))).join();
    expect(all).toMatch(/links fault 1 link leads to a machine that readers cannot reach/);
    expect(all).toMatch(/links fault 1 link looks like one of ours/);
  });

  it('needs encryption on any other machine', async () => {
    const publicUrl = 'http://papers.example.net';
    const all = (await told(mailAt(publicUrl), { publicUrl, dkim: null })).join();
    expect(all).toMatch(/links fault 1 link to our own pages is not encrypted/);
    expect(all).toMatch(/unsubscribe fault .*not encrypted/);
  });
});

test('a long sender is told about at once, however it is written', async () => {
  for (const from of ['a@'.repeat(40_000), `"${'\\\\'.repeat(40_000)}`, `a${' '.repeat(80_000)}b`]) {
    const at = performance.now();
    expect((await told(mailOf(field('From', from)))).join()).toContain('From is not one mailbox');
    expect(performance.now() - at).toBeLessThan(4000);
  }
});

test('addresses that only the HTML has are counted in English', async () => {
  const links = ['1', '2'].map(path => `<a href="https://example.org/${path}">Paper ${path}</a>`).join('');
  expect(await told(mailOf(with_(links)))).toContain(
    'text warning 2 addresses of the HTML are missing from the text.',
  );
});
