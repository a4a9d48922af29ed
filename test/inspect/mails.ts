import type { News } from '../../src/model/edition.ts';
import { CONFIRM_WITHIN_MS, LETTER_KINDS } from '../../src/model/letter.ts';
import { createLetterRenderer } from '../../src/render/letter.ts';
import { createRenderer } from '../../src/render/renderer.ts';
import type { Theme } from '../../src/render/theme.ts';
import { cards, editionOf, linksOf, recipient, TEMPLATES } from '../render/mail.ts';

const BASE = 'https://papers.example.org';
const PAPER = {
  title: 'Fast decoding',
  abstract: 'Background comes first here. We propose a parallel decoder that keeps the distribution.',
  url: 'https://example.org/p/1',
  organisation: 'ETH Zürich',
  comments: 3,
  codeUrl: 'https://github.com/a/b',
};

const PAPERS = 4;
const NEWS: News['news'] = [
  { kind: 'version', detail: '2' },
  { kind: 'code', detail: 'https://github.com/a/b' },
];

/** How it looks; without one, as shipped. */
interface Look {
  theme?: Theme;
}

/** The HTML of a mail with every kind of block. */
export async function mailHtml({ theme }: Look = {}): Promise<string> {
  const papers = Array.from({ length: PAPERS + 3 }, () => PAPER);
  const edition = await editionOf(papers, {}, createRenderer(TEMPLATES, theme));
  const selection = cards([...Array(PAPERS).keys()], {
    more: 7,
    again: { editions: [{ edition: '2025-09-15', papers: [PAPERS] }], more: 2 },
    updates: { until: 1, papers: [{ num: PAPERS + 2, news: NEWS }], more: 2 },
  });
  selection.groups[0]?.papers.push({ num: PAPERS + 1, form: 'line' });
  return edition.render(recipient({ note: 'Enjoy the week.' }), selection, linksOf(1)).html;
}

/** The HTML of a letter of each kind. */
export async function lettersHtml({ theme }: Look = {}): Promise<string[]> {
  const renderer = (await createLetterRenderer(TEMPLATES, theme))({
    from: { name: 'Paperboy', address: 'paperboy@example.org' },
    replyTo: null,
    listId: 'daily.example.org',
    listName: 'Paperboy',
    postalAddress: '1 Example Street, 10115 Berlin',
    timeZone: 'Europe/Berlin',
    idKey: Buffer.alloc(32, 7),
  });
  const date = Date.UTC(2026, 5, 2, 6, 30);
  const links = {
    confirm: `${BASE}/confirm/c1`,
    account: `${BASE}/account/a1`,
    preferences: `${BASE}/preferences/p1`,
    unsubscribe: `${BASE}/unsubscribe/u1`,
    home: `${BASE}/`,
  };
  const to = { email: 'ada@example.net', envelopeFrom: 'bounce+1@example.org', date, links };
  return LETTER_KINDS.map(kind => renderer({ num: 9, kind, expiresAt: date + CONFIRM_WITHIN_MS }, to).html);
}
