import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { App } from '../app.ts';
import { UserError } from '../errors.ts';
import type { Previewer } from '../pipeline/preview.ts';
import type { ReplayFor } from '../pipeline/replay.ts';
import type { Theme } from '../render/theme.ts';
import { assetsIn } from './assets.ts';
import { type Connection, guard } from './guard.ts';
import { openHandOver } from './hand-over.ts';
import type { Live } from './live.ts';
import { mailboxPages } from './mailbox/mailbox-pages.ts';
import { previewPages } from './preview/preview-pages.ts';
import type { Room, StudioContext, StudioEnv, StudioPages } from './room.ts';
import { pageRules, RULES } from './rules.ts';
import { themePages } from './themes/theme-pages.ts';
import type { StudioFrame } from './views.ts';

/** A mail that arrived at the mail server of this machine. */
export interface CaughtMail {
  num: number;
  envelope: { from: string; to: string[] };
  raw: Buffer;
  /** In milliseconds since the epoch. */
  arrivedAt: number;
  /** It came over TLS. */
  secure: boolean;
}

/** Where caught mails come from. */
export interface MailSource {
  /** Oldest first; emptied by whoever asks to. */
  mails: CaughtMail[];
  /** Tells of every new one. Returns what ends it. */
  watch: (listener: (mail: CaughtMail) => void) => () => void;
}

/** The mailbox of `dev`, and where its other parts are, as people write it. */
export interface MailboxParts {
  source: MailSource;
  smtp: string;
  pages: string;
  /** Recipients that make the mail server go wrong, and how. */
  trouble: readonly { address: string; does: string }[];
}

/** What the studio shows and works with. */
export interface StudioParts {
  app: App;
  live: Live;
  previewer: Previewer;
  replay: ReplayFor;
  /** Null: there is none. */
  mailbox: MailboxParts | null;
  /** The data is made up: nobody is written to in any case. */
  isExample: boolean;
  /** Whose settings say who the operator is and how they get mail, for "send to me"; left out: those of `app`. */
  operator?: App;
  /** A page for readers in a theme, as HTML: the studio knows none itself. Left out: none is shown. */
  page?: (theme: Theme) => Promise<string>;
}

/** Pages to look at mails with, on this machine only. */
export interface Studio {
  fetch: (request: Request, env?: Connection) => Response | Promise<Response>;
  /** Ends the pages that wait for news, so that a server can close. */
  end: () => void;
}

/** Opens the studio; its templates are read beside those of the mails, and anew when files change. */
export async function openStudio(parts: StudioParts): Promise<Studio> {
  const { live, mailbox, isExample } = parts;
  const assets = assetsIn(join(parts.app.home.templates, 'studio'), live.version);
  await assets();
  const places = [
    { name: 'Preview', link: '/preview' },
    ...(mailbox ? [{ name: 'Mailbox', link: '/mailbox' }] : []),
    { name: 'Themes', link: '/themes' },
  ];
  const show: Room['show'] = async (c, name, view, status = 200) => {
    const { pages, broken } = await assets();
    const page = pages.get(name);
    if (!page)
      throw new UserError(`templates/studio/${name}.hbs is missing; it belongs to the program, restore it`);
    const { path } = c.req;
    const studio: StudioFrame = {
      nav: places.map(place => ({
        ...place,
        current: path === place.link || path.startsWith(`${place.link}/`),
      })),
      version: c.var.version,
      isExample,
      broken,
    };
    return c.html(page({ ...view, studio }), status);
  };

  const pages: StudioPages = new Hono<StudioEnv>();
  pages.use(guard);
  pages.use(async (c, next) => {
    c.set('version', live.version());
    await next();
    if (!c.res.headers.has(RULES)) c.header(RULES, pageRules());
  });
  pages.get('/', c => c.redirect(mailbox ? '/mailbox' : '/preview'));
  pages.get('/studio.css', async c => asset(c, 'text/css', (await assets()).style));
  pages.get('/studio.js', async c => asset(c, 'text/javascript', (await assets()).script));
  const endNews = tellNews(pages, parts);
  const handOver = openHandOver(parts.app, parts.operator ?? null);
  const room: Room = { parts, show, handOver };
  previewPages(pages, room);
  themePages(pages, room);
  if (mailbox) mailboxPages(pages, room, mailbox);
  answerTheRest(pages, show);
  const end = () => {
    endNews();
    handOver.end();
  };
  return { fetch: (request, env) => pages.fetch(request, env), end };
}

function asset(c: Context, type: string, text: string): Response {
  return c.body(text, 200, { 'Content-Type': `${type}; charset=utf-8` });
}

/** `/events`: `change` with the version of the files, at first and whenever it rises; `mail` with its number. Returns what ends it. */
function tellNews(pages: StudioPages, { live, mailbox }: StudioParts): () => void {
  const waiting = new Set<() => void>();
  pages.get('/events', c => {
    // Nobody reads, so nobody leaves either.
    if (c.req.method === 'HEAD') return c.body(null, 200, { 'Content-Type': 'text/event-stream' });
    return streamSSE(c, async stream => {
      const tell = (event: string, data: number) => void stream.writeSSE({ event, data: String(data) });
      const unwatch = [
        live.watch(version => tell('change', version)),
        mailbox?.source.watch(({ num }) => tell('mail', num)),
      ];
      tell('change', live.version());
      let leave = () => {};
      await new Promise<void>(resolve => {
        leave = resolve;
        waiting.add(leave);
        stream.onAbort(leave);
      });
      waiting.delete(leave);
      for (const stop of unwatch) stop?.();
    });
  });
  return () => {
    for (const leave of waiting) leave();
  };
}

/** Whatever is asked for besides, and whatever goes wrong, is told in words: this page is for one person at their own machine. */
function answerTheRest(pages: StudioPages, show: Room['show']): void {
  const words = (c: StudioContext, title: string, text: string, status: 400 | 404 | 500) =>
    show(c, 'message', { title, text: text.split('\n'), link: '/', linkText: 'To the studio' }, status).catch(
      // The pages themselves may be what does not work.
      () => c.text(`${title}\n\n${text}\n`, status),
    );
  pages.notFound(c => words(c, 'No such page', 'There is nothing at this address.', 404));
  pages.onError((error, c) =>
    error instanceof UserError
      ? words(c, 'That does not work', error.message, 400)
      : words(c, 'Something went wrong', `${error.name}: ${error.message}`, 500),
  );
}
