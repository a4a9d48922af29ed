import type { Site } from '../site.ts';
import type { Pages } from '../web-app.ts';
import { editionPages } from './edition-pages.ts';
import { loginPages } from './login-pages.ts';
import type { Operator } from './operator.ts';
import { overviewPages } from './overview-pages.ts';
import { paperActPages } from './paper-pages.ts';
import { subscriberPages } from './subscriber-pages.ts';
import { suppressionPages } from './suppression-pages.ts';
import { topicPages } from './topic-pages.ts';

/** What the operator sees and does. Without an operator there is nothing at these addresses. */
export function adminPages(pages: Pages, site: Site, operator: Operator | null): void {
  if (!operator) return;
  // Kept and found by nobody, whatever the answer is.
  for (const path of ['/admin', '/admin/*']) {
    pages.use(path, async (c, next) => {
      c.set('personal', true);
      c.header('Cache-Control', 'no-store');
      c.header('X-Robots-Tag', 'noindex, nofollow');
      // To ourselves only: without it, browsers do not say which page a form was sent from.
      c.header('Referrer-Policy', 'same-origin');
      await next();
    });
  }
  const room = { site, operator };
  loginPages(pages, room);
  overviewPages(pages, room);
  editionPages(pages, room);
  subscriberPages(pages, room);
  suppressionPages(pages, room);
  topicPages(pages, room);
  paperActPages(pages, room);
}
