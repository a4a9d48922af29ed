import { leaveBy } from '../../audience/by-link.ts';
import { readSent } from '../sent.ts';
import type { Site } from '../site.ts';
import type { OnWebError, PageContext, Pages } from '../web-app.ts';
import { DAMAGED_LINK, GONE, SUPPRESSED } from '../words.ts';
import { forReader, masked } from './for-reader.ts';

/**
 * Leaving, by the link in every mail. GET asks; POST does it at once (RFC 8058): no cookie, no redirect, nothing
 * in the body needed, safe to repeat. That they left is recorded afterwards: whoever wants to leave has left, whatever
 * becomes of the record; what goes wrong with it goes to `onError`.
 */
export function unsubscribePages(pages: Pages, site: Site, onError: OnWebError): void {
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
    const { reader, hasLeft } = await leaveBy(parts.store, content.subscriber);
    if (hasLeft) {
      await record(c, content.subscriber).catch((error: unknown) => {
        onError(error, c.req);
      });
    }
    // Who asks to get no mail, and gets none, has what they want.
    if (!reader) return show(c, 'message', GONE);
    if (reader.status === 'suppressed') return show(c, 'message', SUPPRESSED);
    return showLeft(c, reader, false);
  });

  async function record(c: PageContext, subscriber: number): Promise<void> {
    const said = (await readSent(c))?.one('List-Unsubscribe');
    const how = said === 'One-Click' ? 'one-click' : 'unsubscribe page';
    await parts.store.consents.add(subscriber, {
      at: parts.clock.now(),
      act: 'withdrew',
      how,
      wording: null,
    });
  }

  function showLeft(c: PageContext, reader: { num: number; email: string }, already: boolean): Response {
    return show(c, 'left', {
      title: 'You are unsubscribed',
      address: masked(reader.email),
      already,
      comeBack: links.preferences(reader.num),
    });
  }
}
