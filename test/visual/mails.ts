import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Selection } from '../../src/model/edition.ts';
import type { LetterKind } from '../../src/model/letter.ts';
import { openPreviewer } from '../../src/pipeline/preview.ts';
import { createLetterRenderer } from '../../src/render/letter.ts';
import { createRenderer } from '../../src/render/renderer.ts';
import { readTheme, type Theme } from '../../src/render/theme.ts';
import { readText } from '../ingest/snapshot-text.ts';
import { cards, editionOf, linksOf, recipient, TEMPLATES } from '../render/mail.ts';
import { capture } from '../support/captures.ts';
import { openWorld } from '../support/world.ts';

/** A mail that is looked at, by a name that says what is worth seeing in it. */
export interface VisualMail {
  name: string;
  /** It has pictures: without images it is another picture. */
  images: boolean;
  html: () => Promise<string>;
}

const DAY = '2026-06-02';
const AT = Date.parse(`${DAY}T05:00:00Z`);
const BASE = 'https://papers.example.org';
const SECOND_THEME = join(TEMPLATES, 'themes', 'evening.yaml');

/** Everything that a mail may show: an edition as the pipeline makes it, the others as the renderer does. */
export const MAILS: readonly VisualMail[] = [
  mail('typical', typical),
  mail('single', () => edition([0])),
  mail('welcome', () => edition([1], { preface: 'welcome', note: NOTE, name: 'Ada' })),
  mail('missed', () => edition([3], {}, { again: AGAIN, more: 14 })),
  mail('hard-names', () => edition([4, 5], { name: 'علياء المنصوري' })),
  mail('confirm', () => letter('confirm')),
  mail('quiet', () => letter('quiet')),
  mail('second-theme', async () => edition([2], { note: NOTE }, {}, await readTheme(SECOND_THEME))),
  {
    name: 'images',
    images: true,
    html: async () => readFileSync(new URL('images.html', import.meta.url), 'utf8'),
  },
];

const NOTE = 'The servers move on Thursday: that day’s mail may come an hour late.';
const AGAIN = {
  editions: [
    { edition: '2026-06-01', papers: [1, 2] },
    { edition: '2026-05-29', papers: [0] },
  ],
  more: 3,
};

function mail(name: string, html: VisualMail['html']): VisualMail {
  return { name, images: false, html };
}

/** A day of many topics: the words that explain each paper, the order and the room are the pipeline's. */
async function typical(): Promise<string> {
  const world = await openWorld(Date.parse(`${DAY}T08:00:00Z`), {
    SECRET_KEY: 'a key of the pictures: it changes none of them',
  });
  try {
    const topics = world.parts.catalogue.topics.map(({ id }) => id);
    const num = await world.subscribe('ada@example.org', { name: 'Ada', topics, max: 5 });
    await world.ingest(capture('capture-2026-06-02.txt'), DAY);
    const [reader] = await world.parts.store.subscribers.byNums([num]);
    if (reader?.email == null) throw new Error('the reader of the pictures is gone');
    const { outcome } = await openPreviewer().preview(world.parts, { ...reader, email: reader.email }, DAY, {
      asFrozen: false,
    });
    if (outcome.kind !== 'delivery')
      throw new Error(`the reader of the pictures gets no mail: ${outcome.reason}`);
    return outcome.message.html;
  } finally {
    await world.dispose();
  }
}

/** Real papers, and two that are hard to set. */
function papers() {
  const { entries } = readText(capture('capture-2025-09-16.txt'));
  const real = entries.filter(entry => entry.abstract !== null).slice(0, 4);
  const [first, second] = real;
  return [
    ...real,
    { ...first, title: 'تعلم الآلة: نماذج لغوية كبيرة للغة العربية' },
    {
      ...second,
      title: `${'Pneumonoultramicroscopicsilicovolcanoconiosis'.repeat(2)} and ${'a very long title '.repeat(9)}`,
    },
  ];
}

async function edition(
  nums: number[],
  to: Parameters<typeof recipient>[0] = {},
  fields: Partial<Selection> = {},
  theme?: Theme,
): Promise<string> {
  const rendering = theme && createRenderer(TEMPLATES, theme);
  const rendered = await editionOf(
    papers(),
    { edition: DAY, explain: () => ['language model', 'reasoning'] },
    rendering,
  );
  return rendered.render(recipient({ date: AT, ...to }), cards(nums, fields), linksOf(1)).html;
}

async function letter(kind: LetterKind): Promise<string> {
  const write = (await createLetterRenderer(TEMPLATES))({
    from: { name: 'Paperboy', address: 'paperboy@example.org' },
    replyTo: null,
    listId: 'daily.example.org',
    listName: 'Paperboy',
    postalAddress: '1 Example Street, 10115 Berlin',
    timeZone: 'Europe/Berlin',
    idKey: Buffer.alloc(32, 7),
  });
  const links = Object.fromEntries(
    (['confirm', 'account', 'preferences', 'unsubscribe', 'home'] as const).map(page => [
      page,
      `${BASE}/${page}`,
    ]),
  ) as Record<'confirm' | 'account' | 'preferences' | 'unsubscribe' | 'home', string>;
  const to = { email: 'ada@example.net', envelopeFrom: 'bounce+1@example.org', date: AT, links };
  return write({ num: 9, kind, expiresAt: AT + 7 * 24 * 3_600_000 }, to).html;
}
