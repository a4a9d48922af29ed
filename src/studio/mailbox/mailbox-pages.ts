import { frameHtml } from '../../inspect/frame.ts';
import { explainHeaders } from '../../inspect/headers/explain-header.ts';
import { inspect } from '../../inspect/inspect.ts';
import { inOutlook } from '../../inspect/outlook/outlook.ts';
import { mentions, readMail } from '../../inspect/read-mail.ts';
import { checksView } from '../checks-view.ts';
import { handOverPages, handOverView } from '../hand-over.ts';
import { inspectFacts } from '../inspect-facts.ts';
import type { Room, StudioContext, StudioPages } from '../room.ts';
import { MAIL_RULES, pageRules, RULES } from '../rules.ts';
import type { CaughtMail, MailboxParts } from '../studio.ts';
import { mailboxView, type Opened, type OpenedMail, type PartId, readSight } from './mailbox-views.ts';

/** Pages to read caught mails with. */
export function mailboxPages(pages: StudioPages, room: Room, places: MailboxParts): void {
  const { source } = places;
  const { parts, show, handOver } = room;
  const known = new WeakMap<CaughtMail, Promise<OpenedMail>>();
  const read = (mail: CaughtMail) => {
    const reading = known.get(mail) ?? readMail(mail);
    known.set(mail, reading);
    return reading;
  };
  const caught = (num: string | undefined) => source.mails.find(mail => mail.num === Number(num)) ?? null;
  const notHere = (c: StudioContext) => show(c, 'message', NOT_HERE, 404);

  async function opened(mail: OpenedMail, part: PartId): Promise<Opened> {
    return {
      mail,
      headers: part === 'headers' ? explainHeaders(mail.headers) : null,
      checks: part === 'checks' ? checksView(await inspect(mail.raw, await inspectFacts(parts.app))) : null,
      outlook: part === 'outlook' ? inOutlook(mail.html ?? '') : null,
      handOver: handOverView(handOver, `/mailbox/${mail.num}`),
    };
  }

  async function page(c: StudioContext, mail: OpenedMail | null): Promise<Response> {
    const mails = (await Promise.all(source.mails.map(read))).reverse();
    const sight = readSight(name => c.req.query(name), mail);
    const found = sight.query === '' ? mails : mails.filter(one => mentions(one, sight.query));
    const elsewhere = mail?.oneClick ? new URL(mail.oneClick).origin : null;
    // The button of one click posts to wherever the mail says, but not to the forms of these pages in our name.
    const isOurs = elsewhere === new URL(c.req.url).origin;
    const open = mail && (await opened(isOurs ? { ...mail, oneClick: null } : mail, sight.part));
    if (elsewhere !== null && !isOurs) c.header(RULES, pageRules(elsewhere));
    return show(c, 'mailbox', mailboxView({ total: mails.length, found, open, sight, places }));
  }
  pages.get('/mailbox', c => page(c, null));
  pages.get('/mailbox/:num{\\d+}', async c => {
    const mail = caught(c.req.param('num'));
    return mail ? page(c, await read(mail)) : notHere(c);
  });

  pages.get('/mailbox/:num{\\d+}/html', async c => {
    const mail = caught(c.req.param('num'));
    const html = mail && (await read(mail)).html;
    if (!html) return notHere(c);
    const { part, scheme, images } = readSight(name => c.req.query(name), null);
    c.header(RULES, MAIL_RULES);
    return c.html(frameHtml(part === 'outlook' ? inOutlook(html).html : html, { scheme, images }));
  });

  pages.get('/mailbox/:name{\\d+\\.eml}', async c => {
    const mail = caught(c.req.param('name').slice(0, -'.eml'.length));
    if (!mail) return notHere(c);
    return c.body(new Uint8Array(mail.raw), 200, {
      'Content-Type': 'message/rfc822',
      'Content-Disposition': `attachment; filename="${mail.num}.eml"`,
    });
  });

  pages.post('/mailbox/clear', c => {
    source.mails.length = 0;
    return c.redirect('/mailbox', 303);
  });
  handOverPages(pages, room, '/mailbox/:num{\\d+}', async c => caught(c.req.param('num'))?.raw ?? null);
}

const NOT_HERE = {
  title: 'This mail is not here',
  text: ['Or not any more: the newest are kept, until the program ends.'],
  link: '/mailbox',
  linkText: 'All mails',
};
