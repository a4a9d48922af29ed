import fc from 'fast-check';
import PostalMime, { type Email } from 'postal-mime';
import { expect, test } from 'vitest';
import type { Message } from '../../src/model/message.ts';
import { cards, editionOf, linksOf, recipient } from './mail.ts';

const ABSTRACT = 'Background comes first here. We propose a parallel decoder that keeps the distribution.';

function field(mail: Email, key: string): string | undefined {
  return mail.headers.find(header => header.key === key)?.value;
}

/** What every mail must be on the wire, whatever is in it. */
function expectWellFormed(message: Message): void {
  const wire = message.raw.toString('latin1');
  expect(wire).toMatch(/^[\t\r\n -~]*$/);
  expect(wire.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  for (const line of wire.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
}

test('a mail carries the fields of a list mail, in the reader’s time', async () => {
  const edition = await editionOf([{ title: 'Fast decoding' }], { replyTo: 'editor@example.org' });
  const links = linksOf(7);
  const message = edition.render(recipient({ num: 7, name: 'Ada Lovelace' }), cards([0]), links);
  const mail = await PostalMime.parse(message.raw);
  expect(mail.from).toEqual({ name: 'Paperboy', address: 'paperboy@example.org' });
  expect(mail.to).toEqual([{ name: 'Ada Lovelace', address: 'ada@example.net' }]);
  expect(mail.replyTo?.[0]?.address).toBe('editor@example.org');
  expect(mail.subject).toBe('Fast decoding');
  expect(mail.messageId).toMatch(/^<v1\.2025-09-16\.[a-z2-7]{26}@example\.org>$/);
  expect(field(mail, 'date')).toBe('Tue, 16 Sep 2025 05:00:00 +0000');
  expect(field(mail, 'list-id')).toBe('"Paperboy" <daily.example.org>');
  expect(field(mail, 'list-unsubscribe')).toBe(`<${links.unsubscribe}>`);
  expect(field(mail, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  expect(field(mail, 'auto-submitted')).toBe('auto-generated');
  expect(field(mail, 'precedence')).toBe('bulk');
  expect(message.envelope).toEqual({ from: 'bounce+1@example.org', to: 'ada@example.net' });
});

test('the same delivery rendered again is the same to the byte, another reader’s is not', async () => {
  const papers = [{ title: 'A', abstract: ABSTRACT }];
  const [one, again] = [await editionOf(papers), await editionOf(papers)];
  const first = one.render(recipient(), cards([0]), linksOf(1));
  expect(again.render(recipient(), cards([0]), linksOf(1)).raw.equals(first.raw)).toBe(true);
  const other = one.render(recipient({ num: 2 }), cards([0]), linksOf(2));
  expect(other.messageId).not.toBe(first.messageId);
  expect(other.html).toContain('/tune/u2.p0');
  expect(other.html).not.toContain('u1');
});

test('both versions hold every title, link, fact, reason and personal link', async () => {
  const edition = await editionOf(
    [
      {
        title: 'Fast decoding',
        url: 'https://example.org/p/1',
        abstract: ABSTRACT,
        organisation: 'ETH Zürich',
        authorCount: 1,
        comments: 3,
        codeUrl: 'https://github.com/a/b',
        projectUrl: 'https://a.github.io/b',
      },
      { title: 'No page & no abstract' },
    ],
    { explain: num => (num === 0 ? ['speculative decoding', 'draft model'] : []) },
  );
  const links = linksOf(1);
  const query = {
    kind: 'query' as const,
    key: '"own words" -survey',
    papers: [{ num: 1, form: 'card' as const }],
  };
  const selection = { ...cards([0], { more: 1 }), groups: [...cards([0]).groups, query] };
  const { html, text } = edition.render(recipient({ name: 'Ada' }), selection, links);
  const everywhere = [
    ...[
      'Tuesday, 16 September 2025',
      '2 papers in 2 topics, chosen for',
      'Ada',
      'Fast decoding',
      'ETH Zürich',
    ],
    ...[
      '1 author · 3 comments',
      'https://github.com/a/b',
      'https://a.github.io/b',
      'https://example.org/p/1',
    ],
    ...['We propose a parallel decoder', 'speculative decoding, draft model', 'Because of your query'],
    ...['1 more paper in the full edition', '1 Example Street, 10115 Berlin', 'ada@example.net'],
    'https://huggingface.co/papers?q=No%20page%20%26%20no%20abstract',
    ...[links.edition, links.preferences, links.unsubscribe, links.view, links.paper('p0'), links.tune('p1')],
  ];
  for (const words of everywhere) {
    expect(html).toContain(words);
    expect(text).toContain(words);
  }
  expect(html).toContain('Your query: &quot;own words&quot; -survey');
  expect(text).toContain('Your query: "own words" -survey');
});

test('names the people somebody follows', async () => {
  const edition = await editionOf([{ title: 'Whales' }], { explain: () => ['Ada & Lovelace'] });
  const papers = [{ num: 0, form: 'card' as const }];
  const groups = [{ kind: 'query' as const, key: 'author:"Ada & Lovelace"', papers }];
  const { html, text } = edition.render(recipient({}), { ...cards([0]), groups }, linksOf(1));
  expect(text).toContain('By Ada & Lovelace');
  expect(html).toContain('By Ada &amp; Lovelace');
  expect(html + text).not.toContain('author:');
});

test('a paper of which little is known says nothing of what is not known', async () => {
  const edition = await editionOf([{ title: 'Bare', authorCount: 0, comments: 0 }]);
  const { html, text } = edition.render(recipient(), cards([0]), linksOf(1));
  expect(html + text).not.toMatch(/author|comment|Code|Project|more paper|null|undefined/);
});

test('the subject names the best paper, the preheader the next', async () => {
  const edition = await editionOf([{ title: 'First' }, { title: 'Best one' }, { title: 'Third' }]);
  const message = edition.render(recipient(), cards([0, 1, 2], { best: 1 }), linksOf(1));
  expect(message.subject).toBe('Best one and 2 more');
  expect(message.html).toContain('Also: First · Third');
  const long = await editionOf([{ title: 'word '.repeat(40) }, {}]);
  const { subject } = long.render(recipient(), cards([0, 1]), linksOf(1));
  expect(subject).toMatch(/^(word )+word… and 1 more$/);
  expect(subject.length).toBeLessThanOrEqual(78);
});

test('hostile titles and names come out as they are, harmless, and read back the same', async () => {
  const words = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
    fc.constantFrom(
      '<script>x</script>',
      '{{constructor}}',
      'a\r\nBcc: evil@example.com',
      '&amp;',
      'مرحبا',
      '\u202Ex',
      '😀😀',
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(words, { minLength: 1, maxLength: 4 }), words, async (titles, name) => {
      const edition = await editionOf(titles.map(title => ({ title, organisation: title, abstract: title })));
      const message = edition.render(
        recipient({ name, note: name }),
        cards(titles.map((_, num) => num)),
        linksOf(1),
      );
      expectWellFormed(message);
      const mail = await PostalMime.parse(message.raw);
      // The parser adds the line end that belongs to the boundary (RFC 2046 §5.1.1).
      expect(mail.html).toBe(`${message.html}\n`);
      expect(mail.text).toBe(`${message.text}\n`);
      expect(mail.subject).toBe(message.subject);
      expect(mail.headers.map(header => header.key)).not.toContain('bcc');
      expect(message.html + message.text).not.toMatch(/\{\{|<script>|\u202e/);
    }),
    { numRuns: 100 },
  );
});

test('braces in a title are shown, not run', async () => {
  const edition = await editionOf([{ title: '{{constructor}} of {{#each x}}' }]);
  const { html, text } = edition.render(recipient(), cards([0]), linksOf(1));
  expect(html).toContain('>&#123;&#123;constructor}} of &#123;&#123;#each x}}</a>');
  expect(text).toContain('{\u2060{constructor}} of {\u2060{#each x}}');
});
