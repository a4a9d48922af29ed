import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import type { MailboxView } from './mailbox-views.ts';

/** What the mailbox is made of, read once. */
export interface Assets {
  page: (view: MailboxView) => string;
  style: string;
  script: string;
}

/** Reads and compiles `mailbox.hbs` with its partials; values are escaped by Handlebars. */
export async function loadAssets(folder: string): Promise<Assets> {
  const [page, list, mail, style, script] = await Promise.all(
    ['mailbox.hbs', 'list.hbs', 'mail.hbs', 'mailbox.css', 'mailbox.js'].map(name =>
      readFile(join(folder, name), 'utf8'),
    ),
  );
  const handlebars = Handlebars.create();
  handlebars.registerPartial({ list: list ?? '', mail: mail ?? '' });
  return {
    page: handlebars.compile<MailboxView>(page, { strict: true, knownHelpersOnly: true }),
    style: style ?? '',
    script: script ?? '',
  };
}
