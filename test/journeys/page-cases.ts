import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pageLinks } from '../../src/audience/mail-links.ts';
import { addDays } from '../../src/model/date.ts';
import type { Letter, LetterKind } from '../../src/model/letter.ts';
import type { Shown, Window } from '../support/browser.ts';
import { paper } from '../support/builders.ts';
import { capture } from '../support/captures.ts';
import { digest, title } from '../support/digest.ts';
import type { Fault } from '../support/mail-server.ts';
import { openService, type Service } from '../support/service.ts';

export const DAY = '2026-06-02';
const ADMIN_TOKEN = 'a-token-of-the-tests-0123456789abcdef';
const MONTH_MS = 30 * 86_400_000;
/** A line of a title that no page may break over. */
const LONG = 'Verylongword'.repeat(12);

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
      ]),
      {
        name: 'operator: the sources cannot be read',
        status: 200,
        open: async window => {
          await failToRead(service);
          return window.open(`${url}/admin`);
        },
      },
    ],
  };
}

/** As a schedule leaves it whose reading broke as a whole. */
async function failToRead({ world }: Service): Promise<void> {
  const { slots } = world.parts.store;
  const now = world.app.clock.now();
  const slot = { job: 'ingest', at: now };
  const retry = { rest: 0, attempts: 1 };
  await slots.claim({ ...slot, owner: 'test', now, until: now + 1, longest: 1, retry });
  await slots.end(slot, 'test', { ok: false, outcome: '{"problem":"the disk is full"}' }, now);
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

function faults(address: string): Fault | null {
  if (address.startsWith('mute')) return { at: 'dot', drop: true };
  if (address.startsWith('nobody')) return { at: 'rcpt', code: 550, says: '5.1.1 no such user' };
  if (address.startsWith('fast')) return { at: 'rcpt', code: 421, says: '4.7.28 unusual rate of mail' };
  return null;
}

async function subscribeAll({ world }: Service) {
  const wish = { topics: ['llm'], queries: ['"language models"'] };
  const vera = await world.subscribe('vera@example.org', {
    name: 'Vera',
    topics: ['llm', 'vision', 'rl'],
    queries: ['"number 2"', 'diffusion OR flow', '"words that no paper holds"'],
    excluded: ['zebra'],
    signOfLife: true,
    max: 30,
    timezone: 'Asia/Tokyo',
  });
  for (const name of ['mute', 'nobody', 'fast']) await world.subscribe(`${name}@${name}.example`, wish);
  // More than a list of the operator shows at once.
  for (let n = 0; n < 100; n++) await world.subscribe(`many${n}@example.org`, wish);
  return {
    vera,
    bare: await world.subscribe('bare@example.org', { queries: ['"number 3"'] }),
    paused: await world.subscribe('paused@example.org', {
      ...wish,
      status: 'paused',
      pausedUntil: '2026-07-01',
      cadence: 'mon,thu',
    }),
    pending: await world.subscribe('pending@example.org', { ...wish, status: 'pending', origin: 'web' }),
    declining: await world.subscribe('declining@example.org', { ...wish, status: 'pending' }),
    left: await world.subscribe('left@example.org', { ...wish, status: 'unsubscribed' }),
    stopped: await world.subscribe('stopped@example.org', { ...wish, status: 'suppressed' }),
  };
}

/** Three days of editions, with whatever may go wrong. */
async function liveThroughMuch(service: Service, vera: number) {
  const { world, live } = service;
  const { store } = world.parts;
  const inbox = join(world.folder, 'inbox');
  mkdirSync(inbox);
  writeFileSync(join(inbox, 'page.txt'), digest(title(11), title(12)));
  const saved = new Date('2026-05-31T00:30:00Z');
  utimesSync(join(inbox, 'page.txt'), saved, saved);
  await world.ingest(capture('capture-2025-09-16.txt'), '2026-05-03', 'an older source');
  await world.ingest(digest(title(1), title(2), `${title(3)} ${LONG}`), '2026-05-31');
  for (const day of ['2026-05-31', '2026-06-01']) await live(`${day}T08:10:00Z`);
  await world.ingest(capture('capture-2026-06-02.txt'), DAY);
  await world.ingest(digest(...Array.from({ length: 100 }, (_, n) => title(n + 100))), DAY, 'a long list');
  await live(`${DAY}T08:10:00Z`);
  const now = world.app.clock.now();
  await store.incidents.open('relay', 'The mail server 127.0.0.1:25 refuses everything.', now);
  await store.editions.pause('2026-06-20', 'the editor is on holiday', now);
  await store.editions.open('2026-05-29', now);
  await store.editions.cancel('2026-05-29', now);
  await store.editions.pause('2026-05-28', 'a look first', now);
  for (let n = 0; n < 101; n++) await store.editions.open(addDays('2025-01-01', n), now);
  await store.papers.insert([paper({ id: 'bare-paper' })]);
  for (let n = 1; n <= 31; n++) {
    await store.signals.set(vera, { paper: n, kind: 'more', group: { kind: 'topic', key: 'llm' }, at: now });
  }
  await store.notes.set(DAY, 'A line from the editor, in friendly words.', now);
  await store.consents.add(vera, {
    at: now,
    act: 'confirmed',
    how: 'link in the confirmation mail',
    wording: 'Yes.',
  });
  const letter = async (kind: LetterKind, subscriber: number, more: Partial<Letter> = {}) =>
    store.letters.add({ kind, subscriber, expiresAt: now + MONTH_MS, ...more }, now);
  return {
    link: await letter('link', vera),
    over: await letter('link', vera, { expiresAt: now - 1 }),
    move: await letter('move', vera, { address: 'vera@new.example' }),
    letter,
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
    ]),
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
