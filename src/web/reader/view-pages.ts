import type { Site } from '../site.ts';
import type { Pages } from '../web-app.ts';
import { NO_SUCH_MAIL } from '../words.ts';
import { forReader } from './for-reader.ts';

/** A mail brings its styles with it, in attributes too, and nothing else. */
const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/** A mail as it was delivered, in the browser. */
export function viewPages(pages: Pages, site: Site): void {
  pages.get(
    '/view/:token',
    forReader(site, 'view', async (c, { reader, edition }) => {
      const html = edition && (await site.viewMail(reader, edition));
      if (!html) return site.show(c, 'message', NO_SUCH_MAIL, 404);
      return c.html(html, 200, { 'Content-Security-Policy': MAIL_POLICY });
    }),
  );
}
