import { pageLinks } from '../../src/audience/mail-links.ts';
import type { Shown, Window } from '../support/browser.ts';
import { openService, type Service } from '../support/service.ts';
import { DAY, failToRead, faults, LATER, liveThroughMuch, subscribeAll } from './page-world.ts';

const ADMIN_TOKEN = 'a-token-of-the-tests-0123456789abcdef';

/** A page in one of its states. */
export interface PageCase {
  name: string;
  open: (window: Window) => Promise<Shown>;
  status: number;
}

/** A service and every page of it. */
export interface PageWorld {
  service: Service;
  cases: PageCase[];
}

const get = (name: string, link: string, status = 200): PageCase => ({
  name,
  status,
  open: window => window.open(link),
});

const post = (
  name: string,
  link: string,
  fields: Record<string, string | string[]> = {},
  status = 200,
): PageCase => ({ name, status, open: window => window.post(link, fields) });

/** Presses a button on a page, after its fields were filled. */
const press = (
  name: string,
  link: string,
  button: string | RegExp,
  fields: Record<string, string> = {},
  status = 200,
): PageCase => ({
  name,
  status,
  open: async ({ page, open, go }) => {
    await open(link);
    for (const [label, text] of Object.entries(fields)) await page.getByLabel(label).fill(text);
    return go(() => page.getByRole('button', { name: button }).first().click());
  },
});

/** What a service has when nobody has come yet. */
export async function openEmptyWorld(): Promise<PageWorld> {
  const service = await openService({ start: `${DAY}T08:00:00Z`, env: { ADMIN_TOKEN } });
  const { url } = service;
  return {
    service,
    cases: [
      get('home of a new service', `${url}/`),
      get('archive of a new service', `${url}/editions`),
      get('search in a new service', `${url}/editions?q=language`),
      get('topics of a new service', `${url}/topics`),
      get('topic of a new service', `${url}/topics/llm`),
      ...operatorCases(url, [
        '',
        '/editions',
        '/editions/2026-06-02',
        '/subscribers',
        '/suppressions',
        '/topics',
        '/papers',
      ]),
      {
        name: 'operator: the sources cannot be read',
        status: 200,
        open: async window => {
          await failToRead(service);
          return window.open(`${url}/admin`);
        },
      },
      {
        name: 'something broke',
        status: 500,
        open: async window => {
          await service.world.app.close();
          const shown = await window.open(`${url}/`);
          // Meant, this once.
          service.broken.length = 0;
          return shown;
        },
      },
    ],
  };
}

/** Fills a service with all that pages can show, and says how to come to each of them. */
export async function openFullWorld(): Promise<PageWorld> {
  const service = await openService({
    start: '2026-05-30T08:00:00Z',
    env: { ADMIN_TOKEN, SOURCES: 'inbox,missing', SCHEDULE: '0 3 * * *' },
    faults,
  });
  const readers = await subscribeAll(service);
  const letters = await liveThroughMuch(service, readers.vera);
  const { world, url } = service;
  const links = pageLinks(url, await world.app.tokens());
  const carried = await world.carried();
  const papersOf = (name: string) =>
    carried.flatMap(line => (line.startsWith(`${name}@`) ? [line.split(' ')[1] ?? ''] : []));
  const [first = '', ...more] = papersOf('vera');
  const [only = ''] = papersOf('bare');
  const view = { ...readers, letters, links, first, last: more.at(-1) ?? '', only, url };
  return {
    service,
    cases: [...archiveCases(view), ...signUpCases(view), ...readerCases(view), ...adminCases(view)],
  };
}

interface Facts extends Awaited<ReturnType<typeof subscribeAll>> {
  letters: Awaited<ReturnType<typeof liveThroughMuch>>;
  links: ReturnType<typeof pageLinks>;
  /** Papers that Vera got. */
  first: string;
  last: string;
  /** The one that Bare got. */
  only: string;
  url: string;
}

