import { type Context, Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { secureHeaders } from 'hono/secure-headers';
import { streamSSE } from 'hono/streaming';
import { mentions, type ReadMail, readMail } from '../inspect/read-mail.ts';
import type { Catcher, CaughtMail } from './catcher.ts';
import { type Assets, loadAssets } from './mailbox-assets.ts';
import { type MailboxPlaces, mailboxView } from './mailbox-views.ts';

/** Pages to read caught mails with. */
export interface Mailbox {
  fetch: (request: Request) => Response | Promise<Response>;
  /** Ends the pages that wait for news, so that a server can close. */
  end: () => void;
}

const RULES = 'Content-Security-Policy';
/** Nothing but our own style and script. */
const PAGE_RULES =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; img-src data:; base-uri 'none'";
/** A mail runs nothing and fetches nothing: whatever it needs is in it. */
const MAIL_RULES =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox";

/** Opens the mailbox of a catcher; templates are read from `folder`. */
export async function openMailbox(catcher: Catcher, folder: string, places: MailboxPlaces): Promise<Mailbox> {
  const assets = await loadAssets(folder);
  const known = new WeakMap<CaughtMail, Promise<ReadMail<CaughtMail>>>();
  const read = (mail: CaughtMail) => {
    const reading = known.get(mail) ?? readMail(mail);
    known.set(mail, reading);
    return reading;
  };
  const waiting = new Set<() => void>();
  const app = new Hono();
  app.use(secureHeaders({ strictTransportSecurity: false }));
  app.use(async (c, next) => {
    await next();
    if (!c.res.headers.has(RULES)) c.header(RULES, PAGE_RULES);
  });
  app.use(csrf());
  serveAssets(app, assets);

  async function page(c: Context, num: number | null): Promise<Response> {
    const query = (c.req.query('q') ?? '').trim();
    const mails = (await Promise.all(catcher.mails.map(read))).reverse();
    const open = mails.find(mail => mail.num === num) ?? null;
    if (num !== null && open === null) return c.notFound();
    const found = query === '' ? mails : mails.filter(mail => mentions(mail, query));
    const part = c.req.query('part') ?? null;
    return c.html(assets.page(mailboxView({ total: mails.length, found, open, query, part, places })));
  }
  app.get('/', c => page(c, null));
  app.get('/mails/:num{\\d+}', c => page(c, Number(c.req.param('num'))));

  app.get('/mails/:num{\\d+}/html', async c => {
    const mail = caught(c.req.param('num'));
    const html = mail && (await read(mail)).html;
    if (!html) return c.notFound();
    c.header(RULES, MAIL_RULES);
    return c.html(inNewTabs(html));
  });

  app.get('/mails/:name{\\d+\\.eml}', c => {
    const mail = caught(c.req.param('name').slice(0, -'.eml'.length));
    if (!mail) return c.notFound();
    const name = `${mail.num}.eml`;
    const type = {
      'Content-Type': 'message/rfc822',
      'Content-Disposition': `attachment; filename="${name}"`,
    };
    return c.body(new Uint8Array(mail.raw), 200, type);
  });

  app.post('/clear', c => {
    catcher.mails.length = 0;
    return c.redirect('/', 303);
  });

  app.get('/events', c =>
    streamSSE(c, async stream => {
      const unwatch = catcher.watch(({ num }) => void stream.writeSSE({ event: 'mail', data: String(num) }));
      await new Promise<void>(resolve => {
        waiting.add(resolve);
        stream.onAbort(resolve);
      }).finally(unwatch);
    }),
  );

  function caught(num: string): CaughtMail | undefined {
    return catcher.mails.find(mail => mail.num === Number(num));
  }

  app.notFound(c =>
    c.text('This mail is not here (any more): the newest are kept, until the program ends.\n', 404),
  );
  return {
    fetch: request => app.fetch(request),
    end: () => {
      for (const resolve of waiting) resolve();
    },
  };
}

function serveAssets(app: Hono, { style, script }: Assets): void {
  app.get('/mailbox.css', c => c.body(style, 200, { 'Content-Type': 'text/css; charset=utf-8' }));
  app.get('/mailbox.js', c => c.body(script, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }));
}

/** Links of a mail open beside the mailbox, not in the frame that shows the mail. */
function inNewTabs(html: string): string {
  const base = '<base target="_blank">';
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, head => head + base) : base + html;
}
