import { describe, expect, test } from 'vitest';
import { readFeed } from '../../../../src/ingest/formats/xml/read-feed.ts';
import { readText, rendering } from '../../snapshot-text.ts';

const item = (title: string, more = '') => `<item><title>${title}</title>${more}</item>\n`;
const feed = (items: string) => `<rss version="2.0"><channel><title>T</title>\n${items}</channel></rss>\n`;
const titlesOf = (text: string) => readText(text, { format: 'rss' }).entries.map(({ title }) => title);
const [A, B, C] = ['A first paper of three', 'A second paper of three', 'A third paper of three'];

/** Processor time of a call, in milliseconds: what else runs on the machine does not count. */
function cpu(call: () => void): number {
  const before = process.cpuUsage();
  call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe('declared entities', () => {
  test.each([
    [
      'a billion laughs',
      '<!DOCTYPE lolz [\n<!ENTITY lol "lol">\n<!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">\n]>\n',
    ],
    ['a file of this machine', '<!DOCTYPE rss [\n<!ENTITY xxe SYSTEM "file:///etc/passwd">\n]>\n'],
    ['a parameter', '<!DOCTYPE rss [\n<!ENTITY % p SYSTEM "http://a.example/x.dtd"> %p;\n]>\n'],
  ])('refuse a feed: %s', (_what, doctype) => {
    const read = readText(`<?xml version="1.0"?>\n${doctype}${feed(item('&lol2;&xxe; of it'))}`);
    expect(read.refusal).toMatch(/^line 3: it declares entities/);
    expect(read.entries).toEqual([]);
  });

  test('are nothing that an abstract may not speak of, and a document type declares none', () => {
    const doctype =
      '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">';
    const text = doctype + feed(item(A, '<description><![CDATA[On <!ENTITY x "y"> in XML]]></description>'));
    expect(readText(text)).toMatchObject({ format: 'rss', refusal: null });
    expect(titlesOf(text)).toEqual([A]);
  });

  test('that are not declared stay what they are', () => {
    expect(titlesOf(feed(item('One &nbsp;&foo; two & three &#x1F600;')))).toEqual([
      'One &foo; two & three 😀',
    ]);
  });
});

describe('names of elements', () => {
  test('are known by namespace, whatever the prefix', () => {
    const atom = rendering('arxiv-announce-atom-2025-08-20.xml');
    const prefixed = atom
      .replace(/<(\/?)([a-z]+)(?=[\s>/])/g, '<$1a:$2')
      .replace('xmlns="http', 'xmlns:a="http')
      .replace(/(<\/?|xmlns:)arxiv\b/g, '$1x')
      .replace(/(<\/?|xmlns:)dc\b/g, '$1arxiv');
    const facts = (text: string) => readText(text).entries.map(({ line: _, ...entry }) => entry);
    expect(readText(prefixed).format).toBe('arxiv-atom');
    expect(facts(prefixed)).toEqual(facts(atom));
  });

  test('mean nothing in another namespace', () => {
    const media = '<m:title xmlns:m="http://search.yahoo.com/mrss/">A picture</m:title>';
    expect(titlesOf(feed(`<item>${media}<title>${A}</title></item>`))).toEqual([A]);
  });
});

describe('a fault', () => {
  test('at the end costs the entry that is cut, with its line, and is remarked', () => {
    const text = feed(item(A) + item(B) + item(C));
    const read = readText(text.slice(0, text.indexOf('third')));
    expect(read).toMatchObject({
      refusal: null,
      rejected: [{ line: 4, reason: 'the feed breaks off in it, on line 4' }],
      remarks: ['line 4: the feed breaks off here; what came after is missing.'],
    });
    expect(read.entries.map(({ title }) => title)).toEqual([A, B]);
    const between = readText(text.slice(0, text.indexOf('</channel>')));
    expect(between).toMatchObject({ rejected: [], remarks: [expect.stringContaining('breaks off here')] });
    expect(between.entries).toHaveLength(3);
  });

  test.each<[what: string, second: string, reason: string]>([
    [
      'an end that is missing',
      `<item><title>${B}</title>\n`,
      'another entry begins on line 4 before it ends',
    ],
    ['a child that is not closed', `<item><title>${B}</titel></item>\n`, '<title> in it is not closed'],
    ['a CDATA section', item('<![CDATA[x'), 'a CDATA section in it is not closed'],
    ['a comment', item('<!-- x'), 'a comment in it is not closed'],
    ['depth', item('<b>'.repeat(90)), 'it is nested deeper than 60 elements'],
    ['no beginning', `<itme><title>${B}</title></item>\n`, 'a title stands here that is of no entry'],
    [
      'no beginning and no title',
      '<link>https://a.example/</link></item>\n',
      'an entry ends here that nowhere begins',
    ],
    ['nothing', '<item/>\n', 'an entry with nothing in it'],
    ['no title', '<item><link>https://a.example/</link></item>\n', 'an entry without a title'],
    ['the end of the feed', `<item><title>${B}</title></channel></rss>\n`, 'the feed ends in it, on line 3'],
    ['size', item('x '.repeat(1_100_000)), 'it has more than 2097152 characters'],
  ])('within an entry costs only that: %s', (_what, second, reason) => {
    const read = readText(feed(item(A) + second + item(C)));
    expect(read.entries.map(({ title }) => title)).toEqual([A, C]);
    expect(read.rejected).toEqual([{ line: 3, reason }]);
  });

  test.each([
    ['a quotation mark', `<link href="https://a.example/>\n`],
    ['two in one tag', `<link href=""x"' y/>`],
    ['a sign', 'a < b <c <<'],
    ['an end of nothing', '</b></b>'],
    ['an instruction', '<?x'],
  ])('that costs nothing: %s', (_what, more) => {
    expect(titlesOf(feed(item(A) + item(B, more) + item(C)))).toEqual([A, B, C]);
  });

  test('commented out or quoted as it should be is no entry, and no fault', () => {
    const text = feed(
      `<!-- ${item(B)} -->${item(A, `<description><![CDATA[${item('x')}]]></description>`)}${item(C)}`,
    );
    expect(readText(text)).toMatchObject({ rejected: [], remarks: [] });
    expect(titlesOf(text)).toEqual([A, C]);
  });

  test('before the first element costs nothing', () => {
    expect(titlesOf(`\n<!-- by hand -->\n<?xml-stylesheet href="a"?>\n${feed(item(A))}`)).toEqual([A]);
  });
});

describe('what is larger than any feed', () => {
  const SIZE = 240_000;
  const fill = (piece: string, size: number) => piece.repeat(Math.floor(size / piece.length));
  const floods: [what: string, flood: (size: number) => string][] = [
    ['elements', size => fill('<a>', size)],
    ['ends of others', size => fill('<a></b>', size)],
    ['sections', size => fill('<![CDATA[', size)],
    ['comments', size => fill('<!--', size)],
    ['references', size => fill('&#', size)],
    ['entries', size => fill('<item>', size)],
    ['quotation marks', size => fill(`<a b="'>`, size)],
    ['attributes', size => `<a ${fill(`b='c' `, size)}>`],
    ['open sections in entries', size => fill('<item><title>x</title><![CDATA[</item>', size)],
    ['names', size => item(A, `<author>${fill("{\\'a(,", size)}</author>`)],
    ['addresses of people', size => item(A, `<author>${fill('a@b.c ', size)}</author>`)],
    ['marks of a name', size => item(A, `<author>a${fill('*', size)}b</author>`)],
    ['scripts', size => item(A, `<description><![CDATA[${fill('<script>', size)}]]></description>`)],
  ];

  test.each(floods)('is read in time that grows with it, not with its square: %s', (_what, flood) => {
    const once = (size: number) => {
      const text = feed(item(A) + flood(size));
      return cpu(() => expect(readText(text, { format: 'rss' })).toHaveProperty('refusal'));
    };
    once(SIZE / 8);
    const small = once(SIZE / 4);
    // Four times as much: a square would take sixteen times as long.
    expect(once(SIZE)).toBeLessThan(9 * small + 150);
  });

  test('of white space in an abstract is read in time that grows with it', () => {
    const once = (size: number) => {
      const text = `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>${A}</title><summary>a${fill(' ', size)}b</summary></entry></feed>`;
      return cpu(() => expect(readText(text, { format: 'atom' }).entries).toHaveLength(1));
    };
    once(SIZE / 8);
    expect(once(SIZE)).toBeLessThan(9 * once(SIZE / 4) + 150);
  });

  test('of which very much is said before its first entry is read in time that grows with it', () => {
    const once = (size: number) => {
      const text = `<rss><channel>${fill('<b/>', size)}<x>${fill('<title/>', size)}`;
      return cpu(() => expect(readText(text, { format: 'rss' }).entries).toEqual([]));
    };
    once(30_000);
    expect(once(400_000)).toBeLessThan(9 * once(100_000) + 150);
  });

  test('is read as far as it may be one', () => {
    let taken = 0;
    const text = feed(fill('<item><title>x</title></item>', 29 * 50_010));
    const { rejected } = readFeed(text, () => {
      taken++;
      return true;
    });
    expect(taken).toBe(50_000);
    expect(rejected).toEqual([{ line: 2, reason: 'only the first 50000 entries are read' }]);
  });
});
