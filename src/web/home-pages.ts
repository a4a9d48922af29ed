import type { Site } from './site.ts';
import type { OnWebError, Pages } from './web-app.ts';

/** Below these paths everything is somebody's own. */
const PRIVATE = ['unsubscribe', 'preferences', 'view', 'tune', 'confirm'];

/** What this is, for people and for programs. */
export function homePages(pages: Pages, { parts, links, show }: Site, onError: OnWebError): void {
  pages.get('/', c =>
    show(c, 'home', {
      title: 'The daily papers',
      topics: parts.catalogue.topics.map(({ name, description }) => ({ name, description })),
    }),
  );

  pages.get('/health', async c => {
    c.header('Cache-Control', 'no-store');
    try {
      await parts.store.snapshots.newest();
      return c.json({ status: 'ok' });
    } catch (error) {
      onError(error, c.req);
      return c.json({ status: 'unavailable' }, 503);
    }
  });

  pages.get('/robots.txt', c =>
    c.text(['User-agent: *', ...PRIVATE.map(path => `Disallow: ${links.home}${path}/`), ''].join('\n')),
  );
}
