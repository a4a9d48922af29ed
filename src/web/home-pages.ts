import { incidentSubject } from '../model/incident.ts';
import type { Store } from '../store/store.ts';
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

  pages.get('/ready', async c => {
    c.header('Cache-Control', 'no-store');
    const reasons = await whyNotReady(parts.store).catch(error => {
      onError(error, c.req);
      return ['the database does not answer'];
    });
    return reasons.length === 0 ? c.json({ ready: true }) : c.json({ ready: false, reasons }, 503);
  });

  pages.get('/robots.txt', c =>
    c.text(['User-agent: *', ...PRIVATE.map(path => `Disallow: ${links.home}${path}/`), ''].join('\n')),
  );
}

/** Why nothing can be handed over now. Everybody may ask: servers and their words are for `paperboy status`. */
async function whyNotReady({ incidents }: Store): Promise<string[]> {
  const current = await incidents.current();
  const isStopped = current.some(({ key }) => incidentSubject(key).stopsAll);
  return isStopped ? ['the mail server cannot be used'] : [];
}
