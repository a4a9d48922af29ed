import type { App } from '../app.ts';
import type { MailLinks } from '../model/message.ts';
import { NOTHING_KNOWN, type Paper } from '../model/paper.ts';
import { createLetterRenderer } from '../render/letter.ts';
import { createRenderer } from '../render/renderer.ts';
import { type Finding, ok } from './finding.ts';
import { usable } from './settings.ts';

const EDITION = '2026-01-05';
const PAPER: Paper = {
  num: 0,
  id: 'p0',
  title: 'An Example of a Paper',
  ...NOTHING_KNOWN,
  abstract: 'We show that a mail can be rendered. It has a title, a sentence and links.',
  url: 'https://example.org/paper',
  firstSeen: EDITION,
  lastSeen: EDITION,
  withdrawnOn: null,
  origins: {},
};

/** The topics that readers can follow. */
export async function examineCatalogue(app: App): Promise<Finding[]> {
  const { topics } = await app.catalogue();
  return [ok('catalogue', `The catalogue has ${topics.length} topics.`)];
}

/** Compiles the templates and renders one mail in memory. */
export async function examineTemplates(app: App): Promise<Finding[]> {
  // Tries every word of its own.
  await createLetterRenderer(app.home.templates);
  const renderer = await createRenderer(app.home.templates);
  const config = usable(app, 'mail');
  const address = config?.mailFrom.address ?? 'paperboy@example.org';
  const mail = renderer.edition({
    edition: EDITION,
    from: { name: config?.mailFrom.name ?? 'Paperboy', address },
    replyTo: config?.mailReplyTo?.address ?? null,
    listId: config?.listId ?? 'daily.example.org',
    listName: config?.mailFrom.name ?? 'Paperboy',
    postalAddress: config?.postalAddress ?? '',
    papers: () => PAPER,
    topicName: id => id,
    explain: () => ['example'],
    idKey: Buffer.alloc(32),
  });
  const { raw } = mail.render(
    {
      num: 1,
      email: 'reader@example.org',
      name: null,
      preface: null,
      note: '',
      date: Date.parse(EDITION),
      envelopeFrom: address,
    },
    {
      groups: [{ kind: 'topic', key: 'Example', papers: [{ num: 0, form: 'card' }] }],
      best: 0,
      more: 0,
      again: null,
      updates: null,
    },
    LINKS,
  );
  return [ok('templates', `The templates render: an example mail takes ${Math.ceil(raw.length / 1024)} KB.`)];
}

const PAGE = 'https://example.org/page';
const LINKS: MailLinks = {
  unsubscribe: PAGE,
  preferences: PAGE,
  home: PAGE,
  view: PAGE,
  viewOf: () => PAGE,
  tune: () => PAGE,
  paper: () => PAGE,
  edition: PAGE,
};
