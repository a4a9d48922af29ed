import type { MiddlewareHandler } from 'hono';
import { etag } from 'hono/etag';
import type { PageEnv, Pages } from '../web-app.ts';

/** How long a page that is the same for everybody may be shown without asking again, in seconds. */
const FRESH = 60;

/** Lets browsers and proxies keep the pages below a path for a while, and ask whether they changed. */
export function cacheable(pages: Pages, ...paths: string[]): void {
  for (const path of paths) pages.use(path, etag(), fresh);
}

const fresh: MiddlewareHandler<PageEnv> = async (c, next) => {
  await next();
  if (c.res.status === 200 && !c.res.headers.has('Cache-Control')) {
    c.header('Cache-Control', `public, max-age=${FRESH}`);
  }
};
