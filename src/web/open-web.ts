import { join } from 'node:path';
import { Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { secureHeaders } from 'hono/secure-headers';
import { tryDecode } from 'hono/utils/url';
import { type App, TEMPLATES } from '../app.ts';
import { editionPages } from './edition-pages.ts';
import { homePages } from './home-pages.ts';
import { paperPages } from './paper-pages.ts';
import { preferencesPages } from './preferences-pages.ts';
import { readBody } from './sent.ts';
import { openTemplates } from './show.ts';
import { basePath, openSite } from './site.ts';
import { tunePages } from './tune-pages.ts';
import { unsubscribePages } from './unsubscribe-pages.ts';
import { viewPages } from './view-pages.ts';
import type { OnWebError, PageEnv, Pages, WebApp } from './web-app.ts';
import { BROKEN, NO_SUCH_PAGE, TOO_LARGE, UNREADABLE, WRONG_METHOD } from './words.ts';

/** Paths that hold a token, whatever stands before them. */
const PERSONAL = /\/(unsubscribe|preferences|view|tune|confirm)\/[^/?#]*/g;

/**
 * The web pages. Links hold the path of PUBLIC_URL, and the pages answer below it and without it, since proxies
 * differ in what they pass on. GET and HEAD change nothing.
 */
export async function openWeb(
  app: App,
  onError: OnWebError = error => console.error(error),
): Promise<WebApp> {
  const { mailFrom, mailReplyTo, postalAddress, publicUrl } = app.config('mail', 'links');
  const base = basePath(publicUrl);
  const { show, styleHash } = await openTemplates(join(TEMPLATES, 'web'), {
    listName: mailFrom.name ?? 'Paperboy',
    postalAddress,
    contact: (mailReplyTo ?? mailFrom).address,
    home: `${base}/`,
  });
  const site = await openSite(app, show);
  const tell = (error: unknown, { method, path }: { method: string; path: string }) =>
    onError(error, { method, path: path.replace(PERSONAL, '/$1/…') });

  const pages: Pages = new Hono<PageEnv>();
  homePages(pages, site, tell);
  paperPages(pages, site);
  editionPages(pages, site);
  unsubscribePages(pages, site);
  preferencesPages(pages, site);
  tunePages(pages, site);
  viewPages(pages, site);

  const web: Pages = new Hono<PageEnv>();
  web.use(secureHeaders(headers(styleHash)));
  web.use(async (c, next) => {
    const personal = c.req.path.search(PERSONAL) >= 0;
    c.set('personal', personal);
    await next();
    if (!personal) return;
    c.header('Cache-Control', 'no-store');
    c.header('X-Robots-Tag', 'noindex, nofollow');
  });
  web.use(
    methodNotAllowed({
      app: web,
      onMethodNotAllowed: (c: Parameters<typeof show>[0], allowed) => {
        const answer = show(c, 'message', WRONG_METHOD, 405);
        answer.headers.set('Allow', allowed.join(', '));
        return answer;
      },
    }),
  );
  web.use(async (c, next) => {
    if (c.req.method !== 'POST') return next();
    // A client that hangs up half-way is nothing for the log.
    const body = await readBody(c.req.raw).catch(() => undefined);
    if (body === undefined) return show(c, 'message', UNREADABLE, 400);
    if (body === null) return show(c, 'message', TOO_LARGE, 413);
    c.set('body', body);
    return next();
  });
  // The longer path first: PUBLIC_URL may end in a word that is a page of ours as well.
  // The router decodes a path before it compares.
  if (base) web.route(tryDecode(base, decodeURI), pages);
  web.route('/', pages);
  web.notFound(c => show(c, 'message', NO_SUCH_PAGE, 404));
  web.onError((error, c) => {
    tell(error, c.req);
    return show(c, 'message', BROKEN, 500);
  });
  return { fetch: request => web.fetch(request) };
}

/** Nothing from elsewhere, no script at all; TLS is the business of whoever stands in front. */
function headers(styleHash: string): Parameters<typeof secureHeaders>[0] {
  return {
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: [styleHash],
      imgSrc: ['data:'],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    referrerPolicy: 'no-referrer',
    strictTransportSecurity: false,
    xFrameOptions: 'DENY',
    // A page that brings a policy of its own, such as a mail, keeps it.
    overwrite: false,
  };
}
