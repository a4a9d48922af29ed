import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PREFACES, type Selection } from '../../src/model/edition.ts';
import type { MailLinks } from '../../src/model/message.ts';
import type { Paper } from '../../src/model/paper.ts';
import type { EditionRenderer } from '../../src/render/renderer.ts';
import { editionOf, linksOf, recipient } from './mail.ts';

const CLIPPED_AT = 102_400;
const HOSTILE = ['"', '&', "'", '{{', '漢', '😀', 'é', 'x', 'مر', '<b>', ' '];

/** Fills a mail to the brim by the size table: what may have been missed, then cards, then lines. */
function fill(
  sizes: EditionRenderer['sizes'],
  count: number,
  groups: number,
  cardCount: number,
  again: number[][] = [],
): Selection {
  let room = sizes.limit - sizes.frame;
  const editions = Array.from({ length: again.length }, (_, n) => ({
    edition: `2025-09-${10 + n}`,
    papers: again[n] ?? [],
  }));
  const selection: Selection = { groups: [], best: 0, more: 0, again: null, updates: null };
  if (again.length > 0) {
    selection.again = { editions, more: 9_999_999 };
    room -= sizes.again.frame + editions.length * sizes.again.edition;
    for (const num of again.flat()) room -= sizes.again.title(num);
  }
  for (let at = 0; at < groups; at++) {
    const key = HOSTILE[at % HOSTILE.length]?.repeat(300) ?? '';
    room -= sizes.group(key);
    selection.groups.push({ kind: at % 2 ? 'topic' : 'query', key, papers: [] });
  }
  for (let num = 0; num < count; num++) {
    const form = num < cardCount ? 'card' : 'line';
    const size = sizes[form](num);
    if (size > room) selection.more++;
    else {
      room -= size;
      selection.groups[num % groups]?.papers.push({ num, form });
    }
  }
  selection.best = selection.groups.flatMap(group => group.papers)[0]?.num ?? 0;
  return selection;
}

/** Links as long as room is made for. */
function longLinks(): MailLinks {
  return linksOf(1, `https://${'long.'.repeat(20)}example.org`);
}

function hostilePaper(text: string, num: number): Partial<Paper> {
  return {
    title: `${text.repeat(1 + (num % 40))} ${num}`,
    abstract: `${text} we propose ${text.repeat(90)}.`,
    organisation: text.repeat(num % 9),
    authorCount: num,
    comments: num % 3,
    url: num % 2 ? null : `https://example.org/${encodeURIComponent(text)}`,
    codeUrl: num % 5 ? null : 'https://github.com/a/b',
  };
}

/** More than any mail has room for. */
const PAPERS = 450;

test('a mail filled by the size table is never clipped, whatever the titles, names and queries', async () => {
  const texts = fc
    .array(fc.constantFrom(...HOSTILE), { minLength: 3, maxLength: 20 })
    .map(parts => parts.join(''));
  await fc.assert(
    fc.asyncProperty(
      texts,
      fc.integer({ min: 1, max: 30 }),
      fc.nat(1000),
      fc.array(fc.array(fc.nat(PAPERS - 1), { minLength: 1, maxLength: 4 }), { maxLength: 3 }),
      fc.constantFrom(...PREFACES),
      async (text, groups, cardCount, again, preface) => {
        const papers = Array.from({ length: PAPERS }, (_, num) => hostilePaper(text, num));
        const edition = await editionOf(papers, {
          topicName: id => id,
          explain: () => [text.repeat(50), text],
        });
        const selection = fill(edition.sizes, papers.length, groups, cardCount, again);
        const to = recipient({
          name: text.repeat(40),
          preface,
          note: text.repeat(200),
          email: `${"a&'".repeat(21)}@${'x.'.repeat(90)}example.org`,
        });
        const { html } = edition.render(to, selection, longLinks());
        expect(Buffer.byteLength(html)).toBeLessThan(CLIPPED_AT);
      },
    ),
    { numRuns: 15 },
  );
}, 90_000);

test('ordinary papers fill most of the room', async () => {
  const papers = Array.from({ length: 1000 }, (_, num) => ({
    title: `A title of the usual length, more or less: number ${num}`,
  }));
  const edition = await editionOf(papers);
  const selection = fill(edition.sizes, papers.length, 3, 12);
  const { html } = edition.render(recipient(), selection, linksOf(1));
  expect(Buffer.byteLength(html)).toBeGreaterThan(CLIPPED_AT * 0.85);
  expect(selection.more).toBeGreaterThan(0);
});

test('a selection beyond the sizes is refused rather than mailed to be clipped', async () => {
  const papers = Array.from({ length: 300 }, () => ({ title: 'x'.repeat(400) }));
  const edition = await editionOf(papers);
  const all = {
    kind: 'topic' as const,
    key: 't',
    papers: papers.map((_, num) => ({ num, form: 'line' as const })),
  };
  expect(() =>
    edition.render(recipient(), { groups: [all], best: 0, more: 0, again: null, updates: null }, linksOf(1)),
  ).toThrow('102400 is clipped');
});
