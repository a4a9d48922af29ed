import { isPaused } from '../deliver/pace.ts';
import { incidentSubject } from '../model/incident.ts';
import { standsStillSince } from '../model/standstill.ts';
import type { Store } from '../store/store.ts';
import { PERSONAL_PATHS, type Site } from './site.ts';
import type { OnWebError, Pages } from './web-app.ts';

/** Below these paths everything is somebody's own. */
const PRIVATE = [...PERSONAL_PATHS, 'admin'];

/** An outage that was met within this time is taken to last, in milliseconds; a longer pause is looked up. */
const RECENT_MS = 15 * 60_000;

/** How the service is, for programs. */
export function healthPages(
  pages: Pages,
  { parts, links }: Site,
  { onError, standsStill = () => false }: { onError: OnWebError; standsStill?: (() => boolean) | undefined },
): void {
  pages.get('/health', async c => {
    c.header('Cache-Control', 'no-store');
    if (standsStill()) return c.json({ status: 'stands still' }, 503);
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
    const reasons = await whyNotReady(parts.store, parts.clock.now()).catch(error => {
      onError(error, c.req);
      return ['the database does not answer'];
    });
    return reasons.length === 0 ? c.json({ ready: true }) : c.json({ ready: false, reasons }, 503);
  });

  pages.get('/robots.txt', c =>
    c.text(['User-agent: *', ...PRIVATE.map(path => `Disallow: ${links.home}${path}/`), ''].join('\n')),
  );
}

/**
 * Why nothing can be handed over, or prepared, now. Everybody may ask: servers and their words are for `paperboy status`. An incident
 * stays open until the next mail is accepted, which may be tomorrow's: what nobody met lately, and nobody waits for, is
 * no reason.
 */
async function whyNotReady(store: Store, calendar: number): Promise<string[]> {
  const { incidents, throttles, slots } = store;
  const now = await store.now();
  const standsStill = standsStillSince(await slots.lastLook(), calendar) !== null;
  const stops = (await incidents.current()).filter(({ key }) => incidentSubject(key).stopsAll);
  const paused = (await throttles.paused(now)).filter(throttle => isPaused(throttle, now));
  const isStopped = stops.some(
    ({ key, lastAt }) =>
      now - lastAt <= RECENT_MS || paused.some(throttle => key === `relay ${throttle.key}`),
  );
  return [
    ...(isStopped ? ['the mail server cannot be used'] : []),
    ...(standsStill ? ['nobody gets through a look at the schedule'] : []),
  ];
}
