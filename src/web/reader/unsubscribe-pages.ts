import { leave } from '../../audience/by-link.ts';
import type { Site } from '../site.ts';
import type { PageContext, Pages } from '../web-app.ts';
import { DAMAGED_LINK, GONE, SUPPRESSED } from '../words.ts';
import { forReader, masked } from './for-reader.ts';

/**
 * Leaving, by the link in every mail. GET asks; POST does it at once (RFC 8058): no cookie, no redirect, nothing
 * in the body needed, safe to repeat.
 */
export function unsubscribePages(pages: Pages, site: Site): void {
  const { parts, tokens, links, show } = site;

  pages.get(
    '/unsubscribe/:token',
    forReader(site, 'unsubscribe', (c, { reader }) => {
      if (reader.status === 'suppressed') return show(c, 'message', SUPPRESSED);
      if (reader.status === 'unsubscribed') return showLeft(c, reader, true);
      return show(c, 'unsubscribe', {
        title: 'Unsubscribe',
        address: masked(reader.email),
        action: links.unsubscribe(reader.num),
        preferences: links.preferences(reader.num),
      });
    }),
  );

  pages.post('/unsubscribe/:token', async c => {
    const content = tokens.verify('unsubscribe', c.req.param('token'));
    if (!content) return show(c, 'message', DAMAGED_LINK, 404);
    const reader = await leave(parts.store, content.subscriber);
    // Who asks to get no mail, and gets none, has what they want.
    if (!reader) return show(c, 'message', GONE);
    if (reader.status === 'suppressed') return show(c, 'message', SUPPRESSED);
    return showLeft(c, reader, false);
  });

  function showLeft(c: PageContext, reader: { num: number; email: string }, already: boolean): Response {
    return show(c, 'left', {
      title: 'You are unsubscribed',
      address: masked(reader.email),
      already,
      comeBack: links.preferences(reader.num),
    });
  }
}