function archiveCases({ links, first, last, url }: Facts): PageCase[] {
  const search = (q: string) => `${links.editions}?q=${encodeURIComponent(q)}`;
  return [
    get('archive', links.editions),
    get('archive of an earlier month', `${links.editions}?before=2026-06`),
    get('archive of a month without papers', `${links.editions}?before=2025-02`),
    get('archive before all', `${links.editions}?before=2001-01`),
    get('search', search('language -survey')),
    get('search for one paper', search('"number 2"')),
    get('search without results', search('"words that no paper holds"')),
    get('search with a mistake', search('title:('), 400),
    get('edition', links.edition(DAY)),
    get('edition, its next page', `${links.edition(DAY)}?page=2`),
    get('edition of the day before', links.edition('2026-06-01')),
    get('no such edition', links.edition('2001-01-01'), 404),
    get('paper', links.paper(first)),
    get('another paper', links.paper(last)),
    get('paper without an abstract', links.paper('bare-paper')),
    get('no such paper', links.paper('nothing'), 404),
    get('topics', `${url}/topics`),
    get('topic', links.topic('llm')),
    get('no such topic', links.topic('nothing'), 404),
    get('no such page', `${url}/nothing`, 404),
    post('a page that is only read', links.paper(first), {}, 405),
    post('a form that is too large', links.subscribe, { query: 'x'.repeat(70_000) }, 413),
  ];
}

function signUpCases({ links, pending, declining, letters }: Facts): PageCase[] {
  const typed = { email: 'new@example.net', topics: ['llm', 'rl'], cadence: 'weekdays', query: '"number 2"' };
  const confirm = async (num: number) => links.confirm(num, await letters.letter('confirm', num));
  return [
    get('home', links.home),
    get('home for a topic', `${links.home}?topic=llm`),
    post('query tried', links.subscribe, { ...typed, try: 'yes' }),
    post('query tried in vain', links.subscribe, { query: '"words that no paper holds"', try: 'yes' }),
    post(
      'sign-up with mistakes',
      links.subscribe,
      { email: 'nobody', query: 'title:(', cadence: 'never', timezone: 'Mars/Base' },
      422,
    ),
    post('sign-up without a choice', links.subscribe, { email: 'new@example.net' }, 422),
    post('asked', links.subscribe, typed),
    { name: 'confirm', status: 200, open: async window => window.open(await confirm(pending)) },
    {
      name: 'declined',
      status: 200,
      open: async window => window.post(await confirm(declining), { decline: 'yes' }),
    },
    get('confirm a link that is over', links.confirm(pending, 999), 410),
    post('too many sign-ups', links.subscribe, { ...typed, email: 'one@example.net' }),
    ...[2, 3, 4].map(n => post('another sign-up', links.subscribe, { ...typed, email: `${n}@example.net` })),
    post('sign-up of too many', links.subscribe, { ...typed, email: 'six@example.net' }, 429),
  ];
}

function readerCases(facts: Facts): PageCase[] {
  const { vera, bare, paused, pending, left, stopped, letters, links, first, last, only, url } = facts;
  const tune = links.tune(vera, DAY);
  return [
    get('preferences', links.preferences(vera, DAY)),
    get('preferences of who got no mail', links.preferences(bare, DAY)),
    post('preferences saved', links.preferences(vera), { max: '12', topics: ['', 'llm', 'rl'], hour: '9' }),
    post('preferences unchanged', links.preferences(vera), { max: '12' }),
    press('queries tried', links.preferences(vera), /^Try/),
    press('queries tried with a mistake', links.preferences(vera), /^Try/, {
      'Queries of your own': 'title:(\n"number 2"\nlanguage',
    }),
    post(
      'preferences with mistakes',
      links.preferences(vera),
      {
        topics: ['', 'llm'],
        queries: 'title:(\n"unclosed',
        excluded: '!!!',
        max: '0',
        cadence: 'days',
        days: '',
        hour: '25',
        timezone: 'Mars/Base',
      },
      422,
    ),
    post('pause with a mistake', links.preferences(vera), { pause: '2001-01-01' }, 422),
    get('preferences in a pause', links.preferences(paused)),
    get('preferences not confirmed', links.preferences(pending)),
    get('preferences after leaving', links.preferences(left)),
    get('preferences of a stopped address', links.preferences(stopped)),
    get('damaged link', `${url}/preferences/v1.damaged`, 404),
    get('unsubscribe', links.unsubscribe(vera, DAY)),
    get('unsubscribed before', links.unsubscribe(left, DAY)),
    get('unsubscribe of a stopped address', links.unsubscribe(stopped, DAY)),
    get('read', links.read(vera, DAY)(first)),
    post('read and counted', links.read(vera, DAY)(first), { opened: 'yes' }),
    post('read and taken back', links.read(vera, DAY)(first), { opened: 'no' }),
    get('read, and brought by nothing', links.read(vera, DAY)('bare-paper')),
    get('read by who does not wish that it counts', links.read(paused, DAY)('signed-paper')),
    press('followed its author', tune('signed-paper'), 'Follow Ada Larch'),
    get('tune', tune(first)),
    ...[first, last].flatMap(paper => [
      press('more of it', tune(paper), 'More like this'),
      press('less of it', tune(paper), 'Less like this'),
      press('taken back', tune(paper), 'Take it back'),
    ]),
    press('more once more', tune(last), 'More like this'),
    press('muted', tune(first), /^Mute/),
    press('followed again', tune(first), 'Follow it again'),
    get('tune a paper that nothing brings', links.tune(paused, DAY)('bare-paper')),
    get('tune without a paper', tune('nothing'), 404),
    press('nothing left to follow', links.tune(bare, DAY)(only), /^Mute/),
    get('no such mail', links.view(pending, DAY), 404),
    post('fresh link asked for', links.preferences(vera), { link: 'yes' }),
    get('account', links.account(vera, letters.link)),
    post('another address with a mistake', links.account(vera, letters.link), { address: 'nobody' }, 422),
    post('another address', links.account(vera, letters.link), { address: 'vera@other.example' }),
    post('erase without a tick', links.account(vera, letters.link), { erase: 'yes' }, 422),
    post('signals forgotten', links.account(vera, letters.link), { forget: 'yes' }),
    get('account after its time', links.account(vera, letters.over), 410),
    get('confirm another address', links.confirm(vera, letters.move)),
    post('another address confirmed', links.confirm(vera, letters.move), { confirm: 'yes' }),
    get('another address confirmed before', links.confirm(vera, letters.move)),
    post('left', links.unsubscribe(vera, DAY)),
  ];
}

