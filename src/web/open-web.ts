import { join } from 'node:path';
import { Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { secureHeaders } from 'hono/secure-headers';
import { tryDecode } from 'hono/utils/url';
import type { App } from '../app.ts';
import { adminPages } from './admin/admin-pages.ts';
import { openOperator } from './admin/operator.ts';
import { editionPages } from './archive/edition-pages.ts';
import { feedPages } from './archive/feed-pages.ts';
import { paperPages } from './archive/paper-pages.ts';
import { topicPages } from './archive/topic-pages.ts';
import { clientAddress, trustedProxies } from './client-address.ts';
import { healthPages } from './health-pages.ts';
import { metricsPages } from './metrics-pages.ts';
import { accountPages } from './reader/account-pages.ts';
import { preferencesPages } from './reader/preferences-pages.ts';
import { readPages } from './reader/read-pages.ts';
import { tunePages } from './reader/tune-pages.ts';
import { unsubscribePages } from './reader/unsubscribe-pages.ts';
import { viewPages } from './reader/view-pages.ts';
import { readBody } from './sent.ts';
import { openTemplates } from './show.ts';
import { confirmPages } from './sign-up/confirm-pages.ts';
import { homePages } from './sign-up/home-pages.ts';
import { basePath, openSite, PERSONAL_PATHS } from './site.ts';
import type { PageEnv, Pages, WebApp, WebHooks } from './web-app.ts';
import { BROKEN, NO_SUCH_PAGE, TOO_LARGE, UNREADABLE, WRONG_METHOD } from './words.ts';

/** Paths that hold a token, whatever stands before them. */
const PERSONAL = new RegExp(`/(${PERSONAL_PATHS.join('|')})/[^/?#]*`, 'g');

/**
 * The web pages. Links hold the path of PUBLIC_URL, and the pages answer below it and without it, since proxies
 * differ in what they pass on. GET and HEAD change nothing.
 */
export async function openWeb(app: App, hooks: WebHooks = {}): Promise<WebApp> {
  const { onError = error => console.error(error), onAsked = () => {}, onOperator = () => {}, theme } = hooks;
  const { mailFrom, mailReplyTo, postalAddress, publicUrl } = app.config('mail', 'links');
  const isTrusted = trustedProxies(app.config('web').trustedProxy);
  const base = basePath(publicUrl);
  const imprint = {
    base,
    listName: mailFrom.name ?? 'Paperboy',
    postalAddress,
    contact: (mailReplyTo ?? mailFrom).address,
    home: `${base}/`,
  };
  const { show, styleHashes, script } = await openTemplates(
    join(app.home.templates, 'web'),
    imprint,
    theme ?? (await app.theme()),
  );
  const site = await openSite(app, show, onAsked);
  const tell = (error: unknown, { method, path }: { method: string; path: string }) =>
    onError(error, { method, path: path.replace(PERSONAL, '/$1/…') });

  const operator = openOperator(app, onOperator);
  const pages: Pages = new Hono<PageEnv>();
  healthPages(pages, site, { onError: tell, standsStill: hooks.standsStill });
  metricsPages(pages, site, operator);
  homePages(pages, site);
  confirmPages(pages, site);
  paperPages(pages, site);
  editionPages(pages, site);
  topicPages(pages, site);
  feedPages(pages, site);
  unsubscribePages(pages, site, tell);
  preferencesPages(pages, site);
  accountPages(pages, site);
  tunePages(pages, site);
  readPages(pages, site);
  viewPages(pages, site);
  adminPages(pages, site, operator);
  pages.get('/page.js', c =>
    c.body(script, 200, {
      'Content-Type': 'text/javascript; charset=utf-8',
      // Its address holds its hash.
      'Cache-Control': 'public, max-age=31536000, immutable',
    }),
  );

  const web: Pages = new Hono<PageEnv>();
  web.use(secureHeaders(headers(styleHashes)));
  web.use(async (c, next) => {
    const forwarded = c.req.header('x-forwarded-for');
    c.set('client', clientAddress(c.env?.incoming?.socket?.remoteAddress, forwarded, isTrusted));
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
  return { fetch: (request, env) => web.fetch(request, env) };
}

/** Nothing from elsewhere, no script but our own file; TLS is the business of whoever stands in front. */
function headers(styleHashes: string[]): Parameters<typeof secureHeaders>[0] {
  return {
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: styleHashes,
      scriptSrc: ["'self'"],
      connectSrc: ["'self'"],
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
