import { OPEN_STATES } from '../../model/delivery.ts';
import { incidentSubject } from '../../model/incident.ts';
import { counted } from '../../render/views.ts';
import type { Pages } from '../web-app.ts';
import { accountsView, LEGEND } from './accounts-view.ts';
import { forOperator, type Room } from './for-operator.ts';
import { lastRead } from './last-read.ts';
import type { EditionBar, OverviewView } from './views.ts';
import { clockTime } from './words.ts';

const EDITIONS_SHOWN = 7;
const SNAPSHOTS_SHOWN = 10;

/** How the instance stands, and whether anything asks for a look. */
export function overviewPages(pages: Pages, room: Room): void {
  const { parts, show } = room.site;
  const { links } = room.operator;
  const { store, clock, timeZone } = parts;
  const time = (at: number) => clockTime(at, timeZone);

  pages.get(
    '/admin',
    forOperator(room, async (c, { frame }) =>
      show(c, 'admin-overview', { ...frame('Overview', 'How it stands'), ...(await readOverview()) }),
    ),
  );

  async function readOverview(): Promise<Omit<OverviewView, 'title' | 'nav' | 'notice'>> {
    const now = clock.now();
    const editions = await readEditions();
    const owing = await store.deliveries.owing();
    const unknown = await store.editions.unknown();
    const ids = [...new Set([...editions.map(({ id }) => id), ...owing])];
    const holds = await store.editions.holds(ids);
    return {
      at: `${time(now)} ${timeZone}`,
      serve: await serveInWords(now),
      incidents: (await store.incidents.current()).map(({ key, what, openedAt, times }) => {
        const { title, toDo } = incidentSubject(key);
        const often = times > 1 ? `, seen ${times} times` : '';
        return { title, what, toDo, since: `Since ${time(openedAt)}${often}` };
      }),
      throttles: (await store.throttles.paused(now)).map(({ key, pausedUntil, perMinute, why }) => ({
        key,
        until: pausedUntil > now ? time(pausedUntil) : '',
        perMinute: perMinute === null ? '' : String(Math.round(perMinute * 10) / 10),
        why: why ?? '',
      })),
      holds: [...holds].map(([id, { cancelled, pausedWhy }]) => ({
        id,
        link: links.edition(id),
        why: cancelled ? 'cancelled' : `paused: ${pausedWhy}`,
      })),
      owed: await Promise.all(owing.map(owedOf)),
      unknown: [...unknown].map(([id, count]) => ({
        id,
        count,
        link: `${links.edition(id)}?state=unknown`,
      })),
      waiting: {
        letters: counted(await store.overview.lettersWaiting(now), 'letter'),
        signUps: counted(await store.signUps.count(), 'sign-up'),
      },
      editions,
      legend: LEGEND,
      read: await lastRead(store, time),
      snapshots: (await store.overview.snapshots(SNAPSHOTS_SHOWN)).map(one => ({
        ...one,
        storedAt: time(one.storedAt),
      })),
    };
  }

  async function readEditions(): Promise<EditionBar[]> {
    const bars: EditionBar[] = [];
    for (const { id, state } of await store.editions.newest(EDITIONS_SHOWN)) {
      const accounts = accountsView(await store.editions.accounts(id));
      bars.push({ id, link: links.edition(id), state, accounts });
    }
    return bars;
  }

  async function owedOf(id: string) {
    const { states } = await store.editions.accounts(id);
    const open = OPEN_STATES.filter(state => states[state]).map(state => `${states[state]} ${state}`);
    return { id, link: links.edition(id), states: open.join(', ') };
  }

  async function serveInWords(now: number): Promise<string> {
    const seen = await store.slots.lastSeen();
    if (!seen) return 'No schedule has ever run on this database: paperboy serve starts it.';
    if (seen.endedAt !== null)
      return `The schedule was stopped at ${time(seen.endedAt)}: paperboy serve starts it.`;
    if (seen.leaseUntil >= now)
      return `The schedule runs; its last sign of life came at ${time(seen.startedAt)}.`;
    return `The schedule gave no sign of life since ${time(seen.startedAt)}: paperboy serve starts it.`;
  }
}