function adminCases({ vera, pending, paused, url }: Facts): PageCase[] {
  const edition = `${url}/admin/editions/${DAY}`;
  return [
    ...operatorCases(url, [
      '',
      '/editions',
      '/editions?date=2026-06-01',
      `/editions/${DAY}`,
      `/editions/${DAY}?state=unknown`,
      '/editions/2026-05-28',
      '/editions/2026-05-29',
      '/editions/2027-01-01',
      '/subscribers',
      '/subscribers?status=active',
      `/subscribers/${vera}`,
      `/subscribers/${pending}`,
      `/subscribers/${paused}`,
      '/suppressions',
      '/topics',
      '/papers',
      '/papers?q=a',
      '/papers?q=words-of-no-title',
      `/editions/${LATER}`,
      '/editions/2026-06-19',
      '/editions/2026-06-18',
    ]),
    press('operator: cancel?', `${url}/admin/editions/${LATER}`, /^Cancel/),
    press('operator: paused while it waits', `${url}/admin/editions/${LATER}`, /^Pause/, {
      'Why it is to be paused': 'a look first',
    }),
    press('operator: hid a paper', `${url}/admin/papers?q=a`, /^Hide:/, { Why: 'It was retracted.' }),
    press('operator: showed it again', `${url}/admin/papers`, /^Show again/),
    press('operator: forgot a snapshot', `${url}/admin/papers`, /^Forget/),
    press('operator: restored it', `${url}/admin/papers`, /^Restore/),
    get('operator: no such subscriber', `${url}/admin/subscribers/999`, 404),
    press('operator: found', `${url}/admin/subscribers`, 'Find', { 'Address, or its beginning': 'v' }),
    press('operator: looked up', `${url}/admin/suppressions`, 'Look it up', {
      Address: 'nobody@nobody.example',
    }),
    press('operator: paused', edition, /^Pause/, { 'Why it is to be paused': 'a look first' }),
    press('operator: goes on', edition, /^Let/),
    press('operator: line saved', edition, /^Save the line/, { 'A line from the editor': 'Another line.' }),
    press(
      'operator: line too long',
      edition,
      /^Save the line/,
      { 'A line from the editor': 'x'.repeat(201) },
      422,
    ),
    press('operator: arrived', `${edition}?state=unknown`, /^It arrived/),
    press('operator: nothing unknown', `${url}/admin/editions/2026-05-31`, /^Count all/),
    press('operator: logged out', `${url}/admin`, 'Log out'),
  ];
}

/** The way in, then pages below `/admin`. */
function operatorCases(url: string, paths: readonly string[]): PageCase[] {
  const login = `${url}/admin/login`;
  return [
    get('login', login),
    press('login with a mistake', login, 'Log in', { Password: 'not the password' }, 403),
    press('operator', login, 'Log in', { Password: ADMIN_TOKEN }),
    ...paths.map(path => get(`operator: ${path}`, `${url}/admin${path}`)),
  ];
}
